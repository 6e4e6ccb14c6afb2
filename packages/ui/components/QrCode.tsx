import { useId } from 'react'
import { encode } from 'uqr'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import css from './QrCode.module.css'

/** Four modules of white around the code, as ISO/IEC 18004 asks. */
const QUIET_ZONE = 4

export type QrCodeProps = Readonly<{
  text: string
  size?: number
  label?: string
  className?: string | undefined
}>

/** A QR code, dark on white in both themes because many scanners cannot read it inverted. */
export function QrCode({ text, size = 180, label, className }: QrCodeProps) {
  const words = useWords()
  const title = useId()
  const { data, size: modules } = encode(text, { ecc: 'M', border: QUIET_ZONE })
  return (
    <svg
      className={cx(css.code, className)}
      viewBox={`0 0 ${modules} ${modules}`}
      width={size}
      height={size}
      aria-labelledby={title}
      shapeRendering="crispEdges"
    >
      <title id={title}>{label ?? words.qr}</title>
      <rect width={modules} height={modules} fill="#fff" />
      <path d={pathOf(data)} fill="#000" />
    </svg>
  )
}

/** One run of dark modules per step, which keeps the path short. */
function pathOf(data: readonly boolean[][]): string {
  let path = ''
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      path += `M${from} ${y}h${x - from + 1}v1H${from}z`
    }
  })
  return path
}
