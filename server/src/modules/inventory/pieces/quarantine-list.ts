import type { LocationId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

/** Pieces that are on hand and not for sale. */
export interface SetAside extends Record<string, unknown> {
  readonly sku: Sku
  /** Null: in no bin. */
  readonly bin: string | null
  readonly lot: string | null
  readonly lotId: string
  readonly quantity: number
  /** quarantine: they lie in a quarantine bin, and somebody may decide about them · blocked, expired: their lot is not for sale. */
  readonly because: 'quarantine' | 'blocked' | 'expired'
  /** When the last of them were put there. */
  readonly since: Date | null
  /** What was written then, or why the lot is blocked. */
  readonly note: string | null
}

/** What lies aside in a place, by SKU, bin and lot: of each SKU as many pieces as its row counts as quarantined. */
export const piecesAside = (
  ctx: ReadContext,
  locationId: LocationId,
  page: {
    readonly after?: readonly [sku: string, bin: string, lotId: string] | undefined
    readonly limit: number
  },
): Promise<SetAside[]> =>
  ctx.query<SetAside>(
    `with aside as (
       select s.sku, b.bin, b.lot_id, b.quantity, k.kind = 'quarantine' as is_bin, l.code, l.blocked_at, l.blocked_reason
         from inventory.stock s
         join inventory.bin_stock b on b.stock_id = s.stock_id
         left join inventory.bin k on k.location_id = b.location_id and k.code = b.bin
         left join inventory.lot l on l.lot_id = b.lot_id
        where s.location_id = $1 and s.quarantined > 0
          and (k.kind = 'quarantine' or l.blocked_at is not null or l.expired_at is not null)
          and (s.sku, b.bin, b.lot_id) > ($2 collate "C", $3 collate "C", $4::uuid)
        order by s.sku, b.bin, b.lot_id limit $5)
     select a.sku, nullif(a.bin, '') as bin, a.code as lot, a.lot_id as "lotId", a.quantity, m.at as since,
            case when a.is_bin then 'quarantine' when a.blocked_at is not null then 'blocked' else 'expired' end as because,
            case when a.is_bin or a.blocked_at is null then m.note else a.blocked_reason end as note
       from aside a left join lateral (
         select at, note from inventory.movement
          where sku = a.sku and location_id = $1 and bin is not distinct from nullif(a.bin, '') and quantity > 0
            and lot_id is not distinct from nullif(a.lot_id, '00000000-0000-0000-0000-000000000000')
          order by id desc limit 1) m on true
      order by a.sku, a.bin, a.lot_id`,
    [locationId, ...(page.after ?? ['', '', '00000000-0000-0000-0000-000000000000']), page.limit],
  )
