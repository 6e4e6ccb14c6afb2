import type { PricedBasket } from '@splot/rules'
import type { TillSale } from '../api/types.ts'
import type { Paid } from './sale.ts'

type TaxLetter = NonNullable<TillSale['lines'][number]['paid']>['taxLetter']

/** As long as the server takes it. */
const MAX_NAME = 200

/**
 * A sale as it is told when it can no longer be undone: when it was, what was paid for each line and by which prices and promotions of this
 * device. `priced` is the basket that was paid, its lines in the same order.
 */
export const factOf = (body: TillSale, { lines }: Paid, priced: PricedBasket, at: Date): TillSale => ({
  ...body,
  lines: body.lines.map((line, index) => {
    const own = priced.lines[index]
    const article = lines[index]?.article
    if (!own || !article) return line
    const { unitMinor, grossMinor, taxLetter, price, discounts } = own
    return {
      ...line,
      paid: {
        unitMinor,
        grossMinor,
        // Letters come from the server, which knows no others.
        taxLetter: taxLetter as TaxLetter,
        name: (article.name || article.sku).slice(0, MAX_NAME),
        ...(price && { priceVersion: price.version }),
        discounts: discounts.map(({ promotionId, label, minor, pieces, code }) => ({
          promotionId,
          label: { pl: label.pl, en: label.en },
          minor,
          pieces,
          ...(code !== undefined && { code }),
        })),
      },
    }
  }),
  offline: { at: at.toISOString(), rulesVersion: priced.rulesVersion },
})
