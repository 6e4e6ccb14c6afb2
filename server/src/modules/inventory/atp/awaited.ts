import type { LocationId, LocalDate, OrderId, Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { lockWaitingOf, readWaitingOf } from './store.ts'

/** Pieces of an order that have not come yet. */
export interface Awaited {
  readonly orderId: OrderId
  readonly sku: Sku
  readonly locationId: LocationId
  readonly quantity: number
  /** Null: nobody knows any more when they come. */
  readonly promisedOn: LocalDate | null
}

/**
 * What these orders still wait for. It stays so until the transaction ends: whatever comes, or moves the day, waits for it and then finds
 * the orders. Allocate their holds before. Where nothing is awaited it costs one look into an index.
 */
export async function lockAwaited(ctx: WriteContext, orderIds: readonly OrderId[]): Promise<Awaited[]> {
  const seen = await readWaitingOf(ctx.query, [], orderIds)
  if (seen.length === 0) return []
  const { locked } = await lockWaitingOf(ctx, [...new Set(seen.map(({ holdId }) => holdId))], orderIds)
  const waiting = await readWaitingOf(ctx.query, locked ?? [], [])
  return waiting.flatMap(({ orderId, sku, locationId, waiting: quantity, promisedOn }) =>
    orderId ? [{ orderId, sku, locationId, quantity, promisedOn }] : [],
  )
}
