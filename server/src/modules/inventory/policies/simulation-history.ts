import { DAY_MS, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import type { HoldState } from '../states.ts'
import type { HoldLife, RowHistory } from './replay.ts'

export type ScannedRow = {
  readonly stockId: number
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly reserved: number
  readonly quarantined: number
}

export interface Window {
  readonly from: Date
  readonly until: Date
}

/** How long before the window holds are looked for; what older ones still have counts as reserved all the time. */
const LOOK_BACK_MS = 14 * DAY_MS

/** Rows of stock behind `after`. */
export const readScannedRows = (
  ctx: ReadContext,
  { skus, locations }: { readonly skus?: readonly Sku[]; readonly locations?: readonly LocationId[] },
  after: number,
  limit: number,
): Promise<ScannedRow[]> =>
  ctx.query<ScannedRow>(
    `select stock_id as "stockId", sku, location_id as "locationId", on_hand as "onHand", reserved, quarantined
       from inventory.stock
      where stock_id > $1 and ($2::text[] is null or sku = any($2)) and ($3::uuid[] is null or location_id = any($3))
      order by stock_id limit $4`,
    [after, skus ?? null, locations ?? null, limit],
  )

type MovementRow = { stockId: number; at: Date; quantity: number }
type LineRow = {
  stockId: number
  channelId: ChannelId
  at: Date
  endedAt: Date | null
  expiresAt: Date
  state: HoldState
  quantity: number
  outstanding: number
}
type RefusedRow = { stockId: number; channelId: ChannelId; at: Date; quantity: number }

/** What happened to these rows in the window, by row. */
export async function readHistories(
  ctx: ReadContext,
  { from, until }: Window,
  rows: readonly ScannedRow[],
): Promise<Map<number, RowHistory>> {
  const stockIds = rows.map((row) => row.stockId)
  const [movements, lines, refused] = await Promise.all([
    ctx.query<MovementRow>(
      `select s.stock_id as "stockId", m.at, m.quantity from inventory.stock s
         join inventory.movement m on m.sku = s.sku and m.location_id = s.location_id and m.at >= $2
        where s.stock_id = any($1)`,
      [stockIds, from],
    ),
    ctx.query<LineRow>(
      `select l.stock_id as "stockId", h.channel_id as "channelId", h.created_at as at, h.ended_at as "endedAt",
              h.expires_at as "expiresAt", h.state, l.quantity, l.outstanding
         from inventory.hold h join inventory.hold_line l on l.hold_id = h.hold_id
        where h.created_at >= $2 and h.state <> 'refused' and l.stock_id = any($1)`,
      [stockIds, new Date(from.getTime() - LOOK_BACK_MS)],
    ),
    // Lines without a place were asked of several; those say nothing about one row.
    ctx.query<RefusedRow>(
      `select s.stock_id as "stockId", h.channel_id as "channelId", h.created_at as at, (r.line ->> 2)::int as quantity
         from inventory.hold h
        cross join lateral jsonb_array_elements(case jsonb_typeof(h.refusal) when 'array' then h.refusal else '[]' end) as r(line)
         join inventory.stock s on s.sku = r.line ->> 0 and s.location_id = (r.line ->> 1)::uuid
        where h.state = 'refused' and h.created_at >= $2 and h.created_at < $3 and jsonb_typeof(r.line) = 'array'
          and s.stock_id = any($1)`,
      [stockIds, from, until],
    ),
  ])
  const movementsOf = Map.groupBy(movements, (row) => row.stockId)
  const linesOf = Map.groupBy(lines, (row) => row.stockId)
  const refusedOf = Map.groupBy(refused, (row) => row.stockId)
  return new Map(
    rows.map((row) => [
      row.stockId,
      historyOf(
        { from, until },
        row,
        movementsOf.get(row.stockId) ?? [],
        linesOf.get(row.stockId) ?? [],
        refusedOf.get(row.stockId) ?? [],
      ),
    ]),
  )
}

function historyOf(
  { from, until }: Window,
  row: ScannedRow,
  movements: readonly MovementRow[],
  lines: readonly LineRow[],
  refused: readonly RefusedRow[],
): RowHistory {
  const start = from.getTime()
  // What live holds of the look-back have now; the rest is of older ones.
  const known = lines.reduce((sum, line) => sum + (line.endedAt ? 0 : line.outstanding), 0)
  const lives = lines.map(lifeOf).filter(({ end }) => end > start)
  const running = lives.filter(({ at }) => at < start)
  return {
    from: start,
    until: until.getTime(),
    onHand: row.onHand - movements.reduce((sum, { quantity }) => sum + quantity, 0),
    reserved: Math.max(0, row.reserved - known),
    quarantined: row.quarantined,
    movements: movements.map(({ at, quantity }) => ({ at: at.getTime(), quantity })),
    // Those that were running when the window began are there from its first moment, and nobody asks for them again.
    holds: [...running, ...lives.filter(({ at }) => at >= start)],
    refused: refused.map(({ at, channelId, quantity }) => ({ at: at.getTime(), channelId, quantity })),
  }
}

/** From when to when a line counted as reserved. */
function lifeOf({ at, endedAt, expiresAt, state, channelId, quantity }: LineRow): HoldLife {
  const end = endedAt?.getTime() ?? (state === 'soft' || state === 'pinned' ? expiresAt.getTime() : Infinity)
  // The sweep closes expired holds a while after they ran out.
  const ranOut = state === 'expired' ? Math.min(end, expiresAt.getTime()) : end
  return { at: at.getTime(), end: ranOut, channelId, quantity, left: state === 'consumed' }
}
