import { MINUTE_MS, Refusal, type CartId, type HoldId, type Money } from '@splot/kernel'
import {
  cartById,
  cardsTotal,
  cartPortsOf,
  notServed,
  priceCart,
  replaceHolds,
  shopperOf,
  type Cart,
  type CartAccess,
  type PricedCart,
  type Shopper,
} from '#modules/carts'
import type { Contact } from '#modules/customers'
import { release } from '#modules/inventory'
import { providerOf, type Tender } from '#modules/payments'
import { releaseRedemptions } from '#modules/promotions'
import type { CommandContext } from '#platform/context'
import type { CommandKey } from '#platform/database'
import { draftOrder, redemptionsOf } from './checkout-draft.ts'
import { holdForCheckout, warehouseHolds, type AcceptedDays, type CheckoutHolds } from './checkout-holds.ts'
import { composeOrder, orderView, type OrderView } from './order-view.ts'
import { placeOrder, type OrderDraft, type Placed } from './place-order.ts'
import { settlePayment } from './settle-payment.ts'
import { chargeAgain } from './checkout-replay.ts'
import { payingTenders, recogniseParts, storedSum, type StoredPart, type StoredWish } from './stored-parts.ts'

/** Tries of one checkout when the basket or a hold changed under it; then the customer decides. */
const MAX_TRIES = 3
/** How long an order may wait for money; longer when the customer's bank has the question. */
export const PAYMENT_WINDOW_MS = 15 * MINUTE_MS
export const PENDING_PAYMENT_WINDOW_MS = 30 * MINUTE_MS

export interface CheckoutWish {
  readonly contact: Contact
  /** For what stored value does not pay; null: it shall pay everything. */
  readonly tender: Tender | null
  readonly stored?: StoredWish | undefined
  readonly expectedTotal: Money
  readonly locale: 'pl' | 'en'
  /** What she accepts to wait for; everything else must be here. */
  readonly promises?: AcceptedDays
}

const underWay = new WeakMap<
  object,
  Map<string, { readonly bodyHash: string; readonly order: Promise<OrderView> }>
>()

/**
 * Turns a basket into a paid order: checks what the customer saw, takes what is not held yet, places the order in a combined
 * transaction, then calls the payment provider, then writes its answer. A repetition under the same key gets the same
 * order and finishes whatever a killed process left undone; another key for the same basket is told which order it is.
 * @throws Refusal `carts.not_found`, `carts.stale`, `carts.already_ordered`, `checkout.empty`, `checkout.not_sellable`,
 * `checkout.address_missing`, `carts.country_not_served`, `checkout.wrong_currency`, `checkout.total_changed`, `checkout.sold_out`, `checkout.promise_moved`,
 * `checkout.rest_unpaid`, `checkout.gift_card_for_money`, and what `recogniseParts` refuses.
 */
export function checkout(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  wish: CheckoutWish,
  key: CommandKey,
  version?: number,
): Promise<OrderView> {
  let running = underWay.get(ctx.platform)
  if (!running) underWay.set(ctx.platform, (running = new Map()))
  const id = `${key.scope}\n${key.key}`
  const twin = running.get(id)
  // The same submit twice at the same moment is one submit; a key reused with another body is told by the verb below.
  if (twin?.bodyHash === key.bodyHash) return twin.order
  const order = buy(ctx, cartId, access, wish, key, version)
  if (!twin) {
    running.set(id, { bodyHash: key.bodyHash, order })
    const forget = () => void running.delete(id)
    order.then(forget, forget)
  }
  return order
}

async function buy(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  wish: CheckoutWish,
  key: CommandKey,
  version: number | undefined,
): Promise<OrderView> {
  const broken = new Set<HoldId>()
  let parts: readonly StoredPart[] | undefined
  for (let tries = 1; ; tries += 1) {
    const cart = await cartById(ctx, cartId, access)
    if (cart.state !== 'open')
      return finish(ctx, await placeOrder(ctx, { cartId, version: cart.version, draft: null }, key), wish)
    const priced = check(ctx, cart, await shopperOf(ctx, cart), wish, version)
    parts ??= await recogniseParts(ctx, wish.stored, wish.expectedTotal)
    checkRest(wish, parts, priced.grossMinor)
    const holds = await holdForCheckout(ctx, cart, key, tries, broken, wish.promises)
    try {
      const current = holds.changed.length > 0 ? await replaceHolds(ctx, cart, access, holds.changed) : cart
      const draft = draftOrder(ctx, current, priced, holds, wish, parts)
      const placed = await placeOrder(ctx, { cartId, version: current.version, draft }, key)
      if (draft.redemptions.length === 0) await releaseRedemptions(ctx, redemptionsOf(current))
      if (placed.state === 'placed' && placed.orderId === draft.order.orderId)
        return await charge(ctx, draft, placed, wish)
      return await finish(ctx, placed, wish)
    } catch (error) {
      await giveBack(ctx, holds, error)
      if (!isWorthAnotherTry(error) || tries === MAX_TRIES) throw error
      for (const holdId of (error.facts['holdIds'] as HoldId[] | undefined) ?? []) broken.add(holdId)
    }
  }
}

const isWorthAnotherTry = (error: unknown): error is Refusal =>
  error instanceof Refusal &&
  ['checkout.changed', 'checkout.hold_expired', 'carts.stale', 'orders.not_first'].includes(error.code)

/** What was taken for this checkout only, and no order got. A bug keeps it: its expiry gives it back, and a repetition finds it. */
async function giveBack(ctx: CommandContext, holds: CheckoutHolds, error: unknown): Promise<void> {
  const taken = warehouseHolds(holds)
  if (error instanceof Refusal && taken.length > 0) await release(ctx, taken)
}

/** What can be told without asking stock: that this is the basket, and the total, that the customer saw. */
function check(
  ctx: CommandContext,
  cart: Cart,
  shopper: Shopper,
  wish: CheckoutWish,
  version: number | undefined,
): PricedCart {
  const { expectedTotal, contact } = wish
  if (version !== undefined && version !== cart.version) {
    throw new Refusal(
      'stale',
      'carts.stale',
      'The basket was changed in the meantime. Look at it again and repeat.',
      {
        facts: { version: cart.version },
      },
    )
  }
  if (cart.lines.length === 0 && cart.cards.length === 0)
    throw new Refusal('unprocessable', 'checkout.empty', 'The basket is empty. Put something in first.')
  if (cart.lines.some((line) => line.fulfilment.kind === 'ship') && !contact.address) {
    throw new Refusal('unprocessable', 'checkout.address_missing', 'Say where to send it.', {
      errors: [{ pointer: '/address', detail: 'is needed when something is sent' }],
    })
  }
  const shipTo = contact.address?.country ?? cart.shipTo
  if (cart.lines.some((line) => line.fulfilment.kind === 'ship')) checkServed(ctx, cart, shipTo)
  const priced = priceCart(ctx, cart, ctx.actor.channel, shopper, {
    tender: payingTenders(wish.tender?.method ?? null, wish.stored, expectedTotal),
    shipTo,
    business: contact.company !== undefined,
  })
  const gone = priced.lines.filter((line) => !line.sellable).map(({ line }) => line.sku)
  if (gone.length > 0) {
    throw new Refusal(
      'conflict',
      'checkout.not_sellable',
      'Something in the basket is no longer sold. Take it out.',
      {
        facts: { skus: gone },
      },
    )
  }
  if (expectedTotal.currency !== cart.currency) {
    throw new Refusal(
      'unprocessable',
      'checkout.wrong_currency',
      `This basket is priced in ${cart.currency}.`,
      {
        errors: [{ pointer: '/expectedTotal/currency', detail: `must be ${cart.currency}` }],
      },
    )
  }
  const totalMinor = priced.grossMinor + cardsTotal(cart)
  if (expectedTotal.minor !== totalMinor) {
    throw new Refusal(
      'conflict',
      'checkout.total_changed',
      'The total is another one now. Confirm it and send again.',
      {
        facts: { total: { minor: totalMinor, currency: cart.currency } },
      },
    )
  }
  return priced
}

/** Goods are sent only where there is a way to send them. */
function checkServed(ctx: CommandContext, { currency }: Cart, country: string): void {
  const ports = cartPortsOf(ctx)
  if (!ports.delivery(country, currency)) throw notServed(country, '/address/country', ports.served(currency))
}

/** What stored value does not pay must be paid by something, and gift cards are paid with money: else a card could be made older than it is. */
function checkRest(
  { tender, expectedTotal }: CheckoutWish,
  parts: readonly StoredPart[],
  goodsMinor: number,
): void {
  if (storedSum(parts) > goodsMinor) {
    throw new Refusal(
      'unprocessable',
      'checkout.gift_card_for_money',
      'Gift cards are paid with money: cards and credit pay for the rest of the purchase only.',
      {
        facts: { most: { ...expectedTotal, minor: goodsMinor } },
        errors: [{ pointer: '/giftCards', detail: 'pay more than what is no gift card' }],
      },
    )
  }
  const rest = { ...expectedTotal, minor: expectedTotal.minor - storedSum(parts) }
  if (rest.minor === 0 || tender) return
  throw new Refusal('unprocessable', 'checkout.rest_unpaid', 'Say how the rest is paid.', {
    facts: { rest },
    errors: [{ pointer: '/payment', detail: 'is needed for the rest' }],
  })
}

/** Calls the provider for an attempt that is committed, and writes the answer. */
async function charge(
  ctx: CommandContext,
  draft: OrderDraft,
  placed: Extract<Placed, { state: 'placed' }>,
  wish: CheckoutWish,
): Promise<OrderView> {
  if (!draft.payment || !wish.tender) return orderView(ctx, draft.order.orderId, { owner: true })
  const { attemptId, amountMinor, currency, orderId } = draft.payment
  const outcome = await providerOf(ctx).charge({
    attemptId,
    amountMinor,
    currency,
    tender: wish.tender,
    reference: placed.number,
  })
  const settled = await settlePayment(ctx, { attemptId, orderId, outcome })
  // A webhook was quicker and has settled it, or the attempt had been given up meanwhile: what stands is read.
  if (!settled.payment || settled.payment.isLate || draft.stored.length > 0 || draft.cards.length > 0)
    return orderView(ctx, orderId, { owner: true })
  return composeOrder(ctx, draft, placed, settled.payment, settled.orderState ?? 'placed', outcome)
}

/** A submit whose order stands already: the same key finishes it, another key is told which order it is. */
async function finish(ctx: CommandContext, placed: Placed, wish: CheckoutWish): Promise<OrderView> {
  if (placed.state === 'already_ordered') {
    throw new Refusal('conflict', 'carts.already_ordered', 'This basket was ordered already.', {
      facts: { orderId: placed.orderId },
    })
  }
  if (wish.tender) await chargeAgain(ctx, placed.orderId, placed.number, wish.tender)
  return orderView(ctx, placed.orderId, { owner: true })
}
