import { chanceFrom, type Chance } from './seed.ts'
import { replayOpeningStock } from './replay/slice.ts'
import type { DemoLocation, DemoProduct, DemoStock } from './types.ts'

/** Share of the apparel range that a shop carries, and of the gift range, in parts of one. */
const carries: Record<DemoLocation['size'], { apparel: number; home: number; depth: number }> = {
  warehouse: { apparel: 1, home: 1, depth: 12 },
  flagship: { apparel: 1, home: 0.55, depth: 4 },
  large: { apparel: 0.85, home: 0.3, depth: 3 },
  standard: { apparel: 0.5, home: 0.08, depth: 2 },
}

/** Of a hundred sizes that a shop should have: so many are sold out, and so many are a last piece. */
const soldOutPercent = 9
const lastPiecePercent = 11

/**
 * What each place holds on the first day. Shops run out of some sizes and have a last piece of others, the middle of a
 * size run is deeper than its ends, the warehouse has everything. The demand of the replay is laid on top, so that
 * a replayed sale never takes what the demo shows.
 */
export function openingStock(seed: number, locations: DemoLocation[], products: DemoProduct[]): DemoStock[] {
  const chance = chanceFrom(seed)
  const stock: DemoStock[] = []
  const at = new Map<string, DemoStock>()
  for (const location of locations) {
    const share = carries[location.size]
    for (const product of products) {
      if (chance() >= share[product.kind]) continue
      for (const [nth, { sku }] of product.variants.entries()) {
        const middle = product.kind === 'home' ? 1.5 : middleness(nth, product)
        const quantity = quantityOf(chance, share.depth * middle, location.kind)
        if (quantity === 0) continue
        const row = { sku, locationCode: location.code, quantity }
        stock.push(row)
        if (product.kind === 'home') at.set(`${sku} ${location.code}`, row)
      }
    }
  }
  for (const wanted of replayOpeningStock()) {
    const row = at.get(`${wanted.sku} ${wanted.locationCode}`)
    if (row) row.quantity += wanted.quantity
    else stock.push(wanted)
  }
  return stock
}

function quantityOf(chance: Chance, depth: number, kind: DemoLocation['kind']): number {
  const spread = Math.max(1, Math.round(depth * (0.5 + chance())))
  if (kind === 'warehouse') return spread + Math.round(depth)
  const luck = chance() * 100
  if (luck < soldOutPercent) return 0
  return luck < soldOutPercent + lastPiecePercent ? 1 : spread
}

/** 0.6 at the ends of the size run, 1.4 in its middle. */
function middleness(nth: number, product: DemoProduct): number {
  const sizes = product.options.find(({ code }) => code === 'size')?.values.length ?? 1
  if (sizes < 3) return 1
  const position = (nth % sizes) / (sizes - 1)
  return 0.6 + 0.8 * (1 - Math.abs(2 * position - 1))
}
