import type { DateStyle, Instant, MoneyValue } from '../i18n/format.ts'
import { useFormat } from '../i18n/provider.tsx'
import { cx } from '../cx.ts'
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
