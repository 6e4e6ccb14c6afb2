import { HOME_ZONE, MINUTE_MS, wallClock, weekdayOf } from '@splot/kernel'
import {
  compileRules,
  priceBasket,
  unitPrice,
  wordsOf,
  type BasketLine,
  type CompiledRules,
  type PricedBasket,
  type PricingContext,
  type Promotion,
} from '@splot/rules'
import type { Cart, CartLine, Counting } from '../api/types.ts'
import type { BasketChange, Counter } from '../memory/cart-store.ts'

/**
 * Counts a basket in the browser by the rules that the server runs, so that a shopper sees at once what her change does. `clock` goes
 * forward in milliseconds, from any beginning: what time it is the server has said.
 */
export function counterOf(counting: Counting, clock: () => number): Counter {
  const began = clock()
  const rules = compileRules({
    version: counting.rulesVersion,
    // The API tells conditions and actions as open records; they are what the rules' own schema let in.
    promotions: counting.promotions as unknown as Promotion[],
  })
  return {
    after: (cart, change) => {
      const next = changed(cart, change, counting)
      return knows(counting, next)
        ? count(next, counting, rules, counting.context.at + clock() - began)
        : null
    },
    knows: (cart) => knows(counting, cart),
  }
}

/** The basket with the change made and nothing counted anew. */
function changed(cart: Cart, change: BasketChange, known: Counting): Cart {
  const { lines, coupons, currency } = cart
  switch (change.kind) {
    case 'quantity':
      return {
        ...cart,
        lines: lines.map((line) =>
          line.lineId === change.lineId ? { ...line, quantity: change.quantity } : line,
        ),
      }
    case 'remove':
      return { ...cart, lines: lines.filter(({ lineId }) => lineId !== change.lineId) }
    case 'drop_coupon':
      return { ...cart, coupons: coupons.filter(({ code }) => code !== change.code) }
    case 'take_coupon': {
      // People type codes as they like; the basket has them as we write them.
      const typed = change.code.toUpperCase()
      const code = known.coupons.find((one) => one.code.toUpperCase() === typed)?.code ?? change.code
      return coupons.some((one) => one.code === code)
        ? cart
        : { ...cart, coupons: [...coupons, { code, discount: { minor: 0, currency } }] }
    }
  }
}

const knows = ({ goods, coupons }: Counting, cart: Cart): boolean =>
  cart.lines.every(({ sellable, sku }) => !sellable || goods.some((good) => good.sku === sku)) &&
  cart.coupons.every(({ code }) => coupons.some((known) => known.code === code))

function count(cart: Cart, counting: Counting, rules: CompiledRules, at: number): Cart {
  const { currency } = cart
  const lines = cart.lines.flatMap((line, index) => goodOf(line, index, counting) ?? [])
  const ships = lines.some(({ fulfilment }) => fulfilment === 'ship')
  const priced = priceBasket(
    {
      currency,
      lines,
      shipping: ships ? courierFor(lines, counting) : null,
      coupons: cart.coupons.map(({ code }) => ({
        code,
        promotionId: counting.coupons.find((known) => known.code === code)?.promotionId ?? '',
      })),
    },
    rules,
    worldAt(at, counting),
  )
  const money = (minor: number) => ({ minor, currency })
  const byLine = new Map(priced.lines.map((line) => [line.lineId, line]))
  return {
    ...cart,
    lines: cart.lines.map((line, index) => {
      const own = byLine.get(String(index + 1))
      return own ? showLine(line, own, counting, currency) : line
    }),
    totals: withCards(totalsOf(priced, counting.home), cart),
    shippingDiscounts: (priced.shipping?.discounts ?? []).map((discount) => showDiscount(discount, currency)),
    coupons: priced.coupons.map(({ code, minor, obstacle }) => ({
      code,
      discount: money(minor),
      ...(obstacle && {
        why: {
          pl: wordsOf(obstacle, 'pl', currency, counting.context).short,
          en: wordsOf(obstacle, 'en', currency, counting.context).short,
        },
      }),
    })),
    gifts: priced.gifts.map(({ sku, missing }) => ({
      sku,
      missing,
      name: counting.gifts.find((gift) => gift.sku === sku)?.name ?? { pl: sku, en: sku },
    })),
  }
}

function goodOf(line: CartLine, index: number, { goods }: Counting): BasketLine | undefined {
  const good = goods.find(({ sku }) => sku === line.sku)
  const price = good?.prices.findLast(({ fromQuantity }) => fromQuantity <= line.quantity)
  if (!line.sellable || !good || !price) return undefined
  const { sku, product, categories, attributes, taxLetter } = good
  const fulfilment = line.fulfilment.kind === 'pickup' ? 'pickup' : 'ship'
  return {
    // As an order numbers them.
    lineId: String(index + 1),
    sku,
    product,
    categories,
    attributes,
    quantity: line.quantity,
    unitMinor: price.unitMinor,
    taxLetter,
    ...good.taxes[fulfilment],
    fulfilment,
  }
}

/** Free from a sum of the goods before promotions on: a code never makes delivery dearer. */
function courierFor(lines: readonly BasketLine[], { courier, shippingTax }: Counting) {
  const goodsMinor = lines.reduce((sum, { unitMinor, quantity }) => sum + unitMinor * quantity, 0)
  const isFree = courier?.freeFromMinor != null && goodsMinor >= courier.freeFromMinor
  return { minor: courier && !isFree ? courier.grossMinor : 0, ...shippingTax }
}

/** The world of the server's answer, a moment later. */
function worldAt(at: number, { context }: Counting): PricingContext {
  const sameMinute = Math.floor(at / MINUTE_MS) === Math.floor(context.at / MINUTE_MS)
  const clock = sameMinute ? null : wallClock(new Date(at), HOME_ZONE)
  return {
    ...context,
    at,
    location: null,
    tender: null,
    ...(clock && { weekday: weekdayOf(clock.date), minutes: clock.minutes }),
  }
}

function showLine(
  line: CartLine,
  { unitMinor, listMinor, grossMinor, discounts }: PricedBasket['lines'][number],
  { goods }: Counting,
  currency: string,
): CartLine {
  const { before: _before, lowestPrice: _lowest, beforeFirst: _first, pricePerUnit: _perUnit, ...rest } = line
  const good = goods.find(({ sku }) => sku === line.sku)
  const price = good?.prices.findLast(({ fromQuantity }) => fromQuantity <= line.quantity)
  const money = (minor: number) => ({ minor, currency })
  const perUnit = good?.netContent && unitPrice(listMinor, good.netContent, line.quantity)
  const reduced =
    good?.netContent && grossMinor < listMinor && unitPrice(grossMinor, good.netContent, line.quantity)
  return {
    ...rest,
    unitPrice: money(unitMinor),
    lineTotal: money(grossMinor),
    ...(perUnit && {
      pricePerUnit: {
        price: money(perUnit.minor),
        ...(reduced && { reduced: money(reduced.minor) }),
        per: perUnit.per,
      },
    }),
    ...(price?.beforeMinor !== undefined && { before: money(price.beforeMinor) }),
    ...(price?.lowestMinor !== undefined && { lowestPrice: money(price.lowestMinor) }),
    ...(price?.beforeFirst && { beforeFirst: true }),
    discounts: discounts.map((discount) => showDiscount(discount, currency)),
  }
}

const showDiscount = (
  { promotionId, label, minor, code }: PricedBasket['lines'][number]['discounts'][number],
  currency: string,
) => ({ promotionId, label, amount: { minor, currency }, ...(code !== undefined && { code }) })

/** Money for gift cards is no goods: it is added after everything was counted. */
const withCards = (totals: Cart['totals'], { giftCards }: Cart): Cart['totals'] => ({
  ...totals,
  gross: {
    ...totals.gross,
    minor: giftCards.reduce((sum, { amount }) => sum + amount.minor, totals.gross.minor),
  },
})

function totalsOf(
  { grossMinor, vat, shippingMinor, listMinor, discountMinor, currency }: PricedBasket,
  home: string,
): Cart['totals'] {
  const money = (minor: number) => ({ minor, currency })
  return {
    gross: money(grossMinor),
    // What costs nothing has no row.
    vat: vat
      .filter((row) => row.grossMinor !== 0)
      .map((row) => ({
        country: row.country ?? home,
        letter: row.letter,
        ppm: row.ppm,
        gross: money(row.grossMinor),
        vat: money(row.vatMinor),
      })),
    shipping: money(shippingMinor),
    goods: money(listMinor),
    discount: money(discountMinor),
  }
}
