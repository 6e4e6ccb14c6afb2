import type { ReactNode } from 'react'
import { CheckCircle2, LoaderCircle, OctagonAlert, ScanLine, TriangleAlert } from 'lucide-react'
import { cx } from '../cx.ts'
import css from './ScanBar.module.css'

export type ScanState = 'ready' | 'busy' | 'ok' | 'warn' | 'error'

const icons = {
  ready: ScanLine,
  busy: LoaderCircle,
  ok: CheckCircle2,
  warn: TriangleAlert,
  error: OctagonAlert,
} as const

export type ScanBarProps = Readonly<{
  state: ScanState
  /** What to scan next, or what the last scan did. */
  children: ReactNode
  /** Waiting for its scan: "3 ×". */
  quantity?: number | null
  /** One way out: undo the line, search by hand. */
  action?: ReactNode
  /** Changes with every scan, so that the same product scanned twice is seen and spoken twice. */
  count?: number
}>

/** What the scanner did, always in the same place, seen and spoken. */
export function ScanBar({ state, children, quantity, action, count = 0 }: ScanBarProps) {
  const Icon = icons[state]
  return (
    <div className={cx(css.bar, css[state])}>
      {quantity ? <span className={css.quantity}>{quantity} ×</span> : null}
      <div key={count} className={css.words} role={state === 'error' ? 'alert' : 'status'}>
        <Icon aria-hidden className={css.icon} />
        <span>{children}</span>
      </div>
      {action}
    </div>
  )
}
