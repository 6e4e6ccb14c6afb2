import type { OrderId, RefundId, ReturnId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { LIST_RETURNS, OWED_RETURNS, RETURN_BY_ID, RETURNS_OF } from './store.ts'
import type { Return, ReturnFilter } from './types.ts'

type Row = Return & Record<string, unknown>

/** The return with that id, or undefined. */
export async function returnById(ctx: ReadContext, id: ReturnId): Promise<Return | undefined> {
  const [row] = await ctx.query<Row>(RETURN_BY_ID, [id])
  return row
}

/** What came back of these orders, oldest first. */
export const returnsOf = (ctx: ReadContext, orderIds: readonly OrderId[]): Promise<Return[]> =>
  orderIds.length === 0 ? Promise.resolve([]) : ctx.query<Row>(RETURNS_OF, [orderIds])

/** A page of returns, newest first; `after` is the id of the last row of the page before. */
export const listReturns = (
  ctx: ReadContext,
  filter: ReturnFilter,
  page: { readonly limit: number; readonly after: ReturnId | null },
): Promise<Return[]> =>
  ctx.query<Row>(LIST_RETURNS, [filter.orderId, filter.state, filter.locations, page.after, page.limit])

/** Refunds of returns received before `receivedBefore` of which nobody knows yet that the money is back, oldest first. */
export async function owedReturns(
  ctx: ReadContext,
  receivedBefore: Date,
  limit: number,
): Promise<RefundId[]> {
  const rows = await ctx.query<{ refundId: RefundId }>(OWED_RETURNS, [receivedBefore, limit])
  return rows.map((row) => row.refundId)
}
