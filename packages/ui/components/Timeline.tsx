import type { ReactNode } from 'react'
import type { DateStyle, Instant } from '../i18n/format.ts'
import { cx } from '../cx.ts'
import type { Status } from './Badge.tsx'
import { DateTime } from './Money.tsx'
import css from './Timeline.module.css'

export type TimelineItem = Readonly<{
  id: string
  at?: Instant | null
  title: ReactNode
  detail?: ReactNode
  /** Who and where: a `ChannelTag`, a store, a person. */
  by?: ReactNode
  status?: Status
  icon?: ReactNode
  /** Not yet: drawn hollow. */
  ahead?: boolean
}>

/** A life in order, e.g. an order's: what happened, when, by whom, and what comes next. */
export function Timeline({
  label,
  items,
  timeStyle = 'datetime',
}: Readonly<{ label: string; items: readonly TimelineItem[]; timeStyle?: DateStyle }>) {
  return (
    <ol className={css.timeline} aria-label={label}>
      {items.map((item) => (
        <li key={item.id} className={cx(css.item, item.ahead && css.ahead)}>
          <span className={cx(css.knot, css[item.status ?? 'neutral'])} aria-hidden>
            {item.icon}
          </span>
          <div className={css.words}>
            <div className={css.head}>
              <span className={css.title}>{item.title}</span>
              {item.at !== undefined && item.at !== null && (
                <DateTime at={item.at} style={timeStyle} className={css.at} />
              )}
            </div>
            {item.detail && <div className={css.detail}>{item.detail}</div>}
            {item.by && <div className={css.by}>{item.by}</div>}
          </div>
        </li>
      ))}
    </ol>
  )
}
