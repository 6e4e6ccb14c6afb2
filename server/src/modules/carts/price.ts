import type { Currency, Ppm } from '@splot/kernel'
import type { CommandContext, Platform, ReadContext } from '#platform/context'
import { cartPortsOf } from './ports.ts'
import { shippingFor, SHIPPING_TAX_LETTER, SHIPPING_TAX_PPM } from './shipping.ts'
import type { Cart, CartLine, CartVariant, ChannelScope } from './types.ts'
import { vatByRate, type VatRow } from './vat.ts'

export interface PricedLine {
  readonly line: CartLine
  /** Null when the catalogue has forgotten the article. */
  readonly variant: CartVariant | null
  readonly unitGrossMinor: number
  readonly grossMinor: number
  readonly taxLetter: string
  readonly taxPpm: Ppm
  /** False: no longer sold or without a price; it counts as nothing and cannot be ordered. */
  readonly sellable: boolean
}

export interface PricedCart {
  readonly currency: Currency
  readonly lines: readonly PricedLine[]
  readonly shippingMinor: number
  /** Goods and shipping. */
  readonly grossMinor: number
  readonly vat: readonly VatRow[]
}

/** The one way a basket is priced, on its screen and at checkout, from the read models of this process. */
export function priceCart(
  source: Platform | CommandContext | ReadContext,
  cart: Pick<Cart, 'lines' | 'currency'>,
  channel: ChannelScope,
): PricedCart {
  const ports = cartPortsOf(source)
  const { currency } = cart
  const lines = cart.lines.map((line): PricedLine => {
    const variant = ports.variant(line.sku) ?? null
    const price = ports.price(line.sku, channel, currency)
    if (!variant?.active || !price) {
      return {
        line,
        variant,
        unitGrossMinor: 0,
        grossMinor: 0,
        taxLetter: SHIPPING_TAX_LETTER,
        taxPpm: SHIPPING_TAX_PPM,
        sellable: false,
      }
    }
    const { grossMinor: unitGrossMinor, taxLetter, taxPpm } = price
    return {
      line,
      variant,
      unitGrossMinor,
      grossMinor: unitGrossMinor * line.quantity,
      taxLetter,
      taxPpm,
      sellable: true,
    }
  })
  const goodsMinor = lines.reduce((sum, line) => sum + line.grossMinor, 0)
  const shippingMinor = shippingFor(cart.lines, goodsMinor, currency)
  const vat = vatByRate([
    ...lines.map(({ taxLetter: letter, taxPpm: ppm, grossMinor }) => ({ letter, ppm, grossMinor })),
    { letter: SHIPPING_TAX_LETTER, ppm: SHIPPING_TAX_PPM, grossMinor: shippingMinor },
  ])
  return { currency, lines, shippingMinor, grossMinor: goodsMinor + shippingMinor, vat }
}
