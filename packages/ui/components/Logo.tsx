import { cx } from '../cx.ts'
import css from './Logo.module.css'

const STRAND = 5.2
const EDGE = 1.2
const WARP = [6.2, 15.2] as const
const GAP = 1.1
const END = 24 - EDGE

function piece(from: number, to: number) {
  return { from, length: to - from }
}

/**
 * A piece of plain weave, turned to stand on its corner: two green warps, two amber wefts, each passing over once and
 * under once. The gap beside the strand on top is what makes it read as cloth at 16 px.
 */
export function LogoMark({
  size = 28,
  className,
}: Readonly<{ size?: number; className?: string | undefined }>) {
  const [first, second] = [WARP[0] - STRAND / 2, WARP[1] - STRAND / 2]
  const cut = (over: number) => [over - GAP, over + STRAND + GAP] as const
  const strands = [
    { at: first, pieces: [piece(EDGE, cut(first)[0]), piece(cut(first)[1], END)] },
    { at: second, pieces: [piece(EDGE, cut(second)[0]), piece(cut(second)[1], END)] },
  ]
  const shift = (24 - (first + second + STRAND)) / 2
  return (
    <svg
      className={cx(css.mark, className)}
      viewBox="-2 -2 28 28"
      width={size}
      height={size}
      aria-hidden="true"
    >
      <g transform={`rotate(45 12 12) translate(${shift} ${shift})`}>
        {strands.flatMap(({ at, pieces }) =>
          pieces.map(({ from, length }) => (
            <rect
              key={`w${at}${from}`}
              className={css.warp}
              x={at}
              y={from - shift}
              width={STRAND}
              height={length}
              rx="1.3"
            />
          )),
        )}
        {strands.flatMap(({ at }, index) => {
          const under = cut(index === 0 ? second : first)
          return [piece(EDGE, under[0]), piece(under[1], END)].map(({ from, length }) => (
            <rect
              key={`f${at}${from}`}
              className={css.weft}
              x={from - shift}
              y={at}
              width={length}
              height={STRAND}
              rx="1.3"
            />
          ))
        })}
      </g>
    </svg>
  )
}

export type LogoProps = Readonly<{
  size?: number
  /** A word after the name: the app or the store. */ suffix?: string
  className?: string | undefined
}>

/** The mark with its name. The name is text, so it scales and is read aloud. */
export function Logo({ size = 28, suffix, className }: LogoProps) {
  return (
    <span className={cx(css.logo, className)}>
      <LogoMark size={size} />
      <span className={css.name}>splot</span>
      {suffix && <span className={css.suffix}>{suffix}</span>}
    </span>
  )
}
