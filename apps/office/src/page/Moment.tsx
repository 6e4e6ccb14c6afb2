import { useFormat } from '@splot/ui'
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
