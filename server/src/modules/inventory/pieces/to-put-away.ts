import type { LocationId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

/** Pieces that were delivered and are not in their place yet. */
export interface ToPutAway extends Record<string, unknown> {
  readonly sku: Sku
  /** The receiving bin they stand in; null: in no bin. */
  readonly from: string | null
  readonly quantity: number
  /** Where the SKU lies, or lay last, shelves before the back room; null: nowhere yet. */
  readonly suggested: string | null
}

/**
 * What is still to be put away in a place, by SKU; nothing in a place that does not tell its bins apart. `after`: SKU and bin ('' for
 * none) of the last row of the page before.
 */
export const piecesToPutAway = (
  ctx: ReadContext,
  locationId: LocationId,
  page: { readonly after?: readonly [sku: string, from: string] | undefined; readonly limit: number },
): Promise<ToPutAway[]> =>
  ctx.query<ToPutAway>(
    `with work as (
       select s.stock_id, s.sku, b.bin, sum(b.quantity)::int as quantity
         from inventory.bin k join inventory.bin_stock b on b.location_id = k.location_id and b.bin = k.code
         join inventory.stock s on s.stock_id = b.stock_id
        where k.location_id = $1 and k.kind = 'receiving' group by s.stock_id, s.sku, b.bin
       union all
       select s.stock_id, s.sku, '', s.on_hand - known.pieces
         from inventory.stock s cross join lateral (
           select coalesce(sum(b.quantity), 0)::int as pieces from inventory.bin_stock b
            where b.stock_id = s.stock_id and b.bin <> '') known
        where s.location_id = $1 and s.on_hand > known.pieces
          and exists (select from inventory.bin k where k.location_id = $1 and k.kind <> 'quarantine')
     )
     select w.sku, nullif(w.bin, '') as "from", w.quantity, coalesce(
              (select b.bin from inventory.bin_stock b join inventory.bin k on k.location_id = b.location_id and k.code = b.bin
                where b.stock_id = w.stock_id and k.kind in ('shelf', 'back_room')
                order by k.kind = 'shelf' desc, b.quantity desc, b.bin limit 1),
              (select m.bin from inventory.movement m join inventory.bin k on k.location_id = m.location_id and k.code = m.bin
                where m.sku = w.sku and m.location_id = $1 and m.kind = 'put_away' and m.quantity > 0
                  and k.kind in ('shelf', 'back_room') order by m.id desc limit 1)) as suggested
       from work w where (w.sku, w.bin) > ($2 collate "C", $3 collate "C") order by w.sku, w.bin limit $4`,
    [locationId, ...(page.after ?? ['', '']), page.limit],
  )
