import type { Charge, OrderAnswer } from './api.ts'
import type { Found } from './found.ts'
import type { Due, DueOrder } from './reckon.ts'

/** One figure, as the slice says it must be and as the books have it; pieces, or grosze. */
export interface Figure {
  readonly name: string
  readonly unit: 'pieces' | 'grosze'
  readonly due: number
  readonly found: number
}

export interface Verdict {
  /** Empty when conservation holds; the first names what to look at first. */
  readonly mismatches: readonly string[]
  readonly figures: readonly Figure[]
  /** Pairs of SKU and location that were compared. */
  readonly pairs: number
  readonly orders: number
  readonly returns: number
  /** Grosze that customers paid, and that they got back. */
  readonly inMinor: number
  readonly outMinor: number
}

/**
 * Compares what is due with what was found: every SKU in every location, every order to its lines, every payment, every charge
 * at the provider, and the sums. Whatever is on one side only is a mismatch too.
 * @param sent ids of orders by invoice
 */
export function prove(due: Due, found: Found, sent: ReadonlyMap<string, string>): Verdict {
  const figures = figuresOf(due, found)
  const mismatches = [
    ...stockMismatches(due, found),
    ...orderMismatches(due, found, sent),
    ...chargeMismatches(due, found, sent),
    ...figures.flatMap(({ name, unit, due, found }) =>
      due === found ? [] : [`${name}: ${due} ${unit} are due, ${found} found`],
    ),
    ...(found.ledgerAgrees ? [] : ['GET /v1/stock/proof: a counter is not the sum of its ledger']),
  ]
  const dueOrders = [...due.orders.values()]
  return {
    mismatches,
    figures,
    pairs: new Set([...due.stock.keys(), ...found.stock.keys()]).size,
    orders: dueOrders.length,
    returns: sum(dueOrders, (order) => order.returns),
    inMinor: sum(dueOrders, (order) => order.grossMinor),
    outMinor: sum(dueOrders, (order) => order.refundMinor),
  }
}

const sum = <T>(items: Iterable<T>, of: (item: T) => number): number => {
  let total = 0
  for (const item of items) total += of(item)
  return total
}

/** Nothing was received after the opening; what is ordered and has not left is reserved. */
function* stockMismatches(due: Due, found: Found): Generator<string> {
  for (const [key, { opening, sold, reserved, returned }] of due.stock) {
    const level = found.stock.get(key) ?? { onHand: 0, reserved: 0 }
    const onHand = opening - sold + returned
    if (level.onHand !== onHand) {
      yield `${key}: opening ${opening} - sold ${sold} + returned ${returned} = ${onHand}, but on hand are ${level.onHand}`
    }
    if (level.reserved !== reserved)
      yield `${key}: ${reserved} wait to be sent, but ${level.reserved} are reserved`
  }
  for (const [key, { onHand, reserved }] of found.stock) {
    if (!due.stock.has(key) && (onHand !== 0 || reserved !== 0)) {
      yield `${key}: ${onHand} on hand, ${reserved} reserved, of an article that never came here`
    }
  }
}

function* orderMismatches(due: Due, found: Found, sent: ReadonlyMap<string, string>): Generator<string> {
  for (const [invoice, order] of due.orders) {
    const id = sent.get(invoice)
    const stands = id === undefined ? undefined : found.orders.get(id)
    if (!id || !stands) yield `invoice ${invoice}: no order stands for it`
    else {
      const listed = found.listedMinor.get(id)
      if (listed !== order.grossMinor)
        yield `invoice ${invoice}: listed with ${listed}, due ${order.grossMinor}`
      for (const [what, is, shall] of orderFacts(order, stands)) {
        if (is !== shall) yield `invoice ${invoice}, order ${stands.number}: ${what} is ${is}, due ${shall}`
      }
    }
  }
  const known = new Set(sent.values())
  for (const [id, { number }] of found.orders)
    if (!known.has(id)) yield `order ${number}: no invoice asked for it`
}

/** What an order says of itself, beside what it must say. */
function* orderFacts(
  due: DueOrder,
  order: OrderAnswer,
): Generator<readonly [what: string, is: number | string | undefined, due: number | string]> {
  const isTill = due.kind === 'till'
  yield ['channel', order.channel, isTill ? 'store' : 'web']
  yield ['state', order.state, stateOf(due)]
  yield ['total', order.totals.gross.minor, due.grossMinor]
  yield ['shipping', order.totals.shipping.minor, due.shippingMinor]
  yield ['count of lines', order.lines.length, due.lines.size]
  for (const { sku, quantity, returned, unitPrice, total } of order.lines) {
    const line = due.lines.get(sku)
    yield [`pieces of ${sku}`, quantity, line?.quantity ?? 0]
    yield [`returned of ${sku}`, returned, line?.returned ?? 0]
    yield [`price of ${sku}`, unitPrice.minor, line?.unitMinor ?? 0]
    yield [`worth of ${sku}`, total.minor, line ? line.quantity * line.unitMinor : 0]
  }
  const [payment] = order.payments
  yield ['count of payments', order.payments.length, 1]
  yield ['tender', payment?.method, isTill ? 'cash' : 'card']
  yield ['payment', payment?.amount.minor, due.grossMinor]
  yield ['refunded of the payment', payment?.refunded.minor, due.refundMinor]
  yield ['state of the payment', payment?.state, paymentState(due)]
  yield ['count of returns', order.returns.length, due.returns]
  yield ['refunds of returns', sum(order.returns, (one) => one.refunded.minor), due.refundMinor]
}

function stateOf({ kind, isHandedOver }: DueOrder): string {
  if (kind === 'till') return 'collected'
  return isHandedOver ? 'delivered' : 'confirmed'
}

function paymentState({ refundMinor, grossMinor }: DueOrder): string {
  if (refundMinor === 0) return 'captured'
  return refundMinor < grossMinor ? 'refunded_partly' : 'refunded'
}

/** Each web order was charged once at the provider, each till sale never. */
function* chargeMismatches(due: Due, found: Found, sent: ReadonlyMap<string, string>): Generator<string> {
  const charges = new Map<string, Charge[]>()
  for (const charge of found.charges) {
    const same = charges.get(charge.reference)
    if (same) same.push(charge)
    else charges.set(charge.reference, [charge])
  }
  for (const [invoice, order] of due.orders) {
    if (order.kind !== 'web') continue
    const number = found.orders.get(sent.get(invoice) ?? '')?.number ?? ''
    const [charge, ...others] = charges.get(number) ?? []
    charges.delete(number)
    const shall = `succeeded ${order.grossMinor} refunded ${order.refundMinor}`
    const is = charge && `${charge.status} ${charge.amount} refunded ${charge.refunded_amount}`
    if (is !== shall || others.length > 0) {
      yield `order ${number} (invoice ${invoice}) at the provider: ${is} and ${others.length} more, due ${shall} once`
    }
  }
  for (const number of charges.keys()) yield `the provider charged for ${number}, which no web order is`
}

function figuresOf(due: Due, found: Found): Figure[] {
  const pairs = [...due.stock.values()]
  const dueOrders = [...due.orders.values()]
  const orders = [...found.orders.values()]
  const dueOf = (kind: DueOrder['kind']) => dueOrders.filter((order) => order.kind === kind)
  const paid = (method: string) =>
    orders.flatMap((order) => order.payments.filter((payment) => payment.method === method))
  const linesOf = (order: OrderAnswer) => order.lines
  const pieces = (name: string, due: number, found: number): Figure => ({ name, unit: 'pieces', due, found })
  const grosze = (name: string, due: number, found: number): Figure => ({ name, unit: 'grosze', due, found })
  const succeeded = found.charges.filter((charge) => charge.status === 'succeeded')
  const gross = (order: DueOrder) => order.grossMinor
  const refund = (order: DueOrder) => order.refundMinor
  return [
    pieces(
      'ordered, by the lines of orders',
      sum(pairs, (pair) => pair.sold + pair.reserved),
      sum(orders.flatMap(linesOf), (line) => line.quantity),
    ),
    pieces(
      'returned, by the lines of orders',
      sum(pairs, (pair) => pair.returned),
      sum(orders.flatMap(linesOf), (line) => line.returned),
    ),
    pieces(
      'on hand = opening - sold + returned',
      sum(pairs, (pair) => pair.opening - pair.sold + pair.returned),
      sum(found.stock.values(), (level) => level.onHand),
    ),
    pieces(
      'reserved = ordered, not sent yet',
      sum(pairs, (pair) => pair.reserved),
      sum(found.stock.values(), (level) => level.reserved),
    ),
    grosze('orders', sum(dueOrders, gross), sum(found.listedMinor.values(), Number)),
    grosze(
      'of which shipping',
      sum(dueOrders, (order) => order.shippingMinor),
      sum(orders, (order) => order.totals.shipping.minor),
    ),
    grosze(
      'cash taken',
      sum(dueOf('till'), gross),
      sum(paid('cash'), (one) => one.amount.minor),
    ),
    grosze(
      'cash given back',
      sum(dueOf('till'), refund),
      sum(paid('cash'), (one) => one.refunded.minor),
    ),
    grosze(
      'card payments',
      sum(dueOf('web'), gross),
      sum(paid('card'), (one) => one.amount.minor),
    ),
    grosze(
      'card refunds',
      sum(dueOf('web'), refund),
      sum(paid('card'), (one) => one.refunded.minor),
    ),
    grosze(
      'charged, by the provider',
      sum(dueOf('web'), gross),
      sum(succeeded, (charge) => charge.amount),
    ),
    grosze(
      'refunded, by the provider',
      sum(dueOf('web'), refund),
      sum(succeeded, (charge) => charge.refunded_amount),
    ),
  ]
}
