import { MINUTE_MS, wallClock, weekdayOf, type Currency, type LocationId, type TimeZone } from '@splot/kernel'
import type { Basket, BasketLine, FulfilmentKind, GrantedCoupon, PricingContext } from '@splot/rules'
import { SHIPPING_TAX_LETTER, SHIPPING_TAX_PPM, shippingFor } from '#modules/carts'
import { catalogueOf, type CatalogueModel, type Product, type Variant } from '#modules/catalogue'
import { locationsOf } from '#modules/locations'
import { pricesOf, type PriceModel, type PriceScope } from '#modules/pricing'
import type { CommandContext, Platform, ReadContext } from '#platform/context'

/** Where the rules are read when nobody stands at a counter. */
const HOME_ZONE: TimeZone = 'Europe/Warsaw'

type Source = Platform | CommandContext | ReadContext

export interface WantedPieces {
  readonly sku: string
  readonly quantity: number
  readonly fulfilment: FulfilmentKind
}

/**
 * The basket that these pieces make, priced by the lists of now, with what sending them costs. Articles that are not sold or have no price are
 * left out.
 */
export function basketOf(
  source: Source,
  pieces: readonly WantedPieces[],
  scope: PriceScope,
  coupons: readonly GrantedCoupon[],
): Basket {
  const catalogue = catalogueOf(source)
  const prices = pricesOf(source)
  const lines = pieces.flatMap(
    (piece, index) => lineOf(catalogue, prices, scope, piece, `l${index + 1}`) ?? [],
  )
  return { currency: scope.currency, lines, shipping: shippingOf(lines, scope.currency), coupons }
}

function shippingOf(lines: readonly BasketLine[], currency: Currency): Basket['shipping'] {
  const sent = lines.filter(({ fulfilment }) => fulfilment === 'ship')
  if (sent.length === 0) return null
  const goodsMinor = lines.reduce((sum, line) => sum + line.unitMinor * line.quantity, 0)
  const minor = shippingFor(lines, goodsMinor, currency)
  return { minor, taxLetter: SHIPPING_TAX_LETTER, taxPpm: SHIPPING_TAX_PPM }
}

function lineOf(
  catalogue: CatalogueModel,
  prices: PriceModel,
  scope: PriceScope,
  { sku, quantity, fulfilment }: WantedPieces,
  lineId: string,
): BasketLine | undefined {
  const variant = catalogue.variant(sku)
  const product = variant?.active ? catalogue.product(variant.handle) : undefined
  const price = product && prices.priceOf(sku, { ...scope, quantity })
  if (!variant || !product || !price) return undefined
  return {
    ...goodsOf(catalogue, variant, product),
    lineId,
    quantity,
    unitMinor: price.gross.minor,
    price: price.source,
    taxLetter: price.taxRate,
    taxPpm: price.ppm,
    fulfilment,
  }
}

/** What rules may ask of an article. */
export type Goods = Pick<BasketLine, 'sku' | 'product' | 'categories' | 'attributes'>

const known = new WeakMap<Variant, { readonly version: number; readonly goods: Goods }>()

/** An article as rules see it; of an attribute with several values the first one counts. */
export function goodsOf(catalogue: CatalogueModel, variant: Variant, product: Product): Goods {
  const version = catalogue.version()
  const before = known.get(variant)
  if (before?.version === version) return before.goods
  const goods: Goods = {
    sku: variant.sku,
    product: product.handle,
    categories: categoriesFrom(catalogue, product.category),
    attributes: Object.fromEntries([
      ['brand', product.brand],
      ['kind', product.kind],
      ...product.attributes.flatMap(({ code, values }) =>
        values[0] ? [[code, values[0].code] as const] : [],
      ),
      ...Object.entries(variant.options).map(([code, value]) => [code, value.code] as const),
    ]),
  }
  known.set(variant, { version, goods })
  return goods
}

function categoriesFrom(catalogue: CatalogueModel, category: string): string[] {
  const parents = new Map(catalogue.categories().map(({ handle, parent }) => [handle, parent]))
  const path: string[] = []
  for (let at: string | null | undefined = category; at && !path.includes(at); at = parents.get(at))
    path.push(at)
  return path
}

export interface Standpoint {
  /** Code. */
  readonly channel: string
  readonly location: LocationId | null
  readonly segments?: readonly string[]
  readonly groups?: readonly string[]
  readonly firstOrder?: boolean | null
  readonly tender?: string | null
}

/** The world as rules see it at that moment: the wall clock is that of the store, elsewhere that of the retailer. */
export function worldAt(source: Source, at: Date, from: Standpoint): PricingContext {
  const place = from.location === null ? undefined : locationsOf(source).byId(from.location)
  const { date, minutes } = clockAt(at, place?.timeZone ?? HOME_ZONE)
  return {
    at: at.getTime(),
    weekday: weekdayOf(date),
    minutes,
    channel: from.channel,
    location: from.location,
    segments: from.segments ?? [],
    groups: from.groups ?? [],
    firstOrder: from.firstOrder ?? null,
    tender: from.tender ?? null,
  }
}

const clocks = new Map<TimeZone, { readonly minute: number; readonly shown: ReturnType<typeof wallClock> }>()

/** Reading a zone's clock costs more than pricing a basket: what it shows is kept for its minute. */
function clockAt(at: Date, zone: TimeZone): ReturnType<typeof wallClock> {
  const minute = Math.floor(at.getTime() / MINUTE_MS)
  const before = clocks.get(zone)
  if (before?.minute === minute) return before.shown
  const shown = wallClock(at, zone)
  clocks.set(zone, { minute, shown })
  return shown
}
