import { buildRetailer, type DemoAttribute, type DemoProduct, type Retailer } from '@splot/demo'
import { addDays, HOME_ZONE, newId, Refusal, wallClock, type LocationId, type Sku } from '@splot/kernel'
import { systemActor, type Platform, type WriteContext } from '#platform/context'
import { importCategories, importProducts, IMPORT_CHUNK, type ImportedProduct } from '#modules/catalogue'
import { importChannels } from '#modules/channels'
import { draftPolicy, publishPolicy, putRules, receive } from '#modules/inventory'
import { importLocations, locationsByCode, type ImportedLocation } from '#modules/locations'
import { importCosts, importPrices, openPriceList, PRICE_CHUNK } from '#modules/pricing'
import { makeRule, type WantedRule } from '#modules/replenishment'
import { importStaff } from '#modules/staff'
import { writeAdvice } from '#modules/stockwork'
import { hashDemoPassword, writeDemoCustomers } from './demo-customers.ts'
import { writeDemoDelivery } from './demo-delivery.ts'
import { hangDemoLabels } from './demo-labels.ts'
import { daysAgo, HISTORY_DAYS, writeDemoPrices } from './demo-prices.ts'
import { writeDemoProposals } from './demo-proposals.ts'
import { writeDemoPromotions } from './demo-promotions.ts'

/** Grows when the demo changes so much that an old database should not pretend to hold it. */
const DEMO_VERSION = 2
const SETTING = 'demo'
const CURRENCY = 'PLN'
/** Stock lines of one receipt: keeps its transaction below half a second. */
const RECEIPT_LINES = 1_000

/** The name of the picture that shows every variant, where others have the code of a colour. */
export const BASE_PICTURE = 'base'

const actor = systemActor('demo')

/**
 * Loads the demo retailer into an empty database: channels, places, people, range, prices and opening stock. Does nothing
 * when it is loaded already; a load that was cut off goes on where it stopped, since every step can be repeated.
 */
export async function loadDemo(platform: Platform, seed = 1): Promise<void> {
  const wanted = JSON.stringify({ version: DEMO_VERSION, seed })
  const state = await readState(platform)
  if (state === wanted) return
  if (state !== undefined) {
    platform.log.warn({ loaded: state, wanted }, 'another demo is loaded; start afresh to get this one')
    return
  }
  const retailer = buildRetailer(seed)
  await loadRetailer(platform, retailer)
  await loadRules(platform)
  await loadArrivals(platform, retailer)
  await platform.write(actor, async (ctx) => {
    if (await isFirst(ctx, 'prices')) await writeDemoPrices(ctx, retailer)
    if (await isFirst(ctx, 'delivery')) await writeDemoDelivery(ctx)
  })
  await loadCosts(platform, retailer)
  await loadPromotions(platform, retailer)
  await platform.write(actor, async (ctx) => {
    if (await isFirst(ctx, 'labels')) await hangDemoLabels(ctx, retailer)
  })
  await platform.write(actor, async (ctx) => {
    if (await isFirst(ctx, 'proposals')) await writeDemoProposals(ctx, retailer)
  })
  await platform.write(actor, (ctx) =>
    ctx.query(`insert into platform.setting (name, value) values ($1, $2)`, [SETTING, wanted]),
  )
}

/** What the demo retailer watches in all of its places. */
const RULES: readonly WantedRule[] = [
  { kind: 'cover', terms: { days: 7, targetDays: 28, windowDays: 28 }, scope: {}, enabled: true },
  { kind: 'dead', terms: { days: 90 }, scope: {}, enabled: true },
  { kind: 'slow', terms: { perWeek: 1, windowDays: 56 }, scope: {}, enabled: true },
]

async function loadRules(platform: Platform): Promise<void> {
  for (const rule of RULES) {
    await platform
      .write(actor, (ctx) => makeRule(ctx, rule))
      .catch((error: unknown) => {
        // A load that was cut off has made it already.
        if (!(error instanceof Refusal) || error.code !== 'replenishment.rule_exists') throw error
      })
  }
}

/** Announces what suppliers will send, and lets every channel order it ahead of its day. */
async function loadArrivals(platform: Platform, { arrivals, products }: Retailer): Promise<void> {
  await platform.write(actor, async (ctx) => {
    if (arrivals.length === 0 || !(await isFirst(ctx, 'arrivals'))) return
    const places = await locationsByCode(ctx, [...new Set(arrivals.map((row) => row.locationCode))])
    const today = wallClock(ctx.now, HOME_ZONE).date
    const deliveries = Map.groupBy(arrivals, ({ locationCode, inDays }) => `${locationCode} ${inDays}`)
    for (const [name, rows] of deliveries) {
      const [first] = rows
      const locationId = first && places.get(first.locationCode)
      if (!locationId) continue
      await writeAdvice(ctx, newId(), {
        locationId,
        supplier: 'Szwalnia Bukowa',
        reference: `DEMO ${name}`,
        expectedOn: addDays(today, first.inDays),
        blind: false,
        note: null,
        // The demo's SKUs were checked when the range was imported.
        lines: rows.map(({ sku, quantity }) => ({ sku: sku as Sku, quantity })),
      })
    }
    const coming = new Set(arrivals.map(({ sku }) => sku))
    const categories = new Set(
      products
        .filter(({ variants }) => variants.some(({ sku }) => coming.has(sku)))
        .map((one) => one.category),
    )
    const { version } = await draftPolicy(ctx, { name: 'Przedsprzedaż' })
    await putRules(ctx, version, {
      rules: [...categories].map((category) => ({
        scope: { category },
        channelId: null,
        terms: { backorder: { against: 'inbound' as const } },
      })),
    })
    await publishPolicy(ctx, version)
  })
}

/** What everything has cost the retailer since it sells it. */
async function loadCosts(platform: Platform, { costs }: Retailer): Promise<void> {
  await platform.write(actor, async (ctx) => {
    if (!(await isFirst(ctx, 'costs'))) return
    const validFrom = daysAgo(ctx.now, HISTORY_DAYS)
    for (const chunk of chunksOf(costs, PRICE_CHUNK)) {
      // The demo's SKUs were checked when the range was imported.
      await importCosts(
        ctx,
        chunk.map(({ sku, netMinor }) => ({ sku: sku as Sku, currency: CURRENCY, validFrom, netMinor })),
      )
    }
  })
}

async function loadPromotions(platform: Platform, retailer: Retailer): Promise<void> {
  const passwordHash = await hashDemoPassword()
  await platform.write(actor, async (ctx) => {
    if (await isFirst(ctx, 'customers')) await writeDemoCustomers(ctx, passwordHash)
    if (await isFirst(ctx, 'promotions')) await writeDemoPromotions(ctx, retailer)
  })
}

/** Whether this step has not been done yet; remembered together with what it does. */
async function isFirst(ctx: WriteContext, step: string): Promise<boolean> {
  const [fresh] = await ctx.query(
    `insert into platform.setting (name, value) values ($1, '') on conflict do nothing returning name`,
    [`${SETTING}.${step}`],
  )
  return fresh !== undefined
}

/** Loads any retailer of this shape; every step can be repeated. */
export async function loadRetailer(platform: Platform, retailer: Retailer): Promise<void> {
  const locationIds = await loadGround(platform, retailer)
  await Promise.all([
    platform.write(actor, (ctx) => importStaff(ctx, retailer.staff)),
    loadRange(platform, retailer),
    loadPrices(platform, retailer),
    loadStock(platform, retailer, locationIds),
  ])
}

async function readState(platform: Platform): Promise<string | undefined> {
  const [row] = await platform
    .read(actor)
    .query<{ value: string }>(`select value from platform.setting where name = $1`, [SETTING])
  return row?.value
}

async function loadGround(platform: Platform, retailer: Retailer): Promise<Map<string, LocationId>> {
  return platform.write(actor, async (ctx) => {
    await importChannels(
      ctx,
      retailer.channels.map((channel) => ({ ...channel, currency: CURRENCY })),
    )
    await importLocations(ctx, retailer.locations.map(importedLocation))
    await importCategories(ctx, retailer.categories)
    return locationsByCode(
      ctx,
      retailer.locations.map((location) => location.code),
    )
  })
}

const importedLocation = (location: Retailer['locations'][number]): ImportedLocation => ({
  code: location.code,
  kind: location.kind,
  name: location.name,
  city: location.city,
  address: { street: location.street, postcode: location.postcode, city: location.city, country: 'PL' },
  lat: location.lat,
  lng: location.lng,
  timeZone: HOME_ZONE,
  services: location.services,
  pickupLeadMinutes: location.pickupLeadMinutes,
  phone: location.phone,
  openingHours: location.openingHours.map(({ weekday, opens, closes }) => ({
    weekday,
    opens: minutesOf(opens),
    closes: minutesOf(closes),
  })),
  exceptions: [],
})

const minutesOf = (clock: string): number => {
  const [hours, minutes] = clock.split(':').map(Number)
  return (hours ?? 0) * 60 + (minutes ?? 0)
}

async function loadRange(platform: Platform, retailer: Retailer): Promise<void> {
  const attributes = new Map(retailer.attributes.map((attribute) => [attribute.code, attribute]))
  const products = retailer.products.map((product) => importedProduct(product, attributes))
  await inChunks(products, IMPORT_CHUNK, (chunk) =>
    platform.write(actor, (ctx) => importProducts(ctx, chunk)),
  )
}

const importedProduct = (
  product: DemoProduct,
  attributes: ReadonlyMap<string, DemoAttribute>,
): ImportedProduct => ({
  handle: product.handle,
  kind: product.kind,
  brand: product.brand,
  category: product.category,
  text: product.text,
  attributes: Object.entries(product.attributes).flatMap(([code, chosen]) => {
    const attribute = attributes.get(code)
    if (!attribute) return []
    const codes = new Set([chosen].flat())
    return [{ code, name: attribute.name, values: attribute.values.filter((value) => codes.has(value.code)) }]
  }),
  options: product.options,
  variants: product.variants.map(({ sku, gtin, options, netContent }) => ({
    sku,
    gtin,
    options: { ...options },
    ...(netContent && { netContent }),
  })),
  pictures: product.media.map(({ colour, alt }) => ({
    url: `/media/${product.handle}/${colour ?? BASE_PICTURE}.svg`,
    alt,
    colour,
  })),
  taxRate: product.taxRate,
  ...(product.weightGrams !== undefined && { weightGrams: product.weightGrams }),
})

async function loadPrices(platform: Platform, retailer: Retailer): Promise<void> {
  const list = await platform.write(actor, (ctx) =>
    openPriceList(ctx, { code: 'standard', currency: CURRENCY, channelId: null }),
  )
  const prices = retailer.products.flatMap(({ variants, taxRate }) =>
    variants.map(({ sku, priceMinor }) => ({ sku, grossMinor: priceMinor, taxRate })),
  )
  await inChunks(prices, PRICE_CHUNK, (chunk) =>
    platform.write(actor, (ctx) => importPrices(ctx, list, chunk, daysAgo(ctx.now, HISTORY_DAYS))),
  )
}

/** One receipt per chunk and place; a receipt that stands already is not written again. */
async function loadStock(
  platform: Platform,
  retailer: Retailer,
  locationIds: ReadonlyMap<string, LocationId>,
): Promise<void> {
  const receipts = [...Map.groupBy(retailer.openingStock, (row) => row.locationCode)].flatMap(
    ([code, rows]) => {
      const locationId = locationIds.get(code)
      if (!locationId) return []
      // The demo's SKUs were checked when the range was imported.
      const lines = rows.map(({ sku, quantity }) => ({ sku: sku as Sku, quantity }))
      return chunksOf(lines, RECEIPT_LINES).map((chunk, index) => ({
        document: { kind: 'receipt' as const, id: `opening-${code}-${index + 1}` },
        locationId,
        lines: chunk,
        reason: 'opening stock',
      }))
    },
  )
  await inChunks(receipts, 1, ([receipt]) =>
    platform.write(actor, async (ctx) => {
      if (!receipt) return
      if (await isFirst(ctx, receipt.document.id)) await receive(ctx, [receipt])
    }),
  )
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size))
  return chunks
}

/** One chunk after the other, so that the range keeps its order; the first failure ends it. */
async function inChunks<T>(
  items: readonly T[],
  size: number,
  work: (chunk: T[]) => Promise<unknown>,
): Promise<void> {
  for (const chunk of chunksOf(items, size)) await work(chunk)
}
