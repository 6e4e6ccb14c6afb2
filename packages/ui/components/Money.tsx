import type { DateStyle, Instant, MoneyValue } from '../i18n/format.ts'
import { useFormat } from '../i18n/provider.tsx'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import css from './Money.module.css'

export type MoneyProps = Readonly<{
  value: MoneyValue
  sign?: 'auto' | 'always'
  className?: string | undefined
}>

/** An amount with tabular figures, never broken over two lines. */
export function Money({ value, sign = 'auto', className }: MoneyProps) {
  return <span className={cx(css.money, className)}>{useFormat().money(value, { sign })}</span>
}

export type DateTimeProps = Readonly<{ at: Instant; style?: DateStyle; className?: string | undefined }>

/** A moment in the shop's time, machine-readable underneath. */
export function DateTime({ at, style = 'datetime', className }: DateTimeProps) {
  return (
    <time dateTime={new Date(at).toISOString()} className={cx(css.time, className)}>
      {useFormat().date(at, style)}
    </time>
  )
}

export type PriceProps = Readonly<{
  current: MoneyValue
  /** The regular price before a promotion. It stands crossed out beside the current one. */
  previous?: MoneyValue | null
  /** The lowest price of the 30 days before the reduction; every percentage counts from it (Omnibus directive). */
  lowest30Days?: MoneyValue | null
  size?: 's' | 'm' | 'l'
  className?: string | undefined
}>

/**
 * A price as the law and the eye want it. A reduction always shows the lowest price of the last 30 days beside it, in
 * readable size, and its percentage is counted from that price; without that price there is no percentage at all.
 */
export function Price({ current, previous, lowest30Days, size = 'm', className }: PriceProps) {
  const format = useFormat()
  const words = useWords()
  const percent = lowest30Days && reductionPercent(current, lowest30Days)
  const reduced = Boolean(lowest30Days) || Boolean(previous && previous.minor > current.minor)
  return (
    <span className={cx(css.price, css[size], className)}>
      <span className={css.line}>
        <span className={cx(css.current, reduced && css.reduced)}>
          <span className={css.spoken}>{words.now}: </span>
          {format.money(current)}
        </span>
        {previous && previous.minor > current.minor && (
          <s className={css.previous}>
            <span className={css.spoken}>{words.regular}: </span>
            {format.money(previous)}
          </s>
        )}
        {percent ? <span className={css.percent}>−{format.percent(percent / 100, 0)}</span> : null}
      </span>
      {lowest30Days && (
        <span className={css.lowest}>
          {words.lowest}: <span className={css.money}>{format.money(lowest30Days)}</span>
        </span>
      )}
    </span>
  )
}

/** Whole per cent off the lowest price of 30 days, rounded down so that no label promises more than the till gives. */
export function reductionPercent(current: MoneyValue, lowest: MoneyValue): number {
  if (lowest.minor <= 0 || current.minor >= lowest.minor || current.currency !== lowest.currency) return 0
  return Math.floor(((lowest.minor - current.minor) * 100) / lowest.minor)
}
