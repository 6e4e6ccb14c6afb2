import type { Currency, LocationId, Ppm } from '@splot/kernel'
import {
  priceBasket,
  type Basket,
  type BasketLine,
  type CompiledRules,
  type Discount,
  type FulfilmentKind,
  type GrantedCoupon,
  type PricedBasket,
  type PricingContext,
  type Tenders,
} from '@splot/rules'
import type { CommandContext, ReadContext } from '#platform/context'
import { worldAt } from './as-rules-see.ts'
import { cartPortsOf } from './ports.ts'
import { HOME_COUNTRY, refuseUnknownCountry, vatByRate, withoutHome, type VatRow } from '#modules/tax'
import type { Delivery } from './delivery/types.ts'
import { ordinaryShippingFor, shippingFor, SHIPPING_TAX_LETTER } from './shipping.ts'
import type { Cart, CartLine, CartPorts, CartPrice, CartVariant, ChannelScope, Shopper } from './types.ts'

/** Somebody of whom nothing is known. */
export const STRANGER: Shopper = { segments: [], groups: [], firstOrder: null }

/** Something to be priced: a line of a basket, or what was scanned at a till. */
export interface Wanted {
  readonly lineId: string
  readonly sku: CartLine['sku']
  readonly quantity: number
  readonly fulfilment: FulfilmentKind
  /** Where it is collected. */
  readonly collectedAt?: LocationId | undefined
}

export interface PricedGood<Line extends Wanted = Wanted> {
  readonly line: Line
  /** Null when the catalogue has forgotten the article. */
  readonly variant: CartVariant | null
  /** Of one piece before promotions. */
  readonly unitGrossMinor: number
  readonly discounts: readonly Discount[]
  /** Of the line, after them. */
  readonly grossMinor: number
  readonly taxLetter: string
  readonly taxPpm: Ppm
  /** ISO 3166-1 alpha-2: whose VAT it bears. */
  readonly taxCountry: string
  /** False: no longer sold or without a price; it counts as nothing and cannot be ordered. */
  readonly sellable: boolean
}

/** Where and for whom goods are priced. */
export interface PricingScope {
  readonly currency: Currency
  readonly channel: ChannelScope
  /** The store at whose counter this happens; null elsewhere. */
  readonly place: LocationId | null
  /** The country that it goes to when something is sent; home when left out. */
  readonly shipTo?: string | undefined
  /** The code of the way of sending; the usual one when left out. */
  readonly delivery?: string | null | undefined
  /** Bought by a business under its tax number: never a distance sale to a consumer. */
  readonly business?: boolean | undefined
  readonly coupons: readonly GrantedCoupon[]
  readonly shopper: Shopper
  /** What pays all of it; null before it is chosen. */
  readonly tender: Tenders | null
  /** What was in force at an instant that is past; missing: what is in force now. */
  readonly asOf?: AsOf | undefined
}

/** Prices and promotions of one instant. */
export interface AsOf {
  readonly at: Date
  readonly price: CartPorts['price']
  readonly rules: CompiledRules
}

export interface PricedGoods<Line extends Wanted = Wanted> extends Pick<
  PricedBasket,
  'applied' | 'coupons' | 'gifts' | 'rulesVersion' | 'rejected'
> {
  readonly currency: Currency
  readonly lines: readonly PricedGood<Line>[]
  /** Goods before promotions. */
  readonly listMinor: number
  /** How it is sent; null: nothing is, or it goes nowhere. */
  readonly delivery: Delivery | null
  /** After promotions. */
  readonly shippingMinor: number
  readonly shippingDiscounts: readonly Discount[]
  /** What the cheapest way that is offered costs, before promotions. */
  readonly ordinaryShippingMinor: number
  /** What delivery bears. */
  readonly shippingTax: { readonly letter: string; readonly ppm: Ppm; readonly country: string }
  /** What promotions took off goods and delivery. */
  readonly discountMinor: number
  /** Goods and delivery, after promotions. */
  readonly grossMinor: number
  readonly vat: readonly VatRow[]
  /** What went into the rules and what they answered; its lines are numbered from 1, like those of the order that it may become. */
  readonly basket: Basket
  readonly context: PricingContext
  readonly rules: CompiledRules
  readonly priced: PricedBasket
}

/**
 * The one way anything is priced, in every channel: prices and promotions from the read models of this process, counted by the pure
 * rules that tills and browsers run too. `explain` also lists the promotions that did not count, each with what kept it.
 */
export function priceGoods<Line extends Wanted>(
  source: CommandContext | ReadContext,
  lines: readonly Line[],
  scope: PricingScope,
  options: { readonly explain?: boolean } = {},
): PricedGoods<Line> {
  const ports = cartPortsOf(source)
  const taxes = taxesAt(ports, scope, scope.asOf?.at ?? source.now)
  const found = lines.map((line, index) => look(ports, line, String(index + 1), scope, taxes))
  const listMinor = found.reduce((sum, { good }) => sum + (good ? good.unitMinor * good.quantity : 0), 0)
  const { shipTo = HOME_COUNTRY } = scope
  const delivery = ports.delivery(shipTo, scope.currency, scope.delivery)
  const shippingMinor = shippingFor(lines, listMinor, delivery)
  const shippingTax = taxes('ship', undefined, SHIPPING_TAX_LETTER)
  const basket: Basket = {
    currency: scope.currency,
    lines: found.flatMap(({ good }) => good ?? []),
    shipping: lines.some(({ fulfilment }) => fulfilment === 'ship')
      ? { minor: shippingMinor, ...withoutHome(taxedAs(shippingTax)) }
      : null,
    coupons: scope.coupons.map(({ code, promotionId }) => ({ code, promotionId })),
  }
  const context = worldAt(source, scope.asOf?.at ?? source.now, {
    channel: scope.channel.code,
    location: scope.place,
    ...scope.shopper,
    tender: scope.tender,
  })
  const rules = scope.asOf?.rules ?? ports.rules()
  const priced = priceBasket(basket, rules, context, options)
  const byLine = new Map(priced.lines.map((line) => [line.lineId, line]))
  const { applied, coupons, gifts, rulesVersion, rejected } = priced
  return {
    currency: scope.currency,
    lines: found.map(({ line, variant }, index): PricedGood<Line> => {
      const own = byLine.get(String(index + 1))
      return own
        ? {
            line,
            variant,
            unitGrossMinor: own.unitMinor,
            discounts: own.discounts,
            grossMinor: own.grossMinor,
            taxLetter: own.taxLetter,
            taxPpm: own.taxPpm,
            taxCountry: own.taxCountry ?? HOME_COUNTRY,
            sellable: true,
          }
        : { line, variant, ...unsellable, taxPpm: shippingTax.ppm }
    }),
    listMinor: priced.listMinor,
    delivery: (basket.shipping && delivery) ?? null,
    shippingMinor: priced.shippingMinor,
    ordinaryShippingMinor: ordinaryShippingFor(lines, listMinor, ports.ways(shipTo, scope.currency)),
    shippingDiscounts: priced.shipping?.discounts ?? [],
    discountMinor: priced.discountMinor,
    grossMinor: priced.grossMinor,
    shippingTax,
    vat: vatByRate(priced.shipping ? [...priced.lines, priced.shipping] : priced.lines),
    applied,
    coupons,
    gifts,
    rulesVersion,
    ...(rejected && { rejected }),
    basket,
    context,
    rules,
    priced,
  }
}

const unsellable = {
  unitGrossMinor: 0,
  discounts: [],
  grossMinor: 0,
  taxLetter: SHIPPING_TAX_LETTER,
  taxCountry: HOME_COUNTRY,
  sellable: false,
} as const

function look<Line extends Wanted>(
  ports: CartPorts,
  line: Line,
  lineId: string,
  { channel, currency, place, shopper, asOf }: PricingScope,
  taxes: Taxes,
): { readonly line: Line; readonly variant: CartVariant | null; readonly good: BasketLine | null } {
  const { sku, quantity } = line
  const variant = ports.variant(sku) ?? null
  // What is no longer offered is still sold over the counter: the customer holds it in her hands.
  const sold = variant?.active || line.fulfilment === 'counter'
  const price = (asOf ?? ports).price(sku, { channel, currency, place, groups: shopper.groups, quantity })
  if (!variant || !sold || !price) return { line, variant, good: null }
  const tax = taxes(line.fulfilment, line.collectedAt, price.taxLetter)
  return { line, variant, good: goodOf(lineId, line, variant, { ...price, tax }) }
}

/** What goods of a class bear that reach the customer in one way. */
export type Taxes = (
  fulfilment: FulfilmentKind,
  collectedAt: LocationId | undefined,
  letter: string,
) => PricedGoods['shippingTax']

const taxedAs = ({ letter, ppm, country }: PricedGoods['shippingTax']) => ({
  taxLetter: letter,
  taxPpm: ppm,
  taxCountry: country,
})

/**
 * VAT by where goods reach the customer: what is sent bears that of the country it is sent to, when the retailer is registered there; what is
 * collected or handed over that of the place. @throws Refusal `tax.unknown_country`.
 */
export function taxesAt(
  ports: CartPorts,
  { place, shipTo = HOME_COUNTRY, business = false }: Pick<PricingScope, 'place' | 'shipTo' | 'business'>,
  at: Date,
): Taxes {
  const sentTo = ports.taxedIn(shipTo, at, business)
  const countryAt = (id: LocationId | null | undefined): string =>
    (id ? ports.location(id)?.address.country : undefined) ?? HOME_COUNTRY
  return (fulfilment, collectedAt, letter) => {
    const country = fulfilment === 'ship' ? sentTo : countryAt(fulfilment === 'pickup' ? collectedAt : place)
    const ppm = ports.rate(country, letter, at)
    if (ppm === undefined) throw refuseUnknownCountry('/country')
    return { letter, ppm, country }
  }
}

const goodOf = (
  lineId: string,
  { sku, quantity, fulfilment }: Wanted,
  { handle, categories, attributes }: CartVariant,
  { grossMinor, source, tax }: CartPrice & { readonly tax: PricedGoods['shippingTax'] },
): BasketLine => ({
  lineId,
  sku,
  product: handle,
  categories,
  attributes,
  quantity,
  unitMinor: grossMinor,
  price: source,
  ...withoutHome(taxedAs(tax)),
  fulfilment,
})

/** A line of a basket as the rules see it. */
export interface WantedCartLine extends Wanted {
  readonly cartLine: CartLine
}

export type PricedCart = PricedGoods<WantedCartLine>
export type PricedLine = PricedGood<WantedCartLine>

/** A basket on its screen and at checkout; `shopper` from `shopperOf`. */
export const priceCart = (
  source: CommandContext | ReadContext,
  cart: Pick<Cart, 'lines' | 'currency' | 'coupons' | 'shipTo' | 'delivery'>,
  channel: ChannelScope,
  shopper: Shopper,
  options: {
    readonly tender?: Tenders | null
    readonly explain?: boolean
    readonly shipTo?: string | undefined
    readonly delivery?: string
    readonly business?: boolean
  } = {},
): PricedCart =>
  priceGoods(
    source,
    cart.lines.map((cartLine) => ({
      lineId: cartLine.lineId,
      sku: cartLine.sku,
      quantity: cartLine.quantity,
      ...waysOf(cartLine),
      cartLine,
    })),
    {
      currency: cart.currency,
      channel,
      // A kiosk's basket costs what its shelves say; a shopper elsewhere has no place.
      place: source.actor.locationId,
      coupons: cart.coupons,
      shopper,
      shipTo: options.shipTo ?? cart.shipTo,
      delivery: options.delivery ?? cart.delivery,
      business: options.business,
      tender: options.tender ?? null,
    },
    options,
  )

/** How a line reaches the customer, as prices need it. */
export const waysOf = ({ fulfilment }: Pick<CartLine, 'fulfilment'>) => ({
  fulfilment: fulfilment.kind,
  ...(fulfilment.kind === 'pickup' && { collectedAt: fulfilment.locationId }),
})

/** What is known of the owner of a basket: nothing for a guest. */
export const shopperOf = async (
  ctx: CommandContext,
  { customerId }: Pick<Cart, 'customerId'>,
): Promise<Shopper> =>
  customerId ? cartPortsOf(ctx).shopper(ctx.platform.read(ctx.actor), customerId) : STRANGER
