import type { Currency } from '@splot/kernel'
import type { FulfilmentKind } from '@splot/rules'

/** What a courier costs, VAT included: flat below the threshold, free from it on. */
export interface CourierPrice {
  readonly grossMinor: number
  readonly freeFromMinor: number
}

export const courier: Readonly<Record<Currency, CourierPrice>> = {
  PLN: { grossMinor: 14_99, freeFromMinor: 200_00 },
}

/** Delivery of goods bears the standard rate. */
export const SHIPPING_TAX_LETTER = 'A'
export const SHIPPING_TAX_PPM = 230_000

/**
 * What sending the shipped lines costs before promotions; `goodsMinor` is the gross of all goods of the basket, before promotions too: a
 * coupon never makes delivery dearer. Pickup is free.
 */
export function shippingFor(
  lines: readonly { readonly fulfilment: FulfilmentKind }[],
  goodsMinor: number,
  currency: Currency,
): number {
  if (!lines.some(({ fulfilment }) => fulfilment === 'ship')) return 0
  const price = courier[currency]
  if (!price || goodsMinor >= price.freeFromMinor) return 0
  return price.grossMinor
}
