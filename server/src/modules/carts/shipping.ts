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
