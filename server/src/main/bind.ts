import { addDays, HOME_ZONE, wallClock } from '@splot/kernel'
import { openAuthentication, bindSecrets, forgetOnRevocation, type Authenticate } from '#platform/auth'
import type { Platform } from '#platform/context'
import { systemActor } from '#platform/context'
import type { Tail } from '#platform/events'
import { openBrowse } from '#flows/browse'
import { askedNowOf, presentingOf } from '#flows/present-prices'
import { storedValueTender } from '#flows/stored-parts'
import {
  cartOfCustomer,
  closeCartOf,
  goodsOf as goodsForRules,
  joinGuestCart,
  openCarts,
  type CartOptions,
} from '#modules/carts'
import { openCatalogue, catalogueOf, type Variant } from '#modules/catalogue'
import { channelByCode, listChannels, type Channel } from '#modules/channels'
import {
  bindForgetting,
  bindSegmentUses,
  bindWelcome,
  circlesOf,
  customerCredentials,
  keepSegments,
} from '#modules/customers'
import {
  availabilityOf,
  bindCatalogue,
  bindSurroundings,
  openAvailability,
  openPolicies,
  type Surroundings,
} from '#modules/inventory'
import { locationsOf, openLocations, type Location } from '#modules/locations'
import { hasBought } from '#modules/orders'
import { bindPaymentProvider, bindStoredTender, openSandboxProvider } from '#modules/payments'
import {
  bindAskedNow,
  bindLabelGateway,
  bindPresenting,
  bindPricing,
  openLabelGateway,
  openPrices,
  reductionsOf,
  type Surroundings as PricingSurroundings,
} from '#modules/pricing'
import {
  bindRange,
  bindSegments,
  openPromotions,
  promotionsForSegment,
  type Range,
} from '#modules/promotions'
import { soldBySku } from '#modules/replenishment'
import { staffCredentials } from '#modules/staff'
import { HOME_COUNTRY } from '#modules/tax'
import { bindArticles, type Articles } from '#modules/stockwork'
import { bindWebhooks } from '#modules/webhooks'
import { goodsVersionOf } from './goods-version.ts'
import { bindVatOfGoods } from './vat-of-goods.ts'

export interface PaymentsOptions {
  readonly url: string
  readonly secret: string
  /** With which the provider signs what it tells us. */
  readonly webhookSecret: string
}

export interface LabelsOptions {
  readonly url: string
  readonly secret: string
}

export interface BindOptions {
  readonly secret: string
  readonly payments: PaymentsOptions
  /** The gateway of electronic shelf labels, where there are any. */
  readonly labels?: LabelsOptions
  /** People reach us through https: cookies are `Secure` then. */
  readonly https?: boolean
  /** Inner networks that webhooks may go to, as `address/prefix`; default: none. */
  readonly webhookNetworks?: readonly string[]
}

/**
 * Ties the ports of the modules to each other and opens the read models of this process. Models that follow the tail are
 * opened before it starts.
 */
export async function bindModules(
  platform: Platform,
  tail: Tail,
  options: BindOptions,
): Promise<{ authenticate: Authenticate; close: () => Promise<void> }> {
  bindSecrets({ masterSecret: options.secret, https: options.https ?? false })
  bindWebhooks({ innerNetworks: options.webhookNetworks ?? [] })
  const provider = openSandboxProvider(options.payments)
  bindPaymentProvider(platform, provider)
  bindStoredTender(storedValueTender)
  const read = platform.read(systemActor('bind'))
  const [channels] = await Promise.all([
    listChannels(read),
    openCatalogue(platform, tail),
    openLocations(platform, tail),
  ])
  const surroundings = surroundingsOf(platform, new Set(channels.map(({ id }) => id)))
  // Before prices are opened: which reduction stands is counted by what an article is, and where.
  bindPricing(goodsOf(platform, surroundings, channels))
  await Promise.all([openPrices(platform, tail), openPromotions(platform, tail)])
  const currencies = Object.fromEntries(channels.map(({ code, currency }) => [code, currency]))
  const countries = Object.fromEntries(channels.map(({ code, country }) => [code, country]))
  const shopper: CartOptions['shopper'] = async (ctx, customerId, at) => {
    const [circles, bought] = await Promise.all([circlesOf(ctx, customerId, at), hasBought(ctx, customerId)])
    return { ...circles, firstOrder: !bought }
  }
  await openCarts(platform, { currencies, countries, shopper }, tail)
  bindForgetting(closeCartOf)
  bindWelcome(
    platform,
    async (ctx, customerId, basket) =>
      (basket
        ? await joinGuestCart(ctx, customerId, basket)
        : await cartOfCustomer(ctx.platform.read(ctx.actor), customerId)
      )?.cartId,
  )
  bindArticles(articlesOf(platform))
  bindRange(rangeFrom(platform, channels))
  bindSegments(keepSegments)
  bindSegmentUses(promotionsForSegment)
  bindCatalogue(async (_ctx, skus) => new Set(skus.filter((sku) => catalogueOf(platform).variant(sku))))
  bindVatOfGoods(platform)
  bindSurroundings(surroundings)
  bindPresenting(platform, () => presentingOf(platform))
  bindAskedNow(platform, await askedNowOf(platform))
  const labels = options.labels && openLabelGateway(options.labels)
  if (labels) bindLabelGateway(platform, { gateway: labels, presenting: () => presentingOf(platform) })
  catalogueOf(platform).onChange((handles) => reductionsOf(platform).recount(skusOf(platform, handles)))
  await openPolicies(platform, tail)
  await openBrowse(platform, await openAvailability(platform, tail))
  const authenticate = openAuthentication({
    platform,
    store: { ...staffCredentials, ...customerCredentials },
    webChannel: () => channelByCode(read, 'web'),
  })
  forgetOnRevocation(tail)
  return { authenticate, close: async () => void (await Promise.all([provider.close(), labels?.close()])) }
}

/** What promotions may be about, from the read models of this process. */
function rangeFrom(platform: Platform, channels: readonly { code: string; currency: string }[]): Range {
  const catalogue = catalogueOf(platform)
  const locations = locationsOf(platform)
  let attributes: ReadonlyMap<string, ReadonlySet<string>> = new Map()
  let version = -1
  const knownAttributes = (): typeof attributes => {
    if (version === catalogue.version()) return attributes
    version = catalogue.version()
    const found = new Map<string, Set<string>>()
    for (const product of catalogue.products())
      for (const variant of product.variants)
        for (const [code, value] of Object.entries(goodsForRules(catalogue, variant, product).attributes))
          found.set(code, (found.get(code) ?? new Set()).add(value))
    return (attributes = found)
  }
  return {
    isSku: (sku) => catalogue.variant(sku)?.active === true,
    productOf: (name) => catalogue.product(catalogue.variant(name)?.handle ?? name),
    categoryWithin: (handle) => catalogue.categoryWithin(handle),
    isAttribute: (code) => knownAttributes().has(code),
    isAttributeValue: (code, value) => knownAttributes().get(code)?.has(value) === true,
    isChannel: (code) => channels.some((channel) => channel.code === code),
    isLocation: (id) => locations.byId(id) !== undefined,
    isCurrency: (code) => channels.some((channel) => channel.currency === code),
  }
}

/** A place is in a region by its city, by what it is, and by its country; the nearest first. */
const regionsOf = (place: Location): string[] => [
  `city:${place.city}`,
  `kind:${place.kind}`,
  `country:${place.country}`,
]

/** What the policies of stock are about, from the read models of this process. */
function surroundingsOf(platform: Platform, channels: ReadonlySet<string>): Surroundings {
  const catalogue = catalogueOf(platform)
  const locations = locationsOf(platform)
  return {
    categoriesOf: (sku) => {
      const variant = catalogue.variant(sku)
      const product = variant && catalogue.product(variant.handle)
      return product && catalogue.categoriesAbove(product.category)
    },
    regionsOf: (locationId) => {
      const place = locations.byId(locationId)
      return place && regionsOf(place)
    },
    zoneOf: (locationId) => locations.byId(locationId)?.timeZone ?? 'UTC',
    isCategory: (category) => catalogue.categoryWithin(category) !== undefined,
    isRegion: (region) => locations.all().some((place) => regionsOf(place).includes(region)),
    regions: () => [...new Set(locations.all().flatMap(regionsOf))].sort(),
    isChannel: (channelId) => channels.has(channelId),
  }
}

/** The name on a label: a shirt and its size. */
const nameOf = ({ name, options }: Variant): { readonly pl: string; readonly en: string } => {
  const labels = Object.values(options).map(({ label }) => label)
  const spoken = (locale: 'pl' | 'en') => [name[locale], ...labels.map((label) => label[locale])].join(' · ')
  return { pl: spoken('pl'), en: spoken('en') }
}

/** Sales of so many days, by the days of this zone, tell how fast goods go. */
const DEMAND_DAYS = 28

/** What prices are about. */
function goodsOf(
  platform: Platform,
  { categoriesOf }: Pick<Surroundings, 'categoriesOf'>,
  channels: readonly Channel[],
): PricingSurroundings {
  const catalogue = catalogueOf(platform)
  const locations = locationsOf(platform)
  const byId = new Map<string, Channel>(channels.map((channel) => [channel.id, channel]))
  return {
    article: (sku) => {
      const variant = catalogue.variant(sku)
      return (
        variant && {
          taxLetter: variant.taxRate,
          gtin: variant.gtin,
          name: nameOf(variant),
          categories: categoriesOf(variant.sku) ?? [],
          netContent: variant.netContent,
          perishable: variant.perishable,
        }
      )
    },
    skusWithin: (category) => {
      const within = catalogue.categoryWithin(category)
      return (
        within &&
        catalogue
          .products()
          .filter((product) => within.has(product.category))
          .flatMap((product) => product.variants.map(({ sku }) => sku))
      )
    },
    demandOf: async (ctx, skus) => {
      const since = addDays(wallClock(ctx.now, HOME_ZONE).date, -DEMAND_DAYS)
      const sold = await soldBySku(ctx, skus, since)
      return new Map(
        skus.map((sku) => [
          sku,
          { available: availabilityOf(platform).total(sku), sold: sold.get(sku) ?? 0 },
        ]),
      )
    },
    countryOf: (channelId, locationId) =>
      (locationId === null ? undefined : locations.byId(locationId)?.country) ??
      byId.get(channelId)?.country ??
      HOME_COUNTRY,
    goodsVersion: goodsVersionOf(catalogue),
    isChannel: (id) => byId.has(id),
    isLocation: (id) => locations.byId(id) !== undefined,
  }
}

const skusOf = (platform: Platform, handles: readonly string[]): string[] =>
  handles.flatMap(
    (handle) =>
      catalogueOf(platform)
        .product(handle)
        ?.variants.map(({ sku }) => sku) ?? [],
  )

/** What people who receive, send and count may scan or name, from the catalogue of this process. */
function articlesOf(platform: Platform): Articles {
  const catalogue = catalogueOf(platform)
  return {
    skusOf: async (_ctx, codes) =>
      new Map(
        codes.flatMap((code) => {
          const found = catalogue.variant(code) ?? catalogue.variantByGtin(code)
          return found ? [[code, found.sku] as const] : []
        }),
      ),
    skusWithin: async (_ctx, category) => {
      const within = catalogue.categoryWithin(category)
      return (
        within &&
        catalogue
          .products()
          .filter((product) => within.has(product.category))
          .flatMap((product) => product.variants.map(({ sku }) => sku))
      )
    },
  }
}
