import { newId, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import type { GrantedCoupon } from '@splot/rules'
import pino from 'pino'
import { expect, vi } from 'vitest'
import { openBrowse, routes as browseRoutes } from '#flows/browse'
import { askedNowOf, presentPrices, presentPricesSubscriber } from '#flows/present-prices'
import { openCarts, priceGoods, STRANGER } from '#modules/carts'
import { importCategories, importProducts, openCatalogue } from '#modules/catalogue'
import { openAvailability } from '#modules/inventory'
import { openLocations } from '#modules/locations'
import {
  bindAskedNow,
  bindPricing,
  importPrices,
  openPriceList,
  openPrices,
  reductionsOf,
  routes as pricingRoutes,
  type PriceListId,
} from '#modules/pricing'
import {
  bindRange,
  draftPromotion,
  openPromotions,
  publishPromotions,
  rulesOf,
  type PromotionDraft,
  type PromotionId,
} from '#modules/promotions'
import { systemActor, type Actor, type WriteContext } from '#platform/context'
import { openPlatform } from '#platform/database'
import { openTail, registerSubscribers } from '#platform/events'
import { buildServer } from '#platform/http'
import { createTestDatabase } from './database.ts'
import { drain } from './drain.ts'
import { PATIENCE } from './patience.ts'

const actor = systemActor('test')
export const WEB = '019aa000-0000-7000-8000-000000000001' as ChannelId
const KIOSK = '019aa000-0000-7000-8000-000000000004' as ChannelId
export const both = (text: string) => ({ pl: text, en: text })

const article = (handle: string, category: string, skus: readonly [sku: string, gtin: string][]) => ({
  handle,
  kind: 'apparel',
  brand: 'splot',
  category,
  text: { pl: { name: handle, description: '' }, en: { name: handle, description: '' } },
  attributes: [],
  options: [],
  variants: skus.map(([sku, gtin]) => ({ sku, gtin, options: {} })),
  pictures: [],
  taxRate: 'A' as const,
})

async function importGoods(ctx: WriteContext): Promise<void> {
  await importCategories(ctx, [
    { handle: 'shirts', parent: null, name: both('Shirts'), position: 1 },
    { handle: 'towels', parent: null, name: both('Towels'), position: 2 },
    { handle: 'late', parent: null, name: both('Late'), position: 3 },
    { handle: 'hour', parent: null, name: both('Hour'), position: 4 },
  ])
  await importProducts(ctx, [
    article('shirt', 'shirts', [
      ['SHIRT', '2000000000008'],
      ['YOGHURT', '2000000000015'],
    ]),
    article('towel', 'towels', [
      ['TOWEL-CODE', '2000000000022'],
      ['TOWEL-PLACE', '2000000000039'],
    ]),
    article('late', 'late', [['LATE', '2000000000046']]),
    article('hour', 'hour', [['HOUR', '2000000000053']]),
  ])
}

/** Whose law counts, and what spoils by it. */
interface Law {
  country: string
  readonly spoiling: Set<string>
}

function bindSurroundings(law: Law): void {
  bindPricing({
    article: (sku) => ({
      taxLetter: 'A',
      gtin: sku,
      name: both(sku),
      categories: [],
      perishable: law.spoiling.has(sku),
    }),
    skusWithin: () => undefined,
    demandOf: async () => new Map(),
    countryOf: () => law.country,
    goodsVersion: () => '',
    isChannel: () => true,
    isLocation: () => true,
  })
  bindRange({
    isSku: () => true,
    productOf: (sku) =>
      sku.startsWith('TOWEL')
        ? { handle: 'towel', category: 'towels' }
        : { handle: 'shirt', category: 'shirts' },
    categoryWithin: (handle) => new Set([handle]),
    isAttribute: () => true,
    isAttributeValue: () => true,
    isChannel: () => true,
    isLocation: () => true,
    isCurrency: () => true,
  })
}

/** The doors that show prices, to a visitor of the web shop and to the kiosk of a store. */
async function openDoors(platform: ReturnType<typeof openPlatform>) {
  const visitor: Actor = { ...systemActor('test', { id: WEB, code: 'web' }), kind: 'visitor', id: 'visitor' }
  const kiosk: Actor = {
    ...visitor,
    kind: 'device',
    channel: { id: KIOSK, code: 'kiosk' },
    locationId: newId<'location'>() as LocationId,
  }
  return buildServer({
    platform,
    routes: [...browseRoutes, ...pricingRoutes],
    authenticate: async ({ headers }) => (headers['x-who'] === 'kiosk' ? kiosk : visitor),
    version: 'test',
  })
}

export type PresentWorld = Awaited<ReturnType<typeof openPresentWorld>>

/** Prices, promotions and baskets of one web shop, the history of what it presented, and a clock that can be turned on. */
export async function openPresentWorld() {
  const database = await createTestDatabase()
  let ahead = 0
  const openNode = () =>
    openPlatform({
      url: database.url,
      log: pino({ level: 'silent' }),
      clock: () => new Date(Date.now() + ahead),
    })
  const platform = openNode()
  const law: Law = { country: 'PL', spoiling: new Set() }
  bindSurroundings(law)
  await platform.write(actor, importGoods)
  const tail = openTail(platform)
  await Promise.all([
    openCatalogue(platform, tail),
    openLocations(platform, tail),
    openPrices(platform, tail),
    openPromotions(platform, tail),
  ])
  await openCarts(platform, { currencies: { web: 'PLN' }, shopper: async () => STRANGER }, tail)
  const reductions = reductionsOf(platform)
  bindAskedNow(platform, await askedNowOf(platform))
  await openBrowse(platform, await openAvailability(platform, tail))
  const app = await openDoors(platform)
  await tail.start()
  await registerSubscribers(platform, [presentPricesSubscriber])
  const standard = await platform.write(actor, (ctx) =>
    openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null }),
  )
  const setIn = (list: PriceListId, skus: readonly string[], grossMinor: number, at?: Date) =>
    platform.write(actor, (ctx) =>
      importPrices(
        ctx,
        list,
        skus.map((sku) => ({ sku, grossMinor, taxRate: 'A' as const })),
        at,
      ),
    )

  /** Lets what changes be presented. */
  const present = async () => {
    await drain(platform, presentPricesSubscriber)
    await presentPrices(platform)
  }
  /** Lets what changes be presented, and waits until baskets are priced by a version of the rules. */
  const presented = async (version: number) => {
    await present()
    await vi.waitFor(() => expect(rulesOf(platform).compiled().version).toBe(version), PATIENCE)
  }
  /** A promotion that is not published yet: for everybody and for good unless said otherwise. */
  const draft = async (
    terms: Pick<PromotionDraft, 'action' | 'conditions'> & Partial<PromotionDraft>,
  ): Promise<PromotionId> => {
    const { promotionId } = await platform.write(actor, (ctx) =>
      draftPromotion(ctx, {
        name: 'Promotion',
        label: both('Promotion'),
        priority: 1,
        group: null,
        exclusive: false,
        validFrom: null,
        validUntil: null,
        audience: 'public',
        returns: 'keep',
        currency: 'PLN',
        ...terms,
      }),
    )
    return promotionId
  }
  /** Publishes and ends promotions now, and waits until baskets are priced so; what is presented is another matter. */
  const publish = async (begin: readonly PromotionId[], end: readonly PromotionId[] = []) => {
    const { version } = await platform.write(actor, (ctx) =>
      publishPromotions(ctx, { publish: begin, archive: end, at: ctx.now, reason: 'test' }),
    )
    await vi.waitFor(() => expect(rulesOf(platform).compiled().version).toBe(version), PATIENCE)
  }

  return {
    platform,
    /** Another process on the same database. */
    openNode,
    law,
    reductions,
    now: () => platform.clock(),
    ago: (ms: number) => new Date(platform.clock().getTime() - ms),
    turnClock: (ms: number) => void (ahead += ms),
    presented,
    set: (skus: readonly string[], grossMinor: number, at?: Date) => setIn(standard, skus, grossMinor, at),
    /** A list of one place; answers how to set a price in it. */
    listOf: async (place: LocationId) => {
      const id = newId<'price-list'>()
      await platform.write(actor, (ctx) =>
        ctx.query(
          `insert into pricing.price_list (id, code, currency, location_id) values ($1, 'airport', 'PLN', $2)`,
          [id, place],
        ),
      )
      return (sku: string, grossMinor: number, at: Date) => setIn(id, [sku], grossMinor, at)
    },
    /** What stands in the history of the whole channel: instant, price, and whether it was a reduction. */
    history: async (sku: string) =>
      (
        await platform.read(actor).query<{ at: Date; minor: number; reduced: boolean }>(
          `select at, minor, reduced from pricing.presented
            where sku = $1 and channel_id = $2 and location_id is null order by at`,
          [sku, WEB],
        )
      ).map(({ at, minor, reduced }) => [at.getTime(), minor, reduced] as const),
    present,
    draft,
    publish,
    /** Publishes a promotion now, for everybody and for good unless said otherwise, and waits until it is presented. */
    promote: async (terms: Parameters<typeof draft>[0]): Promise<PromotionId> => {
      const promotionId = await draft(terms)
      await publish([promotionId])
      await present()
      return promotionId
    },
    /** What the doors tell somebody of an article or a list. */
    read: async (path: string, who: 'visitor' | 'kiosk' = 'visitor'): Promise<unknown> => {
      const { statusCode, body } = await app.inject({ method: 'GET', url: path, headers: { 'x-who': who } })
      expect(statusCode, body).toBe(200)
      return JSON.parse(body)
    },
    /** What a basket in the web shop asks for one piece. */
    inBasket: (sku: string, coupons: readonly GrantedCoupon[] = []) =>
      priceGoods(
        platform.read(actor),
        [{ lineId: '1', sku: sku as Sku, quantity: 1, fulfilment: 'counter' }],
        {
          currency: 'PLN',
          channel: { id: WEB, code: 'web' },
          place: null,
          coupons,
          shopper: STRANGER,
          tender: null,
        },
      ).lines[0]?.grossMinor,
    close: async () => {
      await app.close()
      await platform.close()
      await database.drop()
    },
  }
}
