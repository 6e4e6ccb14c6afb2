import { invariant, MINUTE_MS, type Currency, type LocationId, type Sku } from '@splot/kernel'
import { catalogueOf, type CatalogueModel, type Variant } from '#modules/catalogue'
import { locationsOf, nextReady } from '#modules/locations'
import { isAnnounced, pricesOf, reductionsOf } from '#modules/pricing'
import { rulesOf } from '#modules/promotions'
import { HOME_COUNTRY, taxLetters, taxOf } from '#modules/tax'
import { perPlatform, type CommandContext, type Platform, type ReadContext } from '#platform/context'
import type { Tail } from '#platform/events'
import { goodsOf } from './as-rules-see.ts'
import { openDelivery } from './delivery/model.ts'
import type { CartLocation, CartPorts, CartVariant, PricedAt } from './types.ts'

const opened = perPlatform<CartPorts>('carts')

/** What baskets know of names, prices and places in this process. */
export const cartPortsOf = (source: Platform | CommandContext | ReadContext): CartPorts => opened.of(source)

export interface CartOptions {
  /** What each channel sells in, by its code. */
  readonly currencies: Readonly<Record<string, Currency>>
  /** In which country each channel sells, by its code; home where it is not said. */
  readonly countries?: Readonly<Record<string, string>>
  /** What is known of a registered customer. */
  readonly shopper: CartPorts['shopper']
}

/** Prepares baskets of this process; the models of catalogue, pricing and locations are open before. */
export async function openCarts(platform: Platform, options: CartOptions, tail?: Tail): Promise<CartPorts> {
  const delivery = await openDelivery(platform, tail)
  const tax = taxOf(platform)
  const catalogue = catalogueOf(platform)
  const prices = pricesOf(platform)
  const reductions = reductionsOf(platform)
  const locations = locationsOf(platform)
  const rules = rulesOf(platform)
  // Categories move without their products: what is remembered belongs to one version of the range.
  const variants = new WeakMap<Variant, { readonly version: number; readonly variant: CartVariant }>()
  // Walking the calendar of a place costs more than the rest of a basket: the promise of this minute is kept.
  const promises = new Map<LocationId, { minute: number; version: number; ready: Date | null }>()
  return opened.set(platform, {
    currency: (channelCode) => options.currencies[channelCode] ?? 'PLN',
    country: (channelCode) => options.countries?.[channelCode] ?? HOME_COUNTRY,
    variant(sku: Sku) {
      const found = catalogue.variant(sku)
      if (!found) return undefined
      const version = catalogue.version()
      const known = variants.get(found)
      if (known?.version === version) return known.variant
      const variant = cartVariant(catalogue, found)
      variants.set(found, { version, variant })
      return variant
    },
    price(sku: Sku, { channel, currency, place, groups, quantity }: PricedAt) {
      const price = prices.priceOf(sku, { channel: channel.id, currency, location: place, groups, quantity })
      return (
        price && {
          grossMinor: price.gross.minor,
          currency,
          taxLetter: price.taxRate,
          taxPpm: price.ppm,
          source: price.source,
        }
      )
    },
    quantities: (sku, { channel, currency, place, groups }) =>
      prices.quantitiesOf(sku, { channel: channel.id, currency, location: place, groups }),
    reduction(sku, { channel, locationId }, currency, unitMinor) {
      const scope = { channel: channel.id, currency, location: locationId }
      const found = reductions.running(sku, scope, unitMinor)
      return (
        found && {
          ...(isAnnounced(found) && { beforeMinor: found.regularMinor }),
          lowestMinor: found.lowestMinor,
          beforeFirst: found.beforeFirst,
        }
      )
    },
    delivery: (country, currency, code) => delivery.to(country, currency, code),
    ways: (country, currency) => delivery.ways(country, currency),
    served: (currency) => delivery.served(currency),
    taxedIn: (shipTo, at, business) => tax.countryFor(shipTo, at, business),
    rate(country, letter, at) {
      const known = taxLetters.find((one) => one === letter)
      return known && tax.rate(country, known, at)
    },
    rules: () => rules.compiled(),
    shopper: options.shopper,
    location(id: LocationId) {
      const found = locations.byId(id)
      return found && cartLocation(found)
    },
    readyBy(id: LocationId, now: Date) {
      const minute = Math.floor(now.getTime() / MINUTE_MS)
      const known = promises.get(id)
      if (known?.minute === minute && known.version === locations.version()) return known.ready
      const found = locations.byId(id)
      const ready = found ? nextReady(found, now) : null
      promises.set(id, { minute, version: locations.version(), ready })
      return ready
    },
    warehouse() {
      const found = locations.all().find((location) => location.kind === 'warehouse')
      invariant(found, 'the retailer has no warehouse to send from')
      return cartLocation(found)
    },
  })
}

function cartVariant(catalogue: CatalogueModel, variant: Variant): CartVariant {
  const options = Object.entries(variant.options)
  const product = catalogue.product(variant.handle)
  return {
    handle: variant.handle,
    name: variant.name,
    options: Object.fromEntries(options.map(([code, value]) => [code, value.label])),
    picture: variant.picture,
    active: variant.active,
    netContent: variant.netContent,
    ...(product ? goodsOf(catalogue, variant, product) : { categories: [], attributes: {} }),
    sku: variant.sku,
  }
}

const cartLocation = (location: {
  readonly id: LocationId
  readonly code: string
  readonly name: string
  readonly address: CartLocation['address']
  readonly services: readonly string[]
}): CartLocation => ({
  locationId: location.id,
  code: location.code,
  name: location.name,
  address: location.address,
  pickup: location.services.includes('pickup'),
})
