import type { FulfilmentId, LocationId, OrderId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { FULFILMENTS_BY_ID, FULFILMENTS_OF, LIST_FULFILMENTS, LOCK_FULFILMENTS, OPEN_AT } from './store.ts'
import type { Fulfilment, QueueFilter, QueuePosition } from './types.ts'

type Row = Fulfilment & Record<string, unknown>

/** The fulfilment with that id, or undefined. */
export async function fulfilmentById(ctx: ReadContext, id: FulfilmentId): Promise<Fulfilment | undefined> {
  const [row] = await ctx.query<Row>(FULFILMENTS_BY_ID, [[id]])
  return row
}

/** Every fulfilment of these orders, cancelled ones included, each order's in the order in which they were made. */
export const forOrders = (ctx: ReadContext, orderIds: readonly OrderId[]): Promise<Fulfilment[]> =>
  orderIds.length === 0 ? Promise.resolve([]) : ctx.query<Row>(FULFILMENTS_OF, [orderIds])

/** Locks fulfilments in the order of their ids until the transaction ends. Lock their orders first. */
export const lockFulfilments = (ctx: WriteContext, ids: readonly FulfilmentId[]): Promise<Fulfilment[]> =>
  ctx.query<Row>(LOCK_FULFILMENTS, [ids])

/** A page of the queue, the earliest promise first; what could not be promised a time comes last. */
export const listFulfilments = (
  ctx: ReadContext,
  filter: QueueFilter,
  page: { readonly limit: number; readonly after: QueuePosition | null },
): Promise<Fulfilment[]> =>
  ctx.query<Row>(LIST_FULFILMENTS, [
    filter.locations,
    filter.states,
    filter.kind,
    page.after?.promisedAt ?? null,
    page.after?.fulfilmentId ?? null,
    page.limit,
  ])

/** Everything that a place still prepares: a store has dozens, a warehouse some thousands. */
export const openAt = (ctx: ReadContext, locationId: LocationId): Promise<Fulfilment[]> =>
  ctx.query<Row>(OPEN_AT, [locationId])
