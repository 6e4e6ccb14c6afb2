import { compileRules, priceBasket, type Basket } from '@splot/rules'
import { goodsOf, worldAt } from '#modules/carts'
import { catalogueOf } from '#modules/catalogue'
import type { Counter, PresentingChannel, PublicPrices } from '#modules/pricing'
import { rulesAt } from '#modules/promotions'
import type { Platform } from '#platform/context'

/**
 * What one piece costs whoever comes: with public promotions and public codes, without what is for a segment, a group, a first order, a tender
 * or one person. Tax plays no part in it.
 */
export function publicPricesOf(platform: Platform, channels: readonly PresentingChannel[]): PublicPrices {
  const catalogue = catalogueOf(platform)
  const codes = new Map<string, string>(channels.map(({ id, code }) => [id, code]))
  return async (ctx, at) => {
    const set = await rulesAt(ctx, at)
    const promotions = (set?.promotions ?? []).filter(
      ({ audience, publicCode }) => audience === 'public' || (audience === 'code' && publicCode === true),
    )
    if (promotions.length === 0) return (_sku, _counter, price) => price.minor
    const compiled = compileRules({ version: set?.version ?? 0, promotions })
    const coupons = promotions
      .filter(({ audience }) => audience === 'code')
      .map(({ id }) => ({ code: id, promotionId: id }))
    const worlds = new Map<string, ReturnType<typeof worldAt>>()
    const worldOf = ({ channel, location }: Counter) => {
      const key = `${channel} ${location ?? ''}`
      const known =
        worlds.get(key) ?? worldAt(platform, at, { channel: codes.get(channel) ?? channel, location })
      worlds.set(key, known)
      return known
    }
    return (sku, counter, price) => {
      const variant = catalogue.variant(sku)
      const product = variant && catalogue.product(variant.handle)
      if (!product) return price.minor
      const basket: Basket = {
        currency: counter.currency,
        shipping: null,
        coupons,
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
  }
}
