import type { LocationId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

/** Rows of stock that one statement recounts: a tenth of a second where each has a dozen movements. */
export const PROOF_ROWS = 2_000

/** Rows that somebody may ask to have recounted by one statement: about a second. */
export const MAX_PROOF_ROWS = 20_000

/** A row whose counters are not what the ledger, the holds, the bins or the serial numbers say. */
export interface Mismatch {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  /** Sum of the movements. */
  readonly moved: number
  readonly reserved: number
  /** Sum of the live holds. */
  readonly held: number
  readonly quarantined: number
  /** What lies in quarantine bins, and in blocked and expired lots. */
  readonly setAside: number
  /** The first bin and lot whose pieces are not the sum of their movements. */
  readonly bin: {
    readonly bin: string | null
    readonly lotId: string | null
    readonly pieces: number
    readonly moved: number
  } | null
  /** Pieces that are here by serial number, and by their history. */
  readonly serials: number
  readonly serialsMoved: number
}

/** The key of a row: pages follow it. */
export type StockKey = readonly [sku: string, locationId: string]

export interface Proof {
  readonly proven: boolean
  /** Rows that were checked. */
  readonly rows: number
  /** The first row, by SKU and place, that does not agree. */
  readonly mismatch: Mismatch | null
  /** Where the next page begins; null: this was the last one. */
  readonly next: StockKey | null
}

const FIRST: StockKey = ['', '00000000-0000-0000-0000-000000000000']

/**
 * Recounts a page of rows (of these places): on hand = sum of movements, reserved = what live holds have, quarantined = what lies set aside,
 * each bin and lot = the sum of its movements, serial numbers here = their history. One statement, so one moment: it may run while everybody
 * sells. It reads the page's rows and movements and all live holds, however long the ledger is.
 */
export async function proveStockPage(
  ctx: ReadContext,
  places: readonly LocationId[] | null = null,
  after: StockKey = FIRST,
  limit = PROOF_ROWS,
): Promise<Proof> {
  const [counted] = await ctx.query<{ rows: number; last: StockKey | null; mismatch: Mismatch | null }>(
    places === null ? PROOF : PROOF_OF_PLACES,
    [...after, places, limit],
  )
  const rows = counted?.rows ?? 0
  const mismatch = counted?.mismatch ?? null
  return { proven: mismatch === null, rows, mismatch, next: rows < limit ? null : (counted?.last ?? null) }
}

/** Recounts every row, page after page, until the first that does not agree: for tests and operators, not for a door. */
export async function proveStock(
  ctx: ReadContext,
  places: readonly LocationId[] | null = null,
  /** Each page reads all live holds: where there are millions of them, fewer pages are sooner done. */
  pageRows = PROOF_ROWS,
): Promise<Proof> {
  let rows = 0
  let after: StockKey | null = FIRST
  while (after) {
    const page: Proof = await proveStockPage(ctx, places, after, pageRows)
    rows += page.rows
    if (page.mismatch) return { ...page, rows }
    after = page.next
  }
  return { proven: true, rows, mismatch: null, next: null }
}

/** The whole ledger between the first and the last row of the page: movements without a row have nowhere to hide. */
const PROOF = proofOver(`
    from inventory.movement m
   where (m.sku, m.location_id) > ($1 collate "C", $2::uuid)
     and ((select over from ended) or (m.sku, m.location_id) <= (select last.sku, last.location_id from last))`)

/** Between two rows of one shop lie those of a hundred others: here each row looks up its own movements. */
const PROOF_OF_PLACES = proofOver(`
    from page p join inventory.movement m on m.sku = p.sku and m.location_id = p.location_id`)

function proofOver(movements: string): string {
  return `
with page as materialized (
  select * from inventory.stock
   where (sku, location_id) > ($1 collate "C", $2::uuid) and ($3::uuid[] is null or location_id = any($3))
   order by sku, location_id limit $4),
last as (select sku, location_id from page order by sku desc, location_id desc limit 1),
ended as (select count(*) < $4 as over from page),
ledger as materialized (
  select m.sku, m.location_id, coalesce(m.bin, '') as bin, coalesce(m.lot_id, '00000000-0000-0000-0000-000000000000'::uuid) as lot_id, sum(m.quantity)::int as moved ${movements}
   group by 1, 2, 3, 4),
moved as (select sku, location_id, sum(moved)::int as moved from ledger group by sku, location_id),
held as materialized (
  select l.stock_id, sum(l.outstanding)::int as held
    from (select hold_id from inventory.hold where state in ('soft', 'pinned')
          union all select hold_id from inventory.hold where state in ('allocated', 'picked')) h
    join inventory.hold_line l on l.hold_id = h.hold_id
   where l.outstanding > 0 and l.stock_id in (select stock_id from page)
   group by l.stock_id),
lying as (
  select p.sku, p.location_id, b.bin, b.lot_id, b.quantity from page p join inventory.bin_stock b on b.stock_id = p.stock_id),
bins as (
  select distinct on (sku, location_id) sku, location_id,
         jsonb_build_object('bin', nullif(bin, ''), 'lotId', nullif(lot_id, '00000000-0000-0000-0000-000000000000'::uuid), 'pieces', coalesce(l.quantity, 0),
                            'moved', coalesce(g.moved, 0)) as wrong
    from lying l
    full join (select * from ledger where bin <> '' or lot_id <> '00000000-0000-0000-0000-000000000000'::uuid) g using (sku, location_id, bin, lot_id)
   where coalesce(l.quantity, 0) <> coalesce(g.moved, 0)
   order by sku, location_id, bin, lot_id),
tracked as (select p.sku, p.location_id from page p join inventory.tracking t on t.sku = p.sku and t.serials),
named as (
  select t.sku, t.location_id,
         (select count(*)::int from inventory.serial s where s.sku = t.sku and s.location_id = t.location_id) as serials,
         (select count(*)::int from inventory.serial_move v where v.sku = t.sku and v.now_at = t.location_id)
           - (select count(*)::int from inventory.serial_move v where v.sku = t.sku and v.was_at = t.location_id) as serials_moved
    from tracked t),
compared as (
  select sku, location_id, coalesce(s.on_hand, 0) as on_hand, coalesce(m.moved, 0) as moved, coalesce(s.reserved, 0) as reserved,
         coalesce(h.held, 0) as held, coalesce(s.quarantined, 0) as quarantined,
         case when s.stock_id is null then 0
              when s.quarantined = 0 and not exists (select from inventory.bin_stock b where b.stock_id = s.stock_id) then 0
              else inventory.set_aside(s.stock_id) end as set_aside,
         b.wrong, coalesce(n.serials, 0) as serials, coalesce(n.serials_moved, 0) as serials_moved
    from page s full join moved m using (sku, location_id)
    left join held h on h.stock_id = s.stock_id
    left join bins b using (sku, location_id)
    left join named n using (sku, location_id))
select (select count(*)::int from page) as rows,
       (select jsonb_build_array(sku, location_id) from last) as last,
       (select jsonb_build_object('sku', sku, 'locationId', location_id, 'onHand', on_hand, 'moved', moved, 'reserved', reserved,
                                  'held', held, 'quarantined', quarantined, 'setAside', set_aside, 'bin', wrong, 'serials', serials,
                                  'serialsMoved', serials_moved)
          from compared
         where on_hand <> moved or reserved <> held or quarantined <> set_aside or wrong is not null or serials <> serials_moved
         order by sku, location_id limit 1) as mismatch`
}
