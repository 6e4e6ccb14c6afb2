import type { Discount, Words } from '@splot/rules'
import type { PricedGoods } from '#modules/carts'
import type { SaleReason } from '#modules/incidents'
import type { OfflineSale, PaidLine } from './judge-offline-sale.ts'

/**
 * In what a sale differs from what was published by then, line by line and promotion by promotion; empty: every line cost what it should.
 * A promotion that a code opened which does not count is not told beside the code.
 */
export function differencesOf(sale: OfflineSale, due: PricedGoods): SaleReason[] {
  const versions = new Map(due.basket.lines.map(({ lineId, price }) => [lineId, price?.version ?? 0]))
  const ofLines = sale.lines.flatMap((line, index) =>
    differencesOfLine(line, due.lines[index], versions.get(String(index + 1)) ?? 0),
  )
  const isSame =
    ofLines.length === 0 &&
    sale.lines.every((line, index) => line.grossMinor === due.lines[index]?.grossMinor)
  if (isSame) return []
  const found = [...ofLines, ...differencesOfPromotions(sale, due, ofLines.length > 0)]
  return found.length > 0 || sale.good.length < sale.shown.length ? found : [{ kind: 'counted_otherwise' }]
}

function differencesOfLine(
  line: PaidLine,
  due: PricedGoods['lines'][number] | undefined,
  dueVersion: number,
): SaleReason[] {
  const { sku } = line
  if (!due?.variant) return [{ kind: 'unknown_article', sku }]
  if (!due.sellable) return [{ kind: 'no_price', sku }]
  return [
    ...(line.unitMinor === due.unitGrossMinor
      ? []
      : [
          {
            kind: 'price_differed' as const,
            sku,
            soldMinor: line.unitMinor,
            dueMinor: due.unitGrossMinor,
            soldVersion: line.priceVersion,
            dueVersion,
          },
        ]),
    ...(line.taxLetter === due.taxLetter
      ? []
      : [{ kind: 'vat_differed' as const, sku, sold: line.taxLetter, due: due.taxLetter }]),
  ]
}

interface Given {
  readonly label: Words
  minor: number
}

/** What each promotion took off, over all lines. */
function sums(lines: readonly { readonly discounts: readonly Discount[] }[]): Map<string, Given> {
  const found = new Map<string, Given>()
  for (const { promotionId, label, minor } of lines.flatMap(({ discounts }) => discounts)) {
    const known = found.get(promotionId)
    if (known) known.minor += minor
    else found.set(promotionId, { label, minor })
  }
  return found
}

/** `pricesDiffer`: then promotions take off other amounts as well, which says nothing new. */
function differencesOfPromotions(
  { lines, shown, good }: OfflineSale,
  due: PricedGoods,
  pricesDiffer: boolean,
): SaleReason[] {
  const given = sums(lines)
  const wanted = sums(due.lines)
  const refused = new Set(
    shown.filter(({ code }) => !good.some((one) => one.code === code)).map(({ promotionId }) => promotionId),
  )
  return [
    ...[...given].flatMap(([id, { label, minor }]): SaleReason[] => {
      const own = wanted.get(id)
      if (!own) return refused.has(id) ? [] : [{ kind: 'promotion_not_in_force', label, minor }]
      if (pricesDiffer || own.minor === minor) return []
      return [{ kind: 'promotion_differed', label, soldMinor: minor, dueMinor: own.minor }]
    }),
    ...[...wanted].flatMap(([id, { label, minor }]): SaleReason[] =>
      given.has(id) ? [] : [{ kind: 'promotion_missed', label, minor }],
    ),
  ]
}
