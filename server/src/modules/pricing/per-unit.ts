import { unitPrice, type NetContent } from '@splot/rules'
import type { Money } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { MoneySchema } from '#platform/http'

/** A price per unit of measurement as it stands beside a price. */
export const PricePerUnitSchema = Type.Object(
  {
    price: MoneySchema,
    reduced: Type.Optional(Type.Object(MoneySchema.properties, { description: 'of the reduced price' })),
    per: Type.Union(
      [Type.Literal('kg'), Type.Literal('l'), Type.Literal('m'), Type.Literal('m2'), Type.Literal('piece')],
      { description: 'what the price is for' },
    ),
  },
  {
    description:
      'must stand beside the price wherever it is shown; missing: the goods are sold as one thing, a set or a pair',
  },
)
export type PricePerUnit = Static<typeof PricePerUnitSchema>

/**
 * What must stand beside the price of goods that are sold by measure, and beside the reduced one. Both are of so many packs. Undefined:
 * nothing must.
 */
export function pricePerUnit(
  content: NetContent | null | undefined,
  price: Money,
  reducedMinor?: number,
  packs = 1,
): PricePerUnit | undefined {
  if (!content) return undefined
  const found = unitPrice(price.minor, content, packs)
  if (!found) return undefined
  const reduced = reducedMinor === undefined ? undefined : unitPrice(reducedMinor, content, packs)
  const { currency } = price
  return {
    price: { minor: found.minor, currency },
    ...(reduced && { reduced: { minor: reduced.minor, currency } }),
    per: found.per,
  }
}
