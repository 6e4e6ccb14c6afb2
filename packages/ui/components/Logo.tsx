import { cx } from '../cx.ts'
import css from './Logo.module.css'

/** The cloth, in units of a 24 by 24 field: two strands each way, mirrored about the middle. */
const STRAND = 5.2
const NEAR = 4.9
const FAR = 24 - NEAR - STRAND
const EDGE = 1.2
const GAP = 0.95

/** Each strand dives once: where it does, it is cut a little wider than the strand above it. */
const strands = [
  { kind: 'warp', at: NEAR, dives: NEAR },
  { kind: 'warp', at: FAR, dives: FAR },
  { kind: 'weft', at: NEAR, dives: FAR },
  { kind: 'weft', at: FAR, dives: NEAR },
] as const

/**
 * A piece of plain weave standing on its corner: two green warps, two amber wefts, each over once and under once. The
 * gap beside the strand on top is what makes it read as cloth at 16 px.
 */
export function LogoMark({
  size = 28,
  className,
}: Readonly<{ size?: number; className?: string | undefined }>) {
  return (
    <svg
      className={cx(css.mark, className)}
      viewBox="-1.5 -1.5 27 27"
      width={size}
      height={size}
      aria-hidden="true"
    >
      <g transform="rotate(45 12 12)">
        {strands.flatMap(({ kind, at, dives }) =>
          [
            { from: EDGE, to: dives - GAP },
            { from: dives + STRAND + GAP, to: 24 - EDGE },
          ].map(({ from, to }) =>
            kind === 'warp' ? (
              <rect
                key={`${kind}${at}${from}`}
                className={css.warp}
                x={at}
                y={from}
                width={STRAND}
                height={to - from}
                rx="1.2"
              />
            ) : (
              <rect
                key={`${kind}${at}${from}`}
                className={css.weft}
                x={from}
                y={at}
                width={to - from}
                height={STRAND}
                rx="1.2"
              />
            ),
          ),
        )}
      </g>
    </svg>
  )
}

export type LogoProps = Readonly<{
  size?: number
  /** A word after the name: the app or the store. */
  suffix?: string
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
