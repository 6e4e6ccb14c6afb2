import type { DemoProduct, Retailer } from '@splot/demo'
import { addDays, DAY_MS, HOME_ZONE, instantAt, wallClock, weekdayOf } from '@splot/kernel'
import { channelByCode } from '#modules/channels'
import { locationsByCode } from '#modules/locations'
import { importException, importPrices, makeList, openPriceList } from '#modules/pricing'
import type { WriteContext } from '#platform/context'

/** How long the demo's prices have been presented when it is loaded. */
export const HISTORY_DAYS = 60
/** Products whose prices went up and down again, those that are reduced now, and those that will be on Monday. */
const MOVED = 40
const REDUCED = 24
const PLANNED = 30
/** Goods at the airport of the demo cost a little more. */
const UPLIFT_PPM = 20_000

export const daysAgo = (now: Date, days: number): Date => new Date(now.getTime() - days * DAY_MS)

/**
 * What makes prices of the demo worth a look: a history, a reduction that runs, one that is planned, 5 % less in the app, and a store that
 * is dearer. The standard prices are loaded before.
 */
export async function writeDemoPrices(ctx: WriteContext, retailer: Retailer): Promise<void> {
  const list = await openPriceList(ctx, { code: 'standard', currency: 'PLN', channelId: null })
  const { moved, reduced, planned } = pricedProducts(retailer)
  const at = (days: number) => daysAgo(ctx.now, days)
  await importPrices(ctx, list, pricesAt(moved, 1.1), at(45))
  await importPrices(ctx, list, pricesAt(moved, 1), at(20))
  await importPrices(ctx, list, pricesAt(reduced, 0.8), at(3), at(-11))
  const monday = nextMonday(ctx.now)
  await importPrices(ctx, list, pricesAt(planned, 0.9), monday, new Date(monday.getTime() + 7 * DAY_MS))
  await writeExceptions(ctx, retailer)
  await writeClubPrices(ctx, retailer)
}

/** Whose prices have moved, are reduced, and will be. */
export function pricedProducts({ products }: Pick<Retailer, 'products'>) {
  const apparel = products.filter(({ kind }) => kind === 'apparel')
  const home = products.filter(({ kind }) => kind === 'home')
  const moved = apparel.slice(-MOVED)
  return {
    moved,
    reduced: [...moved.slice(0, REDUCED / 2), ...home.slice(-REDUCED / 2)],
    planned: home.slice(0, PLANNED),
  }
}

/** Customers of this group pay less for knitwear, and again less from three pieces on. */
export const DEMO_CLUB = 'klub'

async function writeClubPrices(ctx: WriteContext, { products }: Retailer): Promise<void> {
  const list = await makeList(
    ctx,
    {
      code: DEMO_CLUB,
      name: { pl: 'Klub Osnowy', en: 'Osnowa club' },
      currency: 'PLN',
      channelId: null,
      locationId: null,
      group: DEMO_CLUB,
      validFrom: null,
      validUntil: null,
    },
    'oferta klubu',
  )
  const knitwear = products.filter(({ category }) => category === 'swetry')
  await importPrices(ctx, list.id, [
    ...pricesAt(knitwear, 0.9),
    ...pricesAt(knitwear, 0.85).map((row) => ({ ...row, fromQuantity: 3 })),
  ])
}

async function writeExceptions(ctx: WriteContext, { locations }: Retailer): Promise<void> {
  const app = await channelByCode(ctx, 'app')
  const everything = {
    priority: 100,
    channels: null,
    locations: null,
    groups: null,
    skus: null,
    categories: null,
  }
  if (app) {
    await importException(
      ctx,
      {
        ...everything,
        reason: { pl: 'W aplikacji 5 % taniej', en: '5 % less in the app' },
        effect: { kind: 'percent', ppm: -50_000 },
        channels: [app.id],
      },
      'program aplikacji',
    )
  }
  const dearer = locations.findLast(({ kind }) => kind === 'store')
  const id = dearer && (await locationsByCode(ctx, [dearer.code])).get(dearer.code)
  if (!id) return
  await importException(
    ctx,
    {
      ...everything,
      priority: 10,
      reason: { pl: 'Ceny tego sklepu: +2 %', en: 'Prices of this store: +2 %' },
      effect: { kind: 'percent', ppm: UPLIFT_PPM },
      locations: [id],
    },
    'czynsz tego miejsca',
  )
}

/** Prices of these products at a share of what they are, to whole zlotys and 99 grosze where they are not the same. */
const pricesAt = (products: readonly DemoProduct[], share: number) =>
  products.flatMap(({ variants, taxRate }) =>
    variants.map(({ sku, priceMinor }) => ({
      sku,
      grossMinor: share === 1 ? priceMinor : Math.max(99, Math.round((priceMinor * share) / 100) * 100 - 1),
      taxRate,
    })),
  )

/** The coming Monday at six in the morning. */
function nextMonday(now: Date): Date {
  const { date } = wallClock(now, HOME_ZONE)
  return instantAt(addDays(date, 8 - weekdayOf(date)), 6 * 60, HOME_ZONE)
}
