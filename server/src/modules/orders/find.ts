import type { ChannelId, Currency, CustomerId, LocationId, OrderId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import {
  HAS_BOUGHT,
  ID_BY_CART,
  ID_BY_NUMBER,
  LINES_OF,
  LIST_ORDERS,
  LOCK_ORDERS,
  NUMBERS_OF,
  ORDERS_BY_ID,
  ORDERS_OF_CUSTOMER,
  OVERDUE_ORDERS,
  PRICING_OF,
} from './store.ts'
import type { OrderState } from './states.ts'
import type { Order, OrderFilter, OrderLine, OrderPricing, OrderRow } from './types.ts'

export interface LockedOrder {
  readonly orderId: OrderId
  readonly number: string
  readonly state: OrderState
  readonly customerId: CustomerId | null
  readonly currency: Currency
  readonly grossMinor: number
}

/** Locks orders in the order of their ids, until the transaction ends: nobody moves them meanwhile. */
export const lockOrders = (ctx: WriteContext, ids: readonly OrderId[]): Promise<LockedOrder[]> =>
  ctx.query<LockedOrder & Record<string, unknown>>(LOCK_ORDERS, [ids])

/** Whole orders with their lines, in the order of `ids`; unknown ids are left out. */
export async function ordersById(ctx: ReadContext, ids: readonly OrderId[]): Promise<Order[]> {
  if (ids.length === 0) return []
  type Row = Omit<Order, 'lines' | 'channel'> & { channelId: ChannelId; channelCode: string }
  const [rows, lines] = await Promise.all([
    ctx.query<Row & Record<string, unknown>>(ORDERS_BY_ID, [ids]),
    ctx.query<OrderLine & { orderId: OrderId } & Record<string, unknown>>(LINES_OF, [ids]),
  ])
  const linesOf = Map.groupBy(lines, (line) => line.orderId)
  const found = new Map(rows.map((row) => [row.orderId, row]))
  return ids.flatMap((id) => {
    const row = found.get(id)
    if (!row) return []
    const { channelId, channelCode, ...rest } = row
    return [{ ...rest, channel: { id: channelId, code: channelCode }, lines: linesOf.get(id) ?? [] }]
  })
}

/** Whether this customer has bought before; a cancelled order does not count. */
export async function hasBought(ctx: ReadContext, customerId: CustomerId): Promise<boolean> {
  const [row] = await ctx.query<{ bought: boolean }>(HAS_BOUGHT, [customerId])
  return row?.bought === true
}

/** How orders were priced; those that no rules had a say in are left out. */
export async function pricingOf(
  ctx: ReadContext,
  ids: readonly OrderId[],
): Promise<Map<OrderId, OrderPricing>> {
  const rows = await ctx.query<{ orderId: OrderId; pricing: OrderPricing }>(PRICING_OF, [ids])
  return new Map(rows.map(({ orderId, pricing }) => [orderId, pricing]))
}

/** The newest orders of one customer, whole; `states` picks some. */
export async function ordersOfCustomer(
  ctx: ReadContext,
  customerId: CustomerId,
  options: { readonly states?: readonly OrderState[]; readonly limit: number },
): Promise<Order[]> {
  const rows = await ctx.query<{ id: OrderId }>(ORDERS_OF_CUSTOMER, [
    customerId,
    options.states ?? null,
    options.limit,
  ])
  return ordersById(
    ctx,
    rows.map(({ id }) => id),
  )
}

/** The id behind a number that people say; undefined when there is no such order. */
export async function orderIdByNumber(ctx: ReadContext, number: string): Promise<OrderId | undefined> {
  const [row] = await ctx.query<{ id: OrderId }>(ID_BY_NUMBER, [number])
  return row?.id
}

/** The order that a basket became. */
export async function orderByCart(ctx: ReadContext, cartId: string): Promise<OrderId | undefined> {
  const [row] = await ctx.query<{ id: OrderId }>(ID_BY_CART, [cartId])
  return row?.id
}

/**
 * Newest first. `locations`: only orders of these places (a store's staff); null shows all. `after` is the id of the last
 * row of the page before.
 */
export const listOrders = (
  ctx: ReadContext,
  filter: OrderFilter,
  locations: readonly LocationId[] | null,
  page: { readonly limit: number; readonly after: OrderId | null },
): Promise<OrderRow[]> =>
  ctx.query<OrderRow & Record<string, unknown>>(LIST_ORDERS, [
    filter.q ?? null,
    filter.state ?? null,
    filter.channel ?? null,
    locations,
    filter.from ?? null,
    filter.until ?? null,
    filter.customerId ?? null,
    page.after,
    page.limit,
  ])

/** What people call these orders. */
export async function numbersOf(ctx: ReadContext, ids: readonly OrderId[]): Promise<Map<OrderId, string>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.query<{ id: OrderId; number: string }>(NUMBERS_OF, [ids])
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/** Orders that have waited for money since before `placedBefore`, oldest first. */
export async function overdueOrders(ctx: ReadContext, placedBefore: Date, limit: number): Promise<OrderId[]> {
  const rows = await ctx.query<{ id: OrderId }>(OVERDUE_ORDERS, [placedBefore, limit])
  return rows.map((row) => row.id)
}
