import type { LocationId } from '@splot/kernel'
import { compileRules, priceBasket, type Basket, type GrantedCoupon, type Promotion } from '@splot/rules'
import { goodsOf, worldAt } from '#modules/carts'
import { catalogueOf } from '#modules/catalogue'
import type { Counter, PresentingChannel, PublicPrices } from '#modules/pricing'
import { rulesAt } from '#modules/promotions'
import type { Platform } from '#platform/context'

/**
 * What one piece costs whoever comes: with public promotions, and with public codes besides; without what is for a segment, a group, a first
 * order, a tender or one person. Tax plays no part in it.
 */
export function publicPricesOf(platform: Platform, channels: readonly PresentingChannel[]): PublicPrices {
  const catalogue = catalogueOf(platform)
  const codes = new Map<string, string>(channels.map(({ id, code }) => [id, code]))
  return async (ctx, at) => {
    const set = await rulesAt(ctx, at)
    const open = (set?.promotions ?? []).filter(({ audience }) => audience === 'public')
    const withCode = (set?.promotions ?? []).filter(
      ({ audience, publicCode }) => audience === 'code' && publicCode === true,
    )
    const promotions = [...open, ...withCode]
    if (promotions.length === 0) return nothingOff
    const compiled = compileRules({ version: set?.version ?? 0, promotions })
    const coupons = withCode.map(({ id }) => ({ code: id, promotionId: id }))
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
      priceOf(sku, counter, price) {
        const variant = catalogue.variant(sku)
        const product = variant && catalogue.product(variant.handle)
        if (!product) return { minor: price.minor, shownMinor: price.minor }
        const asked = (granted: readonly GrantedCoupon[]): number => {
          const basket: Basket = {
            currency: counter.currency,
            shipping: null,
            coupons: granted,
            lines: [
              {
                ...goodsOf(catalogue, variant, product),
                lineId: sku,
                quantity: 1,
                unitMinor: price.minor,
                taxLetter: price.taxLetter,
                taxPpm: 0,
                fulfilment: 'counter',
              },
            ],
          }
          return priceBasket(basket, compiled, worldOf(counter)).lines[0]?.grossMinor ?? price.minor
        }
        const shownMinor = asked([])
        // A code can stand in the way of something that takes more off; nobody has to type it in.
        const minor = coupons.length === 0 ? shownMinor : Math.min(shownMinor, asked(coupons))
        return { minor, shownMinor }
      },
    }
  }
}

const nothingOff: Awaited<ReturnType<PublicPrices>> = {
  places: [],
  priceOf: (_sku, _counter, { minor }) => ({ minor, shownMinor: minor }),
}

/** Places that conditions name; they were checked to be ids of places when they were drafted. */
const placesOf = (promotions: readonly Promotion[]): LocationId[] =>
  promotions.flatMap(({ conditions }) =>
    conditions.flatMap((condition) =>
      condition.kind === 'location' ? (condition.anyOf as readonly LocationId[]) : [],
    ),
  )
