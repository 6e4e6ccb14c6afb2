import { Refusal, invariant, newId, type ChannelId, type Currency } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { appendPrices, ensurePriceList } from './store.ts'
import type { ImportedPrice } from './types.ts'

/** Most prices that one call may append: keeps its transaction far below half a second. */
export const PRICE_CHUNK = 2_000

/**
 * The id of the price list with that code; made when there is none. `channelId: null` serves every channel. Refuses with
 * `pricing.list_differs` when the code is taken by a list of another currency or channel.
 */
export async function openPriceList(
  ctx: WriteContext,
  list: { code: string; currency: Currency; channelId: ChannelId | null },
): Promise<string> {
  const row = await ensurePriceList(ctx, { ...list, id: newId<'price-list'>() })
  if (row && row.currency === list.currency && row.channel_id === list.channelId) return row.id
  throw new Refusal(
    'conflict',
    'pricing.list_differs',
    `The price list "${list.code}" has another currency or channel. Choose another code.`,
  )
}

/**
 * Sets prices from `validFrom` (now, when not given) on; what is the same already is left alone, history is never changed.
 * At most `PRICE_CHUNK` at a time. Publishes `pricing.changed` with the SKUs.
 */
export async function importPrices(
  ctx: WriteContext,
  priceListId: string,
  prices: readonly ImportedPrice[],
  validFrom: Date = ctx.now,
): Promise<void> {
  invariant(prices.length <= PRICE_CHUNK, `at most ${PRICE_CHUNK} prices at a time`)
  const skus = await appendPrices(ctx, priceListId, prices, validFrom)
  if (skus.length === 0) return
  emit(ctx, {
    type: 'pricing.changed',
    subject: priceListId,
    data: { skus, validFrom: validFrom.toISOString() },
  })
}
