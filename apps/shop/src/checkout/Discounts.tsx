import { useFormat, useLocale } from '@splot/ui'
import type { Discount } from '../api/types.ts'
import css from './Discounts.module.css'

/** What promotions took off a line, each by its name: a shopper sees why. */
export function Discounts({ discounts }: Readonly<{ discounts: readonly Discount[] }>) {
  const format = useFormat()
  const { locale } = useLocale()
  if (discounts.length === 0) return null
  return (
    <ul className={css.discounts}>
      {discounts.map(({ promotionId, label, amount, code }) => (
        <li key={promotionId}>
          {label[locale]}
          {code && ` (${code})`} <span>−{format.money(amount)}</span>
        </li>
      ))}
    </ul>
  )
}
