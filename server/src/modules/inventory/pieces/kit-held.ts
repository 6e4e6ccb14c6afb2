import type { HoldId, LocationId, Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import type { StockLine } from '../types.ts'
import { componentsOf, rowKey, rowOf, wholeKits, type HeldKit, type KitHold } from './kits.ts'

/** A line of a hold with what is left of it to give, and the kits its hold was asked for. */
export interface KitSource {
  readonly holdId: HoldId
  readonly sku: Sku
  readonly locationId: LocationId
  readonly outstanding: number
  readonly kits: readonly HeldKit[] | null
}

/**
 * Takes up to `quantity` whole kits out of the holds that were asked for them, by the definition that stood when each was made. `taken`
 * is what earlier lines of the same item took, and grows. Answers how many kits were found.
 */
export function takeHeldKits<Line extends KitSource>(
  lines: readonly Line[],
  { sku, locationId, quantity }: StockLine,
  taken: Map<Line, number>,
): number {
  let missing = quantity
  for (const [, held] of Map.groupBy(lines, (line) => line.holdId)) {
    const kit = held[0]?.kits?.find((one) => one.sku === sku)
    if (!kit || missing === 0) continue
    const at = new Map(
      held.flatMap((line) => (line.locationId === locationId ? [[line.sku, line] as const] : [])),
    )
    const left = (component: Sku) => {
      const line = at.get(component)
      return line ? line.outstanding - (taken.get(line) ?? 0) : 0
    }
    const whole = Math.min(missing, wholeKits(kit, left))
    for (const [component, each] of componentsOf(kit)) {
      const line = at.get(component)
      if (line && whole > 0) taken.set(line, (taken.get(line) ?? 0) + whole * each)
    }
    missing -= whole
  }
  return quantity - missing
}

/** Says pieces that one hold gave in the words of who asked for it: whole kits first, then what is left. */
export function foldKits(pieces: readonly StockLine[], kits: readonly HeldKit[] | null): StockLine[] {
  if (!kits || kits.length === 0) return [...pieces]
  const left = new Map<string, number>()
  for (const { sku, locationId, quantity } of pieces)
    left.set(rowKey(sku, locationId), quantity + (left.get(rowKey(sku, locationId)) ?? 0))
  const places = new Set(pieces.map((line) => line.locationId))
  const folded: StockLine[] = []
  for (const kit of kits) {
    let most = kit.quantity
    for (const locationId of places) {
      const whole = Math.min(
        most,
        wholeKits(kit, (sku) => left.get(rowKey(sku, locationId)) ?? 0),
      )
      if (whole === 0) continue
      most -= whole
      folded.push({ sku: kit.sku, locationId, quantity: whole })
      for (const [sku, each] of componentsOf(kit)) {
        const key = rowKey(sku, locationId)
        left.set(key, (left.get(key) ?? 0) - whole * each)
      }
    }
  }
  const rest = [...left].flatMap(([key, quantity]) => (quantity > 0 ? [{ ...rowOf(key), quantity }] : []))
  return [...folded, ...rest]
}

type Keep = {
  readonly holdId: HoldId
  readonly sku: Sku
  readonly locationId: LocationId
  readonly keep: number
}

/**
 * Says "keep so many kits" in pieces: what a row shall keep is what the kits that stay need and what single lines keep. Lines of holds
 * without kits stay as they are.
 */
export async function keepInPieces(ctx: WriteContext, wanted: readonly Keep[]): Promise<readonly Keep[]> {
  const holdIds = [...new Set(wanted.map((line) => line.holdId))]
  const holds = await ctx.query<KitHold & { readonly lines: readonly StockLine[] }>(
    `select k.hold_id as "holdId", k.kits,
            coalesce((select jsonb_agg(jsonb_build_object('sku', s.sku, 'locationId', s.location_id, 'quantity', l.outstanding))
                        from inventory.hold_line l join inventory.stock s on s.stock_id = l.stock_id
                       where l.hold_id = k.hold_id), '[]') as lines
       from inventory.kit_hold k where k.hold_id = any($1)`,
    [holdIds],
  )
  if (holds.length === 0) return wanted
  const byHold = new Map(holds.map((hold) => [hold.holdId, hold]))
  const plain = wanted.filter((line) => !byHold.has(line.holdId))
  const apart = holds.flatMap(({ holdId, kits, lines }) => {
    const asked = new Map(
      wanted.flatMap((line) =>
        line.holdId === holdId ? [[rowKey(line.sku, line.locationId), line.keep] as const] : [],
      ),
    )
    const keep = new Map<string, number>(lines.map((line) => [rowKey(line.sku, line.locationId), 0]))
    for (const line of foldKits(lines, kits)) {
      const key = rowKey(line.sku, line.locationId)
      const stays = Math.min(line.quantity, asked.get(key) ?? line.quantity)
      const kit = kits.find((one) => one.sku === line.sku)
      for (const [sku, each] of kit ? componentsOf(kit) : [[line.sku, 1] as const]) {
        const row = rowKey(sku, line.locationId)
        keep.set(row, (keep.get(row) ?? 0) + stays * each)
      }
    }
    return [...keep].map(([key, pieces]) => ({ holdId, ...rowOf(key), keep: pieces }))
  })
  return [...plain, ...apart]
}
