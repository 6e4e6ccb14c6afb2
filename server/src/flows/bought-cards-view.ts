import { invariant, type OrderId } from '@splot/kernel'
import type { Order } from '#modules/orders'
import {
  accountsById,
  isCardLine,
  isNewCard,
  pinOf,
  purchasesOf,
  type Account,
  type Purchase,
} from '#modules/storedvalue'
import type { ReadContext } from '#platform/context'
import { withdrawableUntil } from './return-bought-card.ts'
import type { OrderView } from './order-view.ts'

/** What an order bought for one card, on the wire. */
export type CardView = NonNullable<OrderView['giftCards']>[number]

/**
 * What orders bought for gift cards; an order of goods alone is not asked about. What opens a new card is told only to the buyer who has signed
 * in: the link of a letter and the number of an order go through many hands and are good for ever. A card for somebody else is told to nobody.
 */
export async function cardsOfOrders(
  ctx: ReadContext,
  orders: readonly Order[],
  { owner }: { readonly owner: boolean },
): Promise<ReadonlyMap<OrderId, CardView[]>> {
  const withCards = orders.filter(({ lines }) => lines.some(isCardLine))
  if (withCards.length === 0) return new Map()
  const bought = await purchasesOf(
    ctx,
    withCards.map(({ orderId }) => orderId),
  )
  const ids = bought.flatMap(({ accountId }) => accountId ?? [])
  const accounts = new Map((await accountsById(ctx, ids)).map((one) => [one.accountId, one]))
  const placed = new Map(withCards.map((order) => [order.orderId, order]))
  const shown = bought.map((one) => {
    const account = one.accountId ? accounts.get(one.accountId) : undefined
    const order = placed.get(one.orderId)
    invariant(order, 'what was bought belongs to an order that was asked for')
    const isBuyer = order.customerId !== null && order.customerId === ctx.actor.customerId
    const tells = { owner, isBuyer: owner && isBuyer, mayGiveUp: withdrawableUntil(order) > ctx.now }
    return { orderId: one.orderId, view: show(one, account, tells) }
  })
  const byOrder = Map.groupBy(shown, ({ orderId }) => orderId)
  return new Map([...byOrder].map(([orderId, some]) => [orderId, some.map(({ view }) => view)]))
}

interface Tells {
  readonly owner: boolean
  /** Signed in as who bought it. */
  readonly isBuyer: boolean
  readonly mayGiveUp: boolean
}

function show(one: Purchase, account: Account | undefined, { owner, isBuyer, mayGiveUp }: Tells): CardView {
  const { purchaseId, lineNo, kind, state, amountMinor, currency, isGift } = one
  const money = (minor: number) => ({ minor, currency })
  // A top-up that its card did not take became a card of its own; one that it took tells nothing of that card.
  const isOwnCard = account !== undefined && isNewCard(one)
  const left = Math.min(amountMinor, account?.balanceMinor ?? 0)
  return {
    id: purchaseId,
    lineId: lineNo,
    kind,
    state,
    amount: money(amountMinor),
    lastFour: account?.number.slice(-4) ?? null,
    isGift,
    ...(isOwnCard && { mailedTo: isGift ? 'receiver' : 'buyer' }),
    ...(isBuyer &&
      isOwnCard &&
      !isGift && {
        number: account.number,
        pin: pinOf(account.number, account.pinVersion),
        balance: money(account.balanceMinor),
        expiresAt: account.expiresAt?.toISOString() ?? null,
      }),
    ...(owner &&
      state === 'done' &&
      account?.state === 'active' &&
      mayGiveUp &&
      left > 0 && { returnable: money(left) }),
  }
}
