import type { LocationId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import type { BinKind } from './bins.ts'
import type { Lot } from './lots.ts'

/** Pieces of one SKU that lie together. */
export interface Lying extends Record<string, unknown> {
  readonly locationId: LocationId
  /** Null: in no bin. */
  readonly bin: string | null
  readonly binKind: BinKind | null
  /** Null: of no known lot. */
  readonly lot: Pick<Lot, 'lotId' | 'code' | 'expiresOn' | 'state' | 'blockedReason'> | null
  /** Pieces; below zero: more left than was known of. */
  readonly quantity: number
}

export interface LyingFilter {
  readonly sku: Sku
  /** null: everywhere. */
  readonly places: readonly LocationId[] | null
  /** Behind this place, bin ('' for none) and lot (`NO_LOT` for none). */
  readonly after?: readonly [locationId: string, bin: string, lotId: string] | undefined
  readonly limit: number
}

/** Stands for no lot in keys and cursors. */
export const NO_LOT = '00000000-0000-0000-0000-000000000000'

/** Where the pieces of a SKU lie, by place, bin and lot; in each place they sum to what is on hand. */
export const wherePiecesLie = (ctx: ReadContext, filter: LyingFilter): Promise<Lying[]> =>
  ctx.query<Lying>(
    `with asked as materialized (
       select stock_id, location_id, on_hand from inventory.stock
        where sku = $1 and ($2::uuid[] is null or location_id = any($2))),
     lying as (
       select a.location_id, b.bin, b.lot_id, b.quantity from asked a join inventory.bin_stock b on b.stock_id = a.stock_id
       union all
       select a.location_id, '', '${NO_LOT}'::uuid,
              a.on_hand - coalesce((select sum(b.quantity)::int from inventory.bin_stock b where b.stock_id = a.stock_id), 0)
         from asked a)
     select p.location_id as "locationId", nullif(p.bin, '') as bin, k.kind as "binKind", p.quantity,
            case when o.lot_id is not null then
              jsonb_build_object('lotId', o.lot_id, 'code', o.code, 'expiresOn', o.expires_on, 'blockedReason', o.blocked_reason,
                                 'state', case when o.blocked_at is not null then 'blocked' when o.expired_at is not null then 'expired'
                                               else 'sellable' end) end as lot
       from lying p
       left join inventory.bin k on k.location_id = p.location_id and k.code = p.bin
       left join inventory.lot o on o.lot_id = p.lot_id
      where p.quantity <> 0 and (p.location_id, p.bin, p.lot_id) > ($3::uuid, $4 collate "C", $5::uuid)
      order by p.location_id, p.bin, p.lot_id limit $6`,
    [filter.sku, filter.places, ...(filter.after ?? [NO_LOT, '', NO_LOT]), filter.limit],
  )
