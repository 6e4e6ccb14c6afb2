import { keepBasket } from '@splot/rules'
import {
  DAY_MS,
  invariant,
  newId,
  wallClock,
  type LocationId,
  type Currency,
  type OrderId,
} from '@splot/kernel'
import {
  cardsTotal,
  cartPortsOf,
  chosenDelivery,
  type Cart,
  type CartCard,
  type PricedCart,
  type PricedGoods,
} from '#modules/carts'
import { locationsOf } from '#modules/locations'
import { HOME_COUNTRY } from '#modules/tax'
import type { NewOrderLine, OrderPricing } from '#modules/orders'
import type { NewPayment } from '#modules/payments'
import { CARD_LINE, type AccountId, type NewPurchase, type PurchaseId } from '#modules/storedvalue'
import type { CommandContext } from '#platform/context'
import { warehouseHolds, type CheckoutHolds } from './checkout-holds.ts'
import type { CheckoutWish } from './checkout.ts'
import { storedPayments, storedSum, type StoredPart } from './stored-parts.ts'
import { topUpLine } from './top-up-gift-card.ts'
import { readyAfter } from './follow-promises.ts'
import type { LaterLine, OrderDraft, PlannedFulfilment } from './place-order.ts'

/** A parcel leaves the warehouse within a day of the order. */
const SHIP_WITHIN_MS = DAY_MS

/** Everything the order will be, from a basket that was checked and held: ids, lines, a fulfilment per place, the payment. */
export function draftOrder(
  ctx: CommandContext,
  cart: Cart,
  priced: PricedCart,
  holds: CheckoutHolds,
  wish: CheckoutWish,
  parts: readonly StoredPart[],
): OrderDraft {
  const orderId = newId<'order'>()
  const { actor } = ctx
  const grossMinor = priced.grossMinor + cardsTotal(cart)
  const payment = paymentOfRest(wish, grossMinor - storedSum(parts), {
    orderId,
    currency: cart.currency,
  })
  const goods = priced.lines.map(orderLine)
  const later = laterLines(cart, holds)
  const current = new Map(cart.lines.map((line) => [line.lineId, line]))
  const pickupHolds = [...current.values()].flatMap((line) => (line.holds ?? []).map((hold) => hold.holdId))
  return {
    order: {
      orderId,
      channel: actor.channel,
      locationId: null,
      staffId: actor.staffId,
      cartId: cart.cartId,
      state: 'placed',
      currency: cart.currency,
      grossMinor,
      shippingMinor: priced.shippingMinor,
      ...shippingTaxOf(priced),
      shippingDiscounts: priced.shippingDiscounts,
      delivery: priced.delivery && {
        ...chosenDelivery(priced.delivery),
        ordinaryMinor: priced.ordinaryShippingMinor,
      },
      locale: wish.locale,
      lines: [...goods, ...cart.cards.map((card, index) => cardLine(card, goods.length + index + 1))],
      // Where there are only gift cards the rules had no say.
      pricing: goods.length > 0 ? orderPricing(priced) : null,
    },
    // Codes never touch gift cards: where there is nothing else none is used up.
    redemptions: goods.length > 0 ? redemptionsOf(cart) : [],
    guest: cart.customerId ? null : wish.contact,
    contact: cart.customerId ? wish.contact : null,
    customerId: cart.customerId,
    holds: [...pickupHolds, ...warehouseHolds(holds)],
    later,
    fulfilments: planFulfilments(ctx, cart, holds, later),
    payment,
    cards: cart.cards.map((card, index) =>
      purchaseOf(card, orderId, goods.length + index + 1, cart.currency),
    ),
    stored: storedPayments(parts, { orderId, currency: cart.currency }, payment === null, actor),
  }
}

/** The uses of codes that this basket has reserved. */
export const redemptionsOf = ({ coupons }: Pick<Cart, 'coupons'>) =>
  coupons.map(({ redemptionId }) => redemptionId)

/** Money for a card as a line of the order: outside the scope of VAT, and no promotion has seen it. */
const cardLine = ({ amountMinor, topUp }: CartCard, lineNo: number): NewOrderLine => ({
  ...(topUp ? topUpLine(topUp.lastFour) : { ...CARD_LINE, options: {} }),
  taxCountry: HOME_COUNTRY,
  lineNo,
  quantity: 1,
  unitGrossMinor: amountMinor,
  grossMinor: amountMinor,
})

const purchaseOf = (
  { cardId, amountMinor, topUp, receiver }: CartCard,
  orderId: OrderId,
  lineNo: number,
  currency: Currency,
): NewPurchase => ({
  // Made as such when it was put into the basket, which knows ids of others only as texts.
  purchaseId: cardId as PurchaseId,
  orderId,
  lineNo,
  kind: topUp ? 'top_up' : 'card',
  accountId: (topUp?.accountId ?? null) as AccountId | null,
  amountMinor,
  currency,
  receiver,
})

/** What stored value does not pay; null: nothing is left. */
function paymentOfRest(
  { tender }: CheckoutWish,
  restMinor: number,
  order: { readonly orderId: OrderId; readonly currency: Currency },
): NewPayment | null {
  if (restMinor === 0) return null
  invariant(tender, 'a rest without a tender was refused before')
  return {
    ...order,
    paymentId: newId<'payment'>(),
    attemptId: newId<'attempt'>(),
    method: tender.method,
    amountMinor: restMinor,
  }
}

export function orderLine(
  {
    line,
    variant,
    unitGrossMinor,
    grossMinor,
    taxLetter,
    taxPpm,
    taxCountry,
    discounts,
  }: PricedGoods['lines'][number],
  index: number,
): NewOrderLine {
  invariant(variant, 'a line without a variant was refused before')
  const { name, options } = variant
  const { sku, quantity } = line
  return {
    lineNo: index + 1,
    sku,
    name,
    options,
    quantity,
    unitGrossMinor,
    grossMinor,
    taxLetter,
    taxPpm,
    taxCountry,
    discounts,
  }
}

/** What delivery bears, as the order keeps it. */
export const shippingTaxOf = ({ shippingTax }: Pick<PricedGoods, 'shippingTax'>) => ({
  shippingTaxLetter: shippingTax.letter,
  shippingTaxPpm: shippingTax.ppm,
  shippingTaxCountry: shippingTax.country,
})

/** How goods were priced, for as long as somebody may bring them back. */
export const orderPricing = ({
  basket,
  rules,
  context,
  priced,
}: Pick<PricedGoods, 'basket' | 'rules' | 'context' | 'priced'>): OrderPricing =>
  keepBasket(basket, rules, context, priced)

/** What was promised for later, as the order will number it. */
const laterLines = (cart: Cart, { later }: CheckoutHolds): LaterLine[] =>
  cart.lines.flatMap(({ lineId, sku }, index) =>
    later?.days.has(lineId) ? [{ lineNo: index + 1, sku, promisedOn: later.days.get(lineId) ?? null }] : [],
  )

/**
 * One fulfilment per store that keeps something, and one for everything that is sent: a parcel leaves whole, so what is here waits for
 * what comes later.
 */
function planFulfilments(
  ctx: CommandContext,
  cart: Cart,
  { ship, later: hold }: CheckoutHolds,
  later: readonly LaterLine[],
): PlannedFulfilment[] {
  const ports = cartPortsOf(ctx)
  const places = Map.groupBy(
    cart.lines.map((line, index) => ({ line, lineNo: index + 1 })),
    ({ line }): LocationId | 'ship' =>
      line.fulfilment.kind === 'pickup' ? line.fulfilment.locationId : 'ship',
  )
  return [...places].map(([place, lines]) => {
    const locationId = place === 'ship' ? ports.warehouse().locationId : place
    const promisedAt = ports.readyBy(locationId, ctx.now)
    return {
      fulfilmentId: newId<'fulfilment'>(),
      kind: place === 'ship' ? 'ship' : 'pickup',
      locationId,
      // A store may keep the lines of one fulfilment under several holds: the order's allocation finds them all.
      holdId: place === 'ship' ? (ship ?? hold?.holdId ?? null) : (lines[0]?.line.holds?.[0]?.holdId ?? null),
      promisedAt:
        place === 'ship'
          ? (sentAfter(ctx, locationId, later) ?? promisedAt ?? new Date(ctx.now.getTime() + SHIP_WITHIN_MS))
          : promisedAt,
      lines: lines.map(({ line: { sku, quantity }, lineNo }) => ({ lineNo, sku, quantity })),
    }
  })
}

/** When the parcel can leave that waits for its last piece; null: nothing is awaited beyond today. */
function sentAfter(ctx: CommandContext, locationId: LocationId, later: readonly LaterLine[]): Date | null {
  const place = locationsOf(ctx).byId(locationId)
  const last = later
    .flatMap(({ promisedOn }) => promisedOn ?? [])
    .toSorted()
    .at(-1)
  if (!place || !last || last <= wallClock(ctx.now, place.timeZone).date) return null
  return readyAfter(place, last)
}
