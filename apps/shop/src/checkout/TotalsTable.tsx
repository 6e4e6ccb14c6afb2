import { useFormat } from '@splot/ui'
import type { Totals } from '../api/types.ts'
import { useT } from '../words/index.ts'
import css from './TotalsTable.module.css'

const PPM = 1_000_000
/** Whose VAT needs no name. */
const HOME = 'PL'

/** Goods, delivery, the sum to pay, and the VAT inside it per rate. */
export function TotalsTable({ totals, label }: Readonly<{ totals: Totals; label?: string }>) {
  const t = useT('cart')
  const format = useFormat()
  const { gross, goods, shipping, vat } = totals
  // Off the goods; what was taken off delivery shows in its own row.
  const discount = { minor: goods.minor + shipping.minor - gross.minor, currency: gross.currency }
  return (
    <dl className={css.totals}>
      <div>
        <dt>{t('goods')}</dt>
        <dd>{format.money(goods)}</dd>
      </div>
      {discount.minor > 0 && (
        <div className={css.discount}>
          <dt>{t('discount')}</dt>
          <dd>−{format.money(discount)}</dd>
        </div>
      )}
      <div>
        <dt>{t('shipping')}</dt>
        <dd>{shipping.minor === 0 ? t('free') : format.money(shipping)}</dd>
      </div>
      <div className={css.total}>
        <dt>{label ?? t('total')}</dt>
        <dd>{format.money(gross)}</dd>
      </div>
      {vat.map((row) => (
        <div key={`${row.country} ${row.letter}`} className={css.vat}>
          <dt>
            {t('vat', { rate: format.percent(row.ppm / PPM) })}
            {row.country !== HOME && ` (${row.country})`}
          </dt>
          <dd>{format.money(row.vat)}</dd>
        </div>
      ))}
    </dl>
  )
}
