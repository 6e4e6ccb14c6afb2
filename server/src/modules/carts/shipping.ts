import type { FulfilmentKind } from '@splot/rules'
import type { Delivery } from './delivery/types.ts'

/** Delivery of goods bears the standard rate of the country where they arrive. */
export const SHIPPING_TAX_LETTER = 'A'

/**
 * What sending the shipped lines costs before promotions; `goodsMinor` is the gross of all goods of the basket, before promotions too: a
 * coupon never makes delivery dearer. Pickup is free; so is what cannot be sent, which checkout refuses.
 */
export function shippingFor(
  lines: readonly { readonly fulfilment: FulfilmentKind }[],
  goodsMinor: number,
  delivery: Pick<Delivery, 'grossMinor' | 'freeFromMinor'> | undefined,
): number {
  if (!delivery || !lines.some(({ fulfilment }) => fulfilment === 'ship')) return 0
  const { grossMinor, freeFromMinor } = delivery
  return freeFromMinor !== null && goodsMinor >= freeFromMinor ? 0 : grossMinor
}

/**
 * What the cheapest of the ways that are offered would cost for these goods, before promotions: whoever withdraws from a distance contract gets so much of
 * delivery back, and not what a dearer way cost more (art. 33 of the Polish act on consumer rights, art. 13(2) of Directive 2011/83/EU).
 */
export const ordinaryShippingFor = (
  lines: readonly { readonly fulfilment: FulfilmentKind }[],
  goodsMinor: number,
  ways: readonly Pick<Delivery, 'grossMinor' | 'freeFromMinor'>[],
): number => (ways.length === 0 ? 0 : Math.min(...ways.map((way) => shippingFor(lines, goodsMinor, way))))
