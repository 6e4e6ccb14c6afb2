/** What a pack holds. Amounts are whole: grams, millilitres, millimetres, square centimetres, pieces. */
export interface Content {
  readonly unit: 'g' | 'ml' | 'mm' | 'cm2' | 'piece'
  readonly amount: number
}

/** A price for a unit of measurement, so that packs of different sizes can be compared. */
export interface UnitPrice {
  readonly minor: number
  readonly per: 'kg' | '100g' | 'l' | '100ml' | 'm' | 'm2' | 'piece'
}

const units = {
  g: { per: 'kg', amount: 1000, small: { per: '100g', amount: 100, below: 100 } },
  ml: { per: 'l', amount: 1000, small: { per: '100ml', amount: 100, below: 100 } },
  mm: { per: 'm', amount: 1000, small: null },
  cm2: { per: 'm2', amount: 10_000, small: null },
  piece: { per: 'piece', amount: 1, small: null },
} as const

/**
 * The price per kilogram, litre, metre, square metre or piece, rounded half up to the minor unit, as the act on informing about prices of
 * 9 May 2014 (art. 3 and 4) and the regulation on displaying prices of 9 December 2015 (Journal of Laws 2015, item 2121) want it. With `small`,
 * packs below 100 g or 100 ml are priced per 100, for which shops ask with spices and cosmetics. Undefined when it need not be shown: the
 * unit price is the price itself, or the goods are sold as sets, pairs or medicines (`exempt`).
 */
export function unitPrice(
  priceMinor: number,
  content: Content,
  { small = true, exempt = false }: { readonly small?: boolean; readonly exempt?: boolean } = {},
): UnitPrice | undefined {
  const unit = units[content.unit]
  if (exempt || content.amount <= 0) return undefined
  const { per, amount } =
    small && unit.small !== null && content.amount < unit.small.below ? unit.small : unit
  if (content.amount === amount) return undefined
  return { minor: Math.floor((2 * priceMinor * amount + content.amount) / (2 * content.amount)), per }
}
