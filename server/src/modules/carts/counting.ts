import type { Promotion } from '@splot/rules'
import { tell } from '#modules/promotions'
import { HOME_COUNTRY, withoutHome } from '#modules/tax'
import type { CommandContext } from '#platform/context'
import { cartPortsOf } from './ports.ts'
import { priceCart, shopperOf, taxesAt, type PricedCart, type Taxes } from './price.ts'
import { nameOf } from './show.ts'
import { SHIPPING_TAX_LETTER } from './shipping.ts'
import type { Cart, Shopper } from './types.ts'

/**
 * What a browser counts a basket with while the answer to a change of its lines or codes is on its way: the articles that are in it with
 * their prices by quantity, the promotions that may touch them, and the world as rules see it. Of the promotions nothing is told that she
 * could not meet by herself: what codes open only with the code in her basket, what is made for others never.
 */
export async function countingOf(ctx: CommandContext, cart: Cart) {
  const shopper = await shopperOf(ctx, cart)
  const priced = priceCart(ctx, cart, ctx.actor.channel, shopper)
  const promotions = mayCount(cart, priced)
  const ports = cartPortsOf(ctx)
  const taxes = taxesAt(ports, { place: ctx.actor.locationId, shipTo: cart.shipTo }, ctx.now)
  const delivery = ports.delivery(cart.shipTo, cart.currency, cart.delivery)
  const { context, basket, rulesVersion } = priced
  const { at, weekday, minutes, channel, location, segments, groups, firstOrder } = context
  const asked = new Set(
    promotions.flatMap(({ conditions }) =>
      conditions.flatMap((one) => (one.kind === 'segment' || one.kind === 'group' ? one.anyOf : [])),
    ),
  )
  return {
    rulesVersion,
    promotions: promotions.map((one) => tell(asSheMayKnow(one, context))),
    context: {
      at,
      weekday,
      minutes,
      channel,
      location,
      // What we call the groups of people is our own affair, unless a rule asks for one.
      segments: segments.filter((segment) => asked.has(segment)),
      groups: groups.filter((group) => asked.has(group)),
      firstOrder,
    },
    goods: goodsOf(ctx, cart, priced, shopper, taxes),
    courier: delivery ? { grossMinor: delivery.grossMinor, freeFromMinor: delivery.freeFromMinor } : null,
    shippingTax: { taxLetter: SHIPPING_TAX_LETTER, ...borne(taxes('ship', undefined, SHIPPING_TAX_LETTER)) },
    home: HOME_COUNTRY,
    coupons: basket.coupons.map(({ code, promotionId }) => ({ code, promotionId })),
    gifts: giftNames(ctx, promotions),
  }
}

/** Promotions that could take something off these goods in some quantity, by post or collected. */
function mayCount({ coupons }: Cart, { basket, context, rules }: PricedCart): Promotion[] {
  const opened = new Set(coupons.map(({ promotionId }) => promotionId))
  return rules.promotions.flatMap(({ promotion, needsCode, world, matches }) => {
    const { id, audience, currency, validUntil } = promotion
    if (currency !== basket.currency || (validUntil !== null && context.at >= validUntil)) return []
    // Hours pass and tenders are chosen; who she is stays.
    const isOpen = needsCode
      ? opened.has(id)
      : audience === 'public' || world.every((test) => test(context) === undefined)
    const fits = basket.lines.some(
      (line) => matches({ ...line, fulfilment: 'ship' }) || matches({ ...line, fulfilment: 'pickup' }),
    )
    return isOpen && fits ? [promotion] : []
  })
}

/**
 * A promotion as it counts for her, without what only the office calls it and without the circles of people that she is not in: where none
 * is left, no shopper is in it, so it does not count.
 */
const asSheMayKnow = (
  promotion: Promotion,
  { segments, groups }: Pick<Shopper, 'segments' | 'groups'>,
): Promotion => ({
  ...promotion,
  name: '',
  conditions: promotion.conditions.map((one) => {
    if (one.kind !== 'segment' && one.kind !== 'group') return one
    const own = one.kind === 'segment' ? segments : groups
    return { ...one, anyOf: one.anyOf.filter((name) => own.includes(name)) }
  }),
})

/** VAT as the rules are given it: they do not name the seller's own country. */
const borne = ({ ppm, country }: ReturnType<Taxes>) => ({
  taxPpm: ppm,
  ...withoutHome({ taxCountry: country }),
})

function goodsOf(ctx: CommandContext, cart: Cart, priced: PricedCart, { groups }: Shopper, taxes: Taxes) {
  const ports = cartPortsOf(ctx)
  const { channel, locationId: place } = ctx.actor
  const { currency } = cart
  const bySku = new Map(
    priced.lines.flatMap(({ line, sellable }, index) => {
      const good = priced.basket.lines.find(({ lineId }) => lineId === String(index + 1))
      return sellable && good ? [[line.sku, good] as const] : []
    }),
  )
  const collectedAt = new Map(priced.lines.map(({ line }) => [line.sku, line.collectedAt]))
  return [...bySku].map(([sku, { product, categories, attributes, taxLetter }]) => ({
    sku,
    product,
    categories,
    attributes,
    taxLetter,
    taxes: {
      ship: borne(taxes('ship', undefined, taxLetter)),
      pickup: borne(taxes('pickup', collectedAt.get(sku), taxLetter)),
    },
    netContent: ports.variant(sku)?.netContent ?? null,
    prices: ports.quantities(sku, { channel, currency, place, groups }).flatMap((fromQuantity) => {
      const price = ports.price(sku, { channel, currency, place, groups, quantity: fromQuantity })
      if (!price) return []
      const reduction = ports.reduction(sku, ctx.actor, currency, price.grossMinor)
      return [
        {
          fromQuantity,
          unitMinor: price.grossMinor,
          ...(reduction && {
            ...(reduction.beforeMinor !== undefined && { beforeMinor: reduction.beforeMinor }),
            lowestMinor: reduction.lowestMinor,
            ...(reduction.beforeFirst && { beforeFirst: true }),
          }),
        },
      ]
    }),
  }))
}

const giftNames = (ctx: CommandContext, promotions: readonly Promotion[]) =>
  promotions.flatMap(({ action }) => {
    if (action.kind !== 'gift') return []
    return [{ sku: action.sku, name: nameOf(ctx, action.sku) }]
  })
