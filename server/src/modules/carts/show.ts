import type { Currency, Sku } from '@splot/kernel'
import { wordsOf, type Discount } from '@splot/rules'
import { pricePerUnit } from '#modules/pricing'
import { showVat } from '#modules/tax'
import type { CommandContext } from '#platform/context'
import type { ChosenDelivery, Delivery } from './delivery/types.ts'
import { cardsTotal } from './gift-cards.ts'
import { isHeld } from './holds.ts'
import { laterInCart, type Later } from './later.ts'
import { cartPortsOf } from './ports.ts'
import { priceCart, shopperOf, type PricedLine } from './price.ts'
import { signQuote } from './quote.ts'
import type { Cart, CartLine } from './types.ts'

export interface Showing {
  /** Of a basket that begins now. */
  readonly token?: string | undefined
  /** Methods that are going to pay; without them no promotion for a way of paying counts. */
  readonly paying?: readonly string[] | undefined
}

/** The basket as the screens see it: priced now, with the state of its holds, and the day of what is not here yet. */
export async function showCart(ctx: CommandContext, cart: Cart, { token, paying }: Showing = {}) {
  const [shopper, later] = await Promise.all([shopperOf(ctx, cart), laterInCart(ctx, cart.lines)])
  const priced = priceCart(ctx, cart, ctx.actor.channel, shopper, { tender: paying ?? null })
  const { currency } = cart
  const money = (minor: number) => ({ minor, currency })
  const grossMinor = priced.grossMinor + cardsTotal(cart)
  return {
    id: cart.cartId,
    ...(token !== undefined && { token }),
    version: cart.version,
    state: cart.state,
    currency,
    shipTo: cart.shipTo,
    delivery: priced.delivery && chosen(priced.delivery),
    lines: priced.lines.map((line) => showLine(ctx, line, currency, later.get(line.line.sku))),
    giftCards: cart.cards.map(({ cardId, amountMinor, topUp, receiver }) => ({
      cardId,
      amount: money(amountMinor),
      topUp: topUp && { lastFour: topUp.lastFour },
      receiver,
    })),
    totals: {
      gross: money(grossMinor),
      vat: showVat(priced.vat, currency),
      shipping: money(priced.shippingMinor),
      goods: money(priced.listMinor),
      discount: money(priced.discountMinor),
    },
    shippingDiscounts: priced.shippingDiscounts.map((discount) => showDiscount(discount, currency)),
    quote: signQuote({
      cartId: cart.cartId,
      version: cart.version,
      rulesVersion: priced.rulesVersion,
      grossMinor,
      currency,
    }),
    coupons: priced.coupons.map(({ code, minor, obstacle }) => ({
      code,
      discount: money(minor),
      ...(obstacle && {
        why: {
          pl: wordsOf(obstacle, 'pl', currency, priced.context).short,
          en: wordsOf(obstacle, 'en', currency, priced.context).short,
        },
      }),
    })),
    gifts: priced.gifts.map(({ sku, missing }) => ({
      sku,
      missing,
      name: nameOf(ctx, sku),
    })),
  }
}

/** A way of sending as baskets and orders name it. */
export const chosen = ({ code, name, days }: Delivery): ChosenDelivery => ({ code, name, days })

/** What people call an article; its SKU when the catalogue has forgotten it. */
export const nameOf = (ctx: CommandContext, sku: string) =>
  // A look-up: an unknown text simply finds nothing.
  cartPortsOf(ctx).variant(sku as Sku)?.name ?? { pl: sku, en: sku }

/** What a promotion took off, in words for people. */
export const showDiscount = ({ promotionId, label, minor, code }: Discount, currency: Currency) => ({
  promotionId,
  label,
  amount: { minor, currency },
  ...(code !== undefined && { code }),
})

function showLine(
  ctx: CommandContext,
  { line: { cartLine: line }, variant, unitGrossMinor, discounts, grossMinor, sellable }: PricedLine,
  currency: Currency,
  later: Later | undefined,
) {
  const reduction = cartPortsOf(ctx).reduction(line.sku, ctx.actor, currency, unitGrossMinor)
  const listMinor = unitGrossMinor * line.quantity
  const perUnit = pricePerUnit(
    variant?.netContent,
    { minor: listMinor, currency },
    grossMinor < listMinor ? grossMinor : undefined,
    line.quantity,
  )
  return {
    lineId: line.lineId,
    sku: line.sku,
    name: variant?.name ?? { pl: line.sku, en: line.sku },
    handle: variant?.handle ?? null,
    options: variant?.options ?? {},
    picture: variant?.picture ?? null,
    quantity: line.quantity,
    unitPrice: { minor: unitGrossMinor, currency },
    lineTotal: { minor: grossMinor, currency },
    ...(perUnit && { pricePerUnit: perUnit }),
    ...(reduction && {
      ...(reduction.beforeMinor !== undefined && { before: { minor: reduction.beforeMinor, currency } }),
      lowestPrice: { minor: reduction.lowestMinor, currency },
      ...(reduction.beforeFirst && { beforeFirst: true }),
    }),
    discounts: discounts.map((discount) => showDiscount(discount, currency)),
    sellable,
    fulfilment: showFulfilment(ctx, line),
    hold: showHold(ctx, line),
    later: line.fulfilment.kind === 'ship' ? (later ?? null) : null,
  }
}

function showFulfilment(ctx: CommandContext, { fulfilment }: CartLine) {
  if (fulfilment.kind === 'ship') return { kind: 'ship' }
  const ports = cartPortsOf(ctx)
  const { locationId } = fulfilment
  const ready = ports.readyBy(locationId, ctx.now)
  const name = ports.location(locationId)?.name
  return {
    kind: 'pickup',
    locationId,
    ...(name !== undefined && { locationName: name }),
    ...(ready && { readyBy: ready.toISOString() }),
  }
}

function showHold(ctx: CommandContext, line: CartLine) {
  if (!line.holds || line.holds.length === 0) return { state: 'none', expiresAt: null }
  const ends = Math.min(...line.holds.map((hold) => hold.expiresAt))
  return { state: isHeld(line, ctx.now) ? 'held' : 'expired', expiresAt: new Date(ends).toISOString() }
}
