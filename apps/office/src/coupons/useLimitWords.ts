import { useFormat } from '@splot/ui'
import type { Coupon } from './queries.ts'
import { useT } from './words.ts'

/** Each limit as one says it; none where there is none. */
export function useLimitWords(): (coupon: Coupon) => readonly string[] {
  const t = useT('coupon')
  const format = useFormat()
  return ({ kind, limits: { total, perCode, perCustomer, period } }) => {
    const count = (number: number) => ({ count: format.number(number) })
    const within = (number: number) => ({ ...count(number), days: format.number(period?.days ?? 0) })
    return [
      ...(total === null ? [] : [t('inTotal', count(total))]),
      ...(kind === 'unique' ? [t('perCode', count(perCode))] : []),
      ...(perCustomer === null ? [] : [t('perCustomer', count(perCustomer))]),
      ...(period?.total ? [t('perPeriod', within(period.total))] : []),
      ...(period?.perCustomer ? [t('perPeriodCustomer', within(period.perCustomer))] : []),
    ]
  }
}
