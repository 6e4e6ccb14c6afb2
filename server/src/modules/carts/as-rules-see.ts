import { HOME_ZONE, MINUTE_MS, wallClock, weekdayOf, type LocationId, type TimeZone } from '@splot/kernel'
import type { BasketLine, PricingContext, Tenders } from '@splot/rules'
import type { CatalogueModel, Product, Variant } from '#modules/catalogue'
import { locationsOf } from '#modules/locations'
import type { CommandContext, Platform, ReadContext } from '#platform/context'

/** What rules may ask of an article. */
type Goods = Pick<BasketLine, 'sku' | 'product' | 'categories' | 'attributes'>

const known = new WeakMap<Variant, { readonly version: number; readonly goods: Goods }>()

/** An article as rules see it; of an attribute with several values the first one counts. */
export function goodsOf(catalogue: CatalogueModel, variant: Variant, product: Product): Goods {
  const version = catalogue.version()
  const before = known.get(variant)
  if (before?.version === version) return before.goods
  const goods: Goods = {
    sku: variant.sku,
    product: product.handle,
    categories: catalogue.categoriesAbove(product.category),
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

/** From where, and by whom, rules are asked. */
interface Standpoint {
  /** Code. */
  readonly channel: string
  readonly location: LocationId | null
  readonly segments?: readonly string[]
  readonly groups?: readonly string[]
  readonly firstOrder?: boolean | null
  readonly tender?: Tenders | null
}

/** The world as rules see it at that moment: the wall clock is that of the store, elsewhere that of the retailer. */
export function worldAt(
  source: Platform | CommandContext | ReadContext,
  at: Date,
  from: Standpoint,
): PricingContext {
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
