import type { ReplayBasket, ReplayReturn, Retailer } from '@splot/demo'

/**
 * What the slice itself says the books must show after it was sold: plain sums over its lines at the catalogue's prices. It
 * knows nothing of the server's arithmetic, so that the two can disagree.
 */

/** What the shop charges for sending a parcel, and from which value of goods on it does not (grosze). */
const SHIPPING_MINOR = 14_99
const FREE_SHIPPING_FROM_MINOR = 200_00

/** Pieces of one SKU in one place. */
export interface StockPair {
  readonly sku: string
  readonly locationCode: string
  readonly opening: number
  /** Handed over: at the till, or to the carrier. */
  sold: number
  /** Ordered, and still waiting in the warehouse. */
  reserved: number
  returned: number
}

export interface DueLine {
  readonly quantity: number
  /** Gross, in grosze. */
  readonly unitMinor: number
  returned: number
}

/** An order as it must stand in the end; amounts in grosze. */
export interface DueOrder {
  readonly kind: ReplayBasket['kind']
  /** The customer has the goods in the end: of web orders, the parcel is sent. */
  readonly isHandedOver: boolean
  readonly lines: ReadonlyMap<string, DueLine>
  readonly shippingMinor: number
  readonly grossMinor: number
  refundMinor: number
  /** Returns that were accepted for it. */
  returns: number
}

export interface Due {
  /** By `pairKey`; every pair that opens with pieces or is sold from or returned to. */
  readonly stock: ReadonlyMap<string, StockPair>
  /** By invoice. */
  readonly orders: ReadonlyMap<string, DueOrder>
}

export const pairKey = (sku: string, locationCode: string): string => `${sku} ${locationCode}`

/** The first `invoices` sales of the slice and the returns that belong to them. */
export function cut(
  baskets: readonly ReplayBasket[],
  returns: readonly ReplayReturn[],
  invoices: number,
): { baskets: readonly ReplayBasket[]; returns: readonly ReplayReturn[] } {
  const chosen = baskets.slice(0, invoices)
  const names = new Set(chosen.map((basket) => basket.invoice))
  return { baskets: chosen, returns: returns.filter((one) => names.has(one.originalInvoice)) }
}

/**
 * The books that must result.
 * @param sendAll every parcel leaves the warehouse; else only those of which something comes back, since only what a customer has
 * can come back, and the others wait there, reserved.
 * @throws Error when the slice names an article or a sale that does not exist.
 */
export function reckon(
  retailer: Retailer,
  baskets: readonly ReplayBasket[],
  returns: readonly ReplayReturn[],
  sendAll: boolean,
): Due {
  const prices = new Map(
    retailer.products.flatMap(({ variants }) =>
      variants.map(({ sku, priceMinor }) => [sku, priceMinor] as const),
    ),
  )
  const stock = new Map<string, StockPair>()
  for (const { sku, locationCode, quantity } of retailer.openingStock) {
    stock.set(pairKey(sku, locationCode), { sku, locationCode, opening: quantity, ...unmoved() })
  }
  const orders = new Map<string, DueOrder>()
  const comesBack = new Set(returns.map((one) => one.originalInvoice))
  for (const basket of baskets) {
    const isHandedOver = basket.kind === 'till' || sendAll || comesBack.has(basket.invoice)
    orders.set(basket.invoice, dueOrder(basket, prices, isHandedOver))
    for (const { sku, quantity } of basket.lines) {
      pairIn(stock, sku, basket.locationCode)[isHandedOver ? 'sold' : 'reserved'] += quantity
    }
  }
  for (const one of returns) {
    const order = orders.get(one.originalInvoice)
    if (!order) throw new Error(`return ${one.invoice} names no sale of the slice: ${one.originalInvoice}`)
    bringBack(order, one)
    for (const { sku, quantity } of one.lines) pairIn(stock, sku, one.locationCode).returned += quantity
  }
  for (const order of orders.values()) if (isWhollyReturned(order)) order.refundMinor += order.shippingMinor
  return { stock, orders }
}

const unmoved = () => ({ sold: 0, reserved: 0, returned: 0 })

function dueOrder(
  basket: ReplayBasket,
  prices: ReadonlyMap<string, number>,
  isHandedOver: boolean,
): DueOrder {
  const lines = new Map<string, DueLine>()
  let goodsMinor = 0
  for (const { sku, quantity } of basket.lines) {
    const unitMinor = prices.get(sku)
    if (unitMinor === undefined) throw new Error(`invoice ${basket.invoice} names no article: ${sku}`)
    lines.set(sku, { quantity, unitMinor, returned: 0 })
    goodsMinor += quantity * unitMinor
  }
  const paysShipping = basket.kind === 'web' && goodsMinor < FREE_SHIPPING_FROM_MINOR
  const shippingMinor = paysShipping ? SHIPPING_MINOR : 0
  return {
    kind: basket.kind,
    isHandedOver,
    lines,
    shippingMinor,
    grossMinor: goodsMinor + shippingMinor,
    refundMinor: 0,
    returns: 0,
  }
}

function bringBack(order: DueOrder, { invoice, lines }: ReplayReturn): void {
  order.returns += 1
  for (const { sku, quantity } of lines) {
    const line = order.lines.get(sku)
    if (!line) throw new Error(`return ${invoice} brings back what was not sold: ${sku}`)
    line.returned += quantity
    order.refundMinor += quantity * line.unitMinor
  }
}

/** Whoever gives everything back gets the cost of sending back too (art. 32(1) of the Polish act on consumer rights). */
const isWhollyReturned = (order: DueOrder): boolean =>
  [...order.lines.values()].every((line) => line.returned === line.quantity)

function pairIn(stock: Map<string, StockPair>, sku: string, locationCode: string): StockPair {
  const key = pairKey(sku, locationCode)
  const known = stock.get(key)
  if (known) return known
  const fresh = { sku, locationCode, opening: 0, ...unmoved() }
  stock.set(key, fresh)
  return fresh
}
