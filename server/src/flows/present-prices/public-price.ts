import type { Currency, LocationId } from '@splot/kernel'
import {
  priceBasket,
  type Basket,
  type BasketLine,
  type CompiledRules,
  type GrantedCoupon,
  type PricingContext,
  type Promotion,
} from '@splot/rules'
import { goodsOf, worldAt } from '#modules/carts'
import { catalogueOf, type CatalogueModel, type Product, type Variant } from '#modules/catalogue'
import type { Counter, PresentingChannel, PublicPrices } from '#modules/pricing'
import { rulesAt } from '#modules/promotions'
import type { Platform } from '#platform/context'
import { compiledRules } from '../compiled-rules.ts'

/**
 * What one piece costs whoever comes: with public promotions, and with public codes besides; without what is for a segment, a group, a first
 * order, a tender or one person.
 */
export function publicPricesOf(platform: Platform, channels: readonly PresentingChannel[]): PublicPrices {
  const catalogue = catalogueOf(platform)
  const codes = new Map<string, string>(channels.map(({ id, code }) => [id, code]))
  return async (ctx, at) => {
    const set = await rulesAt(ctx, at)
    const promotions = (set?.promotions ?? []).filter(isPresented)
    if (promotions.length === 0) return nothingOff
    const compiled = compiledRules({ version: set?.version ?? 0, promotions })
    const coupons = promotions.flatMap(({ id, audience }) =>
      audience === 'code' ? { code: id, promotionId: id } : [],
    )
    const worlds = new Map<string, ReturnType<typeof worldAt>>()
    const worldOf = ({ channel, location }: Counter) => {
      const key = `${channel} ${location ?? ''}`
      const known =
        worlds.get(key) ?? worldAt(platform, at, { channel: codes.get(channel) ?? channel, location })
      worlds.set(key, known)
      return known
    }
    return {
      places: placesOf(promotions),
      priceOf(sku, counter, { minor: unit, taxLetter }) {
        const asked = (granted: readonly GrantedCoupon[]): number =>
          askForOne(
            catalogue,
            compiled,
            worldOf(counter),
            { sku, currency: counter.currency, minor: unit, taxLetter },
            granted,
          )
        const shownMinor = asked([])
        // A code can stand in the way of something that takes more off; nobody has to type it in.
        const minor = coupons.length === 0 ? shownMinor : Math.min(shownMinor, asked(coupons))
        return { minor, shownMinor }
      },
    }
  }
}

/** What is asked for one piece of a SKU that costs `minor` before promotions; of what the range does not know that. Tax plays no part in it. */
export function askForOne(
  catalogue: CatalogueModel,
  rules: CompiledRules,
  world: PricingContext,
  piece: {
    readonly sku: string
    readonly currency: Currency
    readonly minor: number
    readonly taxLetter: string
  },
  coupons: readonly GrantedCoupon[] = [],
): number {
  const variant = catalogue.variant(piece.sku)
  const product = variant && catalogue.product(variant.handle)
  if (!product) return piece.minor
  const basket: Basket = {
    currency: piece.currency,
    shipping: null,
    coupons,
    lines: [lineOfOne(catalogue, variant, product, piece)],
  }
  return priceBasket(basket, rules, world).lines[0]?.grossMinor ?? piece.minor
}

/** One piece in a basket, as presented prices are asked for. */
export const lineOfOne = (
  catalogue: CatalogueModel,
  variant: Variant,
  product: Product,
  { minor, taxLetter }: { readonly minor: number; readonly taxLetter: string },
): BasketLine => ({
  ...goodsOf(catalogue, variant, product),
  lineId: variant.sku,
  quantity: 1,
  unitMinor: minor,
  taxLetter,
  taxPpm: 0,
  fulfilment: 'counter',
})

/** Whether a promotion plays a part in presented prices: a public one, or one that everybody may type a code for. */
export const isPresented = ({ audience, publicCode }: Promotion): boolean =>
  audience === 'public' || (audience === 'code' && publicCode === true)

const nothingOff: Awaited<ReturnType<PublicPrices>> = {
  places: [],
  priceOf: (_sku, _counter, { minor }) => ({ minor, shownMinor: minor }),
}

/** Places that conditions name; they were checked to be ids of places when they were drafted. */
export const placesOf = (promotions: readonly Promotion[]): LocationId[] =>
  promotions.flatMap(({ conditions }) =>
    conditions.flatMap((condition) =>
      condition.kind === 'location' ? (condition.anyOf as readonly LocationId[]) : [],
    ),
  )
