import { Refusal, type Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { publishLevels } from '../events.ts'
import { countQuarantined } from './store.ts'

const MAX_DAYS = 3_650

/** How the pieces of a SKU are told apart. */
export interface Tracking extends Record<string, unknown> {
  readonly sku: Sku
  readonly lots: boolean
  /** Its lots have expiry dates. */
  readonly expiry: boolean
  readonly serials: boolean
  /** So many days before its expiry date a lot may no longer be sold. */
  readonly unsellableDays: number
}

/**
 * Says how the pieces of a SKU are told apart from now on; pieces that are there already have no lot and no serial number. All false
 * ends it: lots that are known stay known. Lots whose last day of sale this changes go off or on sale at once.
 * @throws Refusal `inventory.bad_tracking`.
 */
export async function track(ctx: WriteContext, tracking: Tracking): Promise<void> {
  const { sku, lots, expiry, serials, unsellableDays } = tracking
  if (
    (expiry && !lots) ||
    !(Number.isInteger(unsellableDays) && unsellableDays >= 0 && unsellableDays <= MAX_DAYS)
  ) {
    throw new Refusal(
      'invalid',
      'inventory.bad_tracking',
      `Expiry dates belong to lots, and the days before them are 0 to ${MAX_DAYS}.`,
      { errors: [{ pointer: expiry && !lots ? '/expiry' : '/unsellableDays', detail: 'see the rule' }] },
    )
  }
  if (!lots && !serials) await ctx.query('delete from inventory.tracking where sku = $1', [sku])
  else
    await ctx.query(
      `insert into inventory.tracking (sku, lots, expiry, serials, unsellable_days) values ($1, $2, $3, $4, $5)
       on conflict (sku) do update set lots = excluded.lots, expiry = excluded.expiry, serials = excluded.serials,
                                       unsellable_days = excluded.unsellable_days`,
      [sku, lots, expiry, serials, unsellableDays],
    )
  const rows = await ctx.query<{ stockId: number }>(
    `with changed as (
       update inventory.lot set unsellable_from = expires_on + 1 - $2::int,
              expired_at = case when expires_on + 1 - $2::int <= inventory.business_day($3) then coalesce(expired_at, $3) end
        where expires_on is not null and unsellable_from is distinct from expires_on + 1 - $2::int
          and lot_id = any(array(select lot_id from inventory.lot where sku = $1 order by lot_id for update))
       returning lot_id)
     select distinct b.stock_id as "stockId" from changed join inventory.bin_stock b on b.lot_id = changed.lot_id`,
    [sku, unsellableDays, ctx.now],
  )
  if (rows.length > 0)
    publishLevels(
      ctx,
      await countQuarantined(
        ctx,
        rows.map((row) => row.stockId),
      ),
    )
}

/** How these SKUs are told apart; those that are not are left out. */
export const trackingOf = (ctx: ReadContext, skus: readonly Sku[]): Promise<Tracking[]> =>
  ctx.query<Tracking>(
    `select sku, lots, expiry, serials, unsellable_days as "unsellableDays" from inventory.tracking
      where sku = any($1) order by sku`,
    [skus],
  )
