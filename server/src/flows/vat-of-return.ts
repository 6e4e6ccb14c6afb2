import type { TaxedPart } from '@splot/rules'
import type { Order } from '#modules/orders'
import type { Return, ReturnLine } from '#modules/returns'
import { isCardLine } from '#modules/storedvalue'
import { vatGivenBack, type VatRow } from '#modules/tax'

/** VAT in what is given back now: what the document bore after the earlier returns, less what it bears after this one. */
export function vatBack(order: Order, earlier: readonly Return[], lines: readonly ReturnLine[]): VatRow[] {
  const given = earlier.flatMap((one) => one.lines)
  return vatGivenBack(partsAfter(order, earlier, given), partsAfter(order, earlier, [...given, ...lines]))
}

/**
 * VAT in what is given back with the last goods: all that is left, also where a promotion that is made good now was withheld from goods of another
 * rate, but for what of delivery stays paid.
 */
export function vatOfRest(order: Order, earlier: readonly Return[], shippingMinor: number): VatRow[] {
  const before = partsAfter(
    order,
    earlier,
    earlier.flatMap((one) => one.lines),
  )
  const kept = order.shippingMinor - shippingMinor
  return vatGivenBack(before, kept > 0 ? [{ ...shippingPart(order), grossMinor: kept }] : [])
}

/** What an order still bears once these lines have been given back. */
function partsAfter(order: Order, earlier: readonly Return[], given: readonly ReturnLine[]): TaxedPart[] {
  const refunded = new Map<number, number>()
  for (const { lineNo, refundMinor } of given) refunded.set(lineNo, (refunded.get(lineNo) ?? 0) + refundMinor)
  const sent = earlier.reduce((sum, one) => sum + one.shippingMinor, 0)
  return [
    ...goodsOf(order).map((line) => ({
      taxLetter: line.taxLetter,
      taxPpm: line.taxPpm,
      taxCountry: line.taxCountry,
      grossMinor: line.grossMinor - (refunded.get(line.lineNo) ?? 0),
    })),
    { ...shippingPart(order), grossMinor: order.shippingMinor - sent },
  ]
}

const shippingPart = (order: Order) => ({
  taxLetter: order.shippingTaxLetter,
  taxPpm: order.shippingTaxPpm,
  taxCountry: order.shippingTaxCountry,
})

/** What may come back: gift cards are money, and bear no VAT. */
export const goodsOf = ({ lines }: Order) => lines.filter((line) => !isCardLine(line))
