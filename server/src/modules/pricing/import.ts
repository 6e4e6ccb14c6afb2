import { Refusal, invariant, newId, type ChannelId, type Currency, type Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { announce } from './changes.ts'
import { countRows, insertChange, insertRows, insertVersions, lockPublication } from './change-store.ts'
import { PRICE_CHUNK } from './limits.ts'
import { insertList, listByCode, spansAt } from './store.ts'
import type { ImportedPrice, PriceListId } from './types.ts'

/**
 * The id of the price list with that code; made when there is none. `channelId: null` serves every channel. Refuses with
 * `pricing.list_differs` when the code is taken by a list of another currency or channel.
 */
export async function openPriceList(
  ctx: WriteContext,
  list: { code: string; currency: Currency; channelId: ChannelId | null },
): Promise<PriceListId> {
  await insertList(ctx, {
    ...list,
    id: newId<'price-list'>(),
    name: null,
    locationId: null,
    group: null,
    validFrom: null,
    validUntil: null,
  })
  const row = await listByCode(ctx, list.code)
  if (row && row.currency === list.currency && row.channelId === list.channelId) return row.id
  throw new Refusal(
    'conflict',
    'pricing.list_differs',
    `The price list "${list.code}" has another currency or channel. Choose another code.`,
  )
}

/**
 * Publishes prices from `validFrom` (now, when not given) on, or for the time until `validUntil`, as one version; what is the same already is left alone, history is never
 * changed. At most `PRICE_CHUNK` at a time. For loaders: people draft changes and publish them.
 */
export async function importPrices(
  ctx: WriteContext,
  priceListId: PriceListId,
  prices: readonly ImportedPrice[],
  validFrom: Date = ctx.now,
  validUntil: Date | null = null,
): Promise<void> {
  invariant(prices.length <= PRICE_CHUNK, `at most ${PRICE_CHUNK} prices at a time`)
  // Whoever publishes the same prices at the same time waits here, so that what is compared below still holds.
  const seq = await lockPublication(ctx)
  const held = new Map(
    (
      await spansAt(
        ctx,
        prices.map(({ sku }) => sku),
        validFrom,
      )
    )
      .filter(({ listId, endsAt }) => listId === priceListId && endsAt === null)
      .map((row) => [`${row.sku} ${row.fromQuantity}`, row]),
  )
  const rows = prices.flatMap(({ sku, grossMinor, taxRate, fromQuantity = 1 }) => {
    const before = held.get(`${sku} ${fromQuantity}`)
    if (!validUntil && before?.minor === grossMinor && before.taxLetter === taxRate) return []
    return {
      listId: priceListId,
      // Loaders name SKUs of the range that they load.
      sku: sku as Sku,
      fromQuantity,
      minor: grossMinor,
      taxLetter: taxRate,
      startsAt: null,
      endsAt: validUntil,
      beforeMinor: before?.minor ?? null,
    }
  })
  if (rows.length === 0) return
  const change = {
    id: newId<'price-change'>(),
    kind: 'import' as const,
    note: 'import',
    effectiveAt: validFrom,
    facts: {},
    baseSeq: seq,
  }
  const version = { id: newId<'price-version'>(), kind: 'begin' as const, effectiveAt: validFrom }
  await insertChange(ctx, change)
  const end = validUntil && { id: newId<'price-version'>(), kind: 'end' as const, effectiveAt: validUntil }
  const versions = end ? [version, end] : [version]
  await insertVersions(ctx, change.id, versions)
  await insertRows(
    ctx,
    rows.map((row) => ({ ...row, versionId: version.id })),
  )
  await countRows(ctx, change.id, rows.length, [priceListId])
  await announce(
    ctx,
    change,
    versions.map((one) => ({
      ...one,
      changeId: change.id,
      number: null,
      skuCount: 0,
      cancelledSeq: null,
    })),
    seq,
  )
}
