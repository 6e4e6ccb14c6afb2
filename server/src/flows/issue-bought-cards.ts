import { lockOrders, moveOrders, ordersById } from '#modules/orders'
import { issuePurchases, lockPurchases, purchasesOf, voidPurchases } from '#modules/storedvalue'
import { systemActor, type Actor } from '#platform/context'
import { subscribe } from '#platform/events'
import type { OrderId } from '@splot/kernel'
import { piecesOfGoods } from './leave-cards.ts'

/**
 * Issues what was bought for gift cards once the money of its order has come, in the transaction that remembers the fact: whoever is killed in
 * between has done nothing, and whoever begins again does it once. An order of nothing else is over with it.
 */
export const boughtCardsSubscriber = subscribe({
  name: 'gift-cards',
  types: ['orders.confirmed', 'orders.cancelled'],
  handle: async (ctx, events) => {
    // A subject of these facts is an order.
    const told = [...new Set(events.map(({ subject }) => subject as OrderId))]
    // Nearly all orders buy goods alone: they are not locked for this.
    const ids = [...new Set((await purchasesOf(ctx, told)).map(({ orderId }) => orderId))]
    if (ids.length === 0) return
    const locked = new Map((await lockOrders(ctx, ids)).map((order) => [order.orderId, order]))
    const waiting = (await lockPurchases(ctx, ids)).filter(({ state }) => state === 'waiting')
    const isOver = (orderId: OrderId) => locked.get(orderId)?.state === 'cancelled'
    await voidPurchases(
      ctx,
      waiting.filter(({ orderId }) => isOver(orderId)),
    )
    const orders = (await ordersById(ctx, ids)).filter(({ orderId }) => !isOver(orderId))
    const known = new Map(orders.map((order) => [order.orderId, order]))
    const actorOf = (orderId: OrderId): Actor =>
      systemActor('gift-cards', known.get(orderId)?.channel ?? ctx.actor.channel)
    await issuePurchases(
      ctx,
      waiting.filter(({ orderId }) => known.has(orderId)),
      (orderId) => ({ number: known.get(orderId)?.number ?? '', actor: actorOf(orderId) }),
    )
    await moveOrders(
      ctx,
      orders
        .filter((order) => piecesOfGoods(order) === 0)
        .map(({ orderId }) => ({ orderId, to: 'delivered', actor: actorOf(orderId) })),
    )
  },
})
