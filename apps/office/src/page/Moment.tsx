import { DateTime, useFormat, type DateStyle } from '@splot/ui'
import page from './page.module.css'

/** A moment to the second, its day in the background: logs are read by time. */
export function Moment({ at }: Readonly<{ at: string }>) {
  const format = useFormat()
  return (
    <time dateTime={at} title={at}>
      <span className={page.muted}>{format.date(at, 'date')}</span> {format.date(at, 'seconds')}
    </time>
  )
}

const SHORT: DateStyle = 'short'
const DAY: DateStyle = 'date'

/** A moment as one says it: `sob., 21 lis, 17:05`. */
export const ShortTime = ({ at }: Readonly<{ at: string }>) => <DateTime at={at} style={SHORT} />

/** The day alone, where the hour says nothing. */
export const Day = ({ at }: Readonly<{ at: string }>) => <DateTime at={at} style={DAY} />
