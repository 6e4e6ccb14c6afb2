import {
  Refusal,
  type CartId,
  type CustomerId,
  type FulfilmentId,
  type HoldId,
  type LocalDate,
  type LocationId,
  type OrderId,
  type Sku,
} from '@splot/kernel'
import { lockCarts, markOrdered, type Cart } from '#modules/carts'
import { recordGuests, recordPurchaseContacts, type Contact } from '#modules/customers'
import { createFulfilments } from '#modules/fulfilment'
import { allocate, lockAwaited, type Awaited } from '#modules/inventory'
import {
  claimFirst,
  insertAwaited,
  insertOrders,
  moveOrders,
  orderByCart,
  type AwaitedLine,
  type NewOrder,
} from '#modules/orders'
import { insertPayments, insertStored, type NewPayment, type StoredPayment } from '#modules/payments'
import { commitRedemptions, type RedemptionId, type RefusedCoupon } from '#modules/promotions'
import { recordPurchases, type NewPurchase } from '#modules/storedvalue'
import type { Actor, WriteContext } from '#platform/context'
import { combineWrites, type Combined } from '#platform/database'

/** A part of an order that one place prepares. */
export interface PlannedFulfilment {
  readonly fulfilmentId: FulfilmentId
  readonly kind: 'pickup' | 'ship'
  readonly locationId: LocationId
  readonly holdId: HoldId | null
  readonly promisedAt: Date | null
  readonly lines: readonly { readonly lineNo: number; readonly sku: Sku; readonly quantity: number }[]
}

/** A line that was promised for a later day. */
export interface LaterLine {
  readonly lineNo: number
  readonly sku: Sku
  /** As agreed; null: nobody knows it any more. */
  readonly promisedOn: LocalDate | null
}

/** Everything an order will be, decided before the transaction begins. */
export interface OrderDraft {
  readonly order: Omit<NewOrder, 'customerId' | 'actor'>
  /** Null: a registered customer, who is known already. */
  readonly guest: Contact | null
  /** What a registered customer said for this purchase. */
  readonly contact: Contact | null
  readonly customerId: CustomerId | null
  readonly holds: readonly HoldId[]
  readonly later: readonly LaterLine[]
  readonly fulfilments: readonly PlannedFulfilment[]
  /** Uses of coupons that become spent with the order. */
  readonly redemptions: readonly RedemptionId[]
  /** Null: stored value pays for everything, so the order is confirmed as it is placed. */
  readonly payment: NewPayment | null
  readonly stored: readonly StoredPayment[]
  /** Money for gift cards, issued when the order is paid. */
  readonly cards: readonly NewPurchase[]
}

export interface PlaceRequest {
  readonly cartId: CartId
  /** The version that was priced. */
  readonly version: number
  /** Null on a repetition, when the basket is known to be ordered: only the stored answer is wanted. */
  readonly draft: OrderDraft | null
}

export type Placed =
  | {
      readonly state: 'placed'
      readonly orderId: OrderId
      readonly number: string
      readonly customerId: CustomerId
      /** RFC 3339. */
      readonly placedAt: string
      /** What of it still waits for goods. */
      readonly awaited: readonly Pick<AwaitedLine, 'lineNo' | 'promisedOn'>[]
    }
  | { readonly state: 'already_ordered'; readonly orderId: OrderId }

/**
 * Turns baskets into orders; what arrives while others commit shares one transaction of a dozen statements, whatever the
 * number. Baskets are locked first, so two submits of one basket become one order. Everything of an order (guest, lines,
 * allocation, fulfilments, payment with its attempt, events, stored answer) commits together or not at all.
 * @throws Refusal what a gift card is refused with, `checkout.changed` (the basket, or the day of a promise, is another by now) or `checkout.hold_expired`, `orders.not_first`, with nothing written and
 * nothing stored, so that the caller may decide again under the same key.
 */
export const placeOrder = combineWrites<PlaceRequest, Placed>('flows.place_order', async (ctx, requests) => {
  const carts = await lockCarts(ctx, [...new Set(requests.map(({ input }) => input.cartId))].sort())
  const decided = await decide(ctx, requests, new Map(carts.map((cart) => [cart.cartId, cart])))
  const going = decided.flatMap((decision) => ('draft' in decision ? [decision] : []))
  const guests = going.flatMap(({ draft }) => (draft.guest ? [draft.guest] : []))
  const [, guestIds] = await Promise.all([allocateAll(ctx, going), recordGuests(ctx, guests)])
  const awaited = await stillAwaited(ctx, going)
  // After stock, as tills and cancellations do, so that nobody waits in a circle.
  await redeemAll(ctx, going)
  let guest = 0
  const customers = going.map(({ draft }) => draft.customerId ?? (guestIds[guest++] as CustomerId))
  const orders = going.map(({ actor, draft }, index) => ({
    ...draft.order,
    customerId: customers[index] ?? null,
    actor,
  }))
  const [numbers] = await Promise.all([
    insertOrders(ctx, orders),
    insertPayments(
      ctx,
      going.flatMap(({ draft }) => draft.payment ?? []),
    ),
    createFulfilments(
      ctx,
      going.flatMap(({ actor, draft }) =>
        draft.fulfilments.map((part) => ({
          ...part,
          orderId: draft.order.orderId,
          state: stateOf(part, awaited.get(draft.order.orderId)),
          actor,
        })),
      ),
    ),
    insertAwaited(ctx, [...awaited.values()].flat()),
    recordPurchaseContacts(
      ctx,
      going.flatMap(({ draft: { order, contact, customerId } }) =>
        contact && customerId ? [{ orderId: order.orderId, customerId, contact }] : [],
      ),
    ),
    recordPurchases(
      ctx,
      going.flatMap(({ draft }) => draft.cards),
    ),
    markOrdered(
      ctx,
      going.map(({ cartId }) => cartId),
    ),
  ])
  await claimFirst(ctx, orders)
  await payFromStored(ctx, going)
  let next = 0
  return decided.map((decision): Placed => {
    if (!('draft' in decision)) return decision
    const index = next++
    const { orderId, number } = numbers[index] as { orderId: OrderId; number: string }
    return {
      state: 'placed',
      orderId,
      number,
      customerId: customers[index] as CustomerId,
      placedAt: ctx.now.toISOString(),
      awaited: (awaited.get(orderId) ?? []).map(({ lineNo, promisedOn }) => ({ lineNo, promisedOn })),
    }
  })
})

interface Going {
  readonly actor: Actor
  readonly cartId: CartId
  readonly draft: OrderDraft
}

/** Accounts are locked last: many orders may share one. */
async function payFromStored(ctx: WriteContext, going: readonly Going[]): Promise<void> {
  const paid = going.filter(({ draft }) => draft.payment === null)
  await moveOrders(
    ctx,
    paid.map(({ actor, draft }) => ({ orderId: draft.order.orderId, to: 'confirmed', actor })),
  )
  await insertStored(
    ctx,
    going.flatMap(({ draft }) => draft.stored),
  )
}

/** What becomes of each request; the second submit of a basket within one batch sees the first. */
async function decide(
  ctx: WriteContext,
  requests: readonly Combined<PlaceRequest>[],
  carts: ReadonlyMap<CartId, Cart>,
): Promise<(Going | Extract<Placed, { state: 'already_ordered' }>)[]> {
  const inThisBatch = new Map<CartId, OrderId>()
  const decided: (Going | Extract<Placed, { state: 'already_ordered' }>)[] = []
  for (const { actor, input } of requests) {
    const { cartId, draft, version } = input
    const cart = carts.get(cartId)
    const earlier =
      inThisBatch.get(cartId) ?? (cart?.state === 'ordered' ? await orderByCart(ctx, cartId) : undefined)
    if (earlier) {
      decided.push({ state: 'already_ordered', orderId: earlier })
      continue
    }
    if (!draft || cart?.state !== 'open' || cart.version !== version) throw changed()
    inThisBatch.set(cartId, draft.order.orderId)
    decided.push({ actor, cartId, draft })
  }
  return decided
}

const changed = (): Refusal =>
  new Refusal(
    'conflict',
    'checkout.changed',
    'The basket was changed in the meantime. Look at it again and repeat.',
  )

/** Lines of which pieces have not come, now that nothing can come between; refuses when one of them moved since it was agreed. */
async function stillAwaited(
  ctx: WriteContext,
  going: readonly Going[],
): Promise<Map<OrderId, AwaitedLine[]>> {
  const waiting = going.filter(({ draft }) => draft.later.length > 0).map(({ draft }) => draft)
  if (waiting.length === 0) return new Map()
  const ids = waiting.map(({ order }) => order.orderId)
  const still = Map.groupBy(await lockAwaited(ctx, ids), ({ orderId }) => orderId)
  return new Map(
    waiting.map(({ order: { orderId }, later }) => [orderId, awaitedOf(orderId, later, still.get(orderId))]),
  )
}

const awaitedOf = (
  orderId: OrderId,
  later: readonly LaterLine[],
  still: readonly Awaited[] = [],
): AwaitedLine[] =>
  later.flatMap(({ lineNo, sku, promisedOn }) => {
    const found = still.find((one) => one.sku === sku)
    if (!found) return []
    if (found.promisedOn !== promisedOn) throw changed()
    return [{ orderId, lineNo, promisedOn }]
  })

/** A part waits whole while one of its lines does. */
export const stateOf = (
  part: PlannedFulfilment,
  awaited: readonly Pick<AwaitedLine, 'lineNo'>[] = [],
): 'awaiting_stock' | 'waiting' =>
  part.lines.some(({ lineNo }) => awaited.some((line) => line.lineNo === lineNo))
    ? 'awaiting_stock'
    : 'waiting'

/** All coupons of all orders, or nothing: a use that ran out and went to somebody else takes only its own request out. */
async function redeemAll(ctx: WriteContext, going: readonly Going[]): Promise<void> {
  const wanted = going.flatMap(({ actor, draft }) =>
    draft.redemptions.map((redemptionId) => ({ redemptionId, orderId: draft.order.orderId, actor })),
  )
  const gone = (await commitRedemptions(ctx, wanted)).find((answer) => answer.state === 'gone')
  if (gone) throw couponGone(gone.coupons)
}

/** A use ran out and went to somebody else: the basket costs something else without it. */
export const couponGone = (coupons: readonly RefusedCoupon[]): Refusal =>
  new Refusal(
    'conflict',
    'checkout.coupon_gone',
    'A code can no longer be used. Take it out, look at the new total, and try again.',
    { facts: { coupons: coupons.map(({ code, words }) => ({ code, words })) } },
  )

/** All holds of all orders, or nothing: a hold that is lost takes only its own request out, when the batch is halved. */
async function allocateAll(ctx: WriteContext, going: readonly Going[]): Promise<void> {
  const answers = await allocate(
    ctx,
    going.flatMap(({ draft }) => draft.holds.map((holdId) => ({ holdId, orderId: draft.order.orderId }))),
  )
  const lost = answers.filter((answer) => answer.state !== 'allocated').map((answer) => answer.holdId)
  if (lost.length === 0) return
  throw new Refusal('conflict', 'checkout.hold_expired', 'A store did not keep a piece any longer.', {
    facts: { holdIds: lost },
  })
}
