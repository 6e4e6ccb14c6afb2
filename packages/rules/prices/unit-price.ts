/** Units in which labels state what a pack holds. */
export const contentUnits = ['g', 'kg', 'ml', 'l', 'm', 'm2', 'piece'] as const

/** What a pack holds, as its label says. */
export interface NetContent {
  /** Above zero, up to three decimals. */
  readonly amount: number
  readonly unit: (typeof contentUnits)[number]
}

/** A price for a unit of measurement, so that packs of different sizes can be compared. */
export interface UnitPrice {
  readonly minor: number
  readonly per: 'kg' | 'l' | 'm' | 'm2' | 'piece'
}

/** Amounts are counted in thousandths, so that they are whole. */
const PARTS = 1000

/** For which unit each is priced, and how many thousandths of the stated unit that is. */
const units = {
  g: { per: 'kg', parts: 1000 * PARTS },
  kg: { per: 'kg', parts: PARTS },
  ml: { per: 'l', parts: 1000 * PARTS },
  l: { per: 'l', parts: PARTS },
  m: { per: 'm', parts: PARTS },
  m2: { per: 'm2', parts: PARTS },
  piece: { per: 'piece', parts: PARTS },
} as const

/**
 * The price per kilogram, litre, metre, square metre or piece, rounded half up to the minor unit: Directive 98/6/EC, art. 2(b) and 3; act on
 * informing about prices of 9 May 2014, art. 3 and 4; regulation on displaying prices of 19 December 2022 (Journal of Laws 2022, item 2776).
 * Small packs too: Poland no longer knows prices per 100 g or 100 ml. `packs`: the price is that of so many. Undefined when it need not be shown,
 * since it is the price itself. Goods that are sold as sets, as pairs or as medicines need none either: they state no content.
 */
export function unitPrice(priceMinor: number, content: NetContent, packs = 1): UnitPrice | undefined {
  const { per, parts } = units[content.unit]
  const held = Math.round(content.amount * PARTS)
  if (held <= 0 || held === parts) return undefined
  const sold = held * packs
  return { minor: Math.floor((2 * priceMinor * parts + sold) / (2 * sold)), per }
}
