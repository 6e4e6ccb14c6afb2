import { HOME_ZONE, newId, Refusal, wallClock, type LocationId, type OrderId } from '@splot/kernel'
import { ordersById, pricingOf, returnableIn, type Order, type OrderPricing } from '#modules/orders'
import {
  returnsOf,
  type Disposition,
  type NewReturn,
  type Return,
  type ReturnLine,
  type ReturnReason,
} from '#modules/returns'
import { isCardLine } from '#modules/storedvalue'
import type { Actor, ReadContext } from '#platform/context'
import { refundForReturn, saidWhen, shippingForReturn } from './refund-for-return.ts'
import { goodsOf, vatBack, vatOfRest } from './vat-of-return.ts'

/** What lies on the counter. */
export interface BroughtBack {
  readonly orderId: OrderId
  /** Where it is received; default: the place of the device or key. */
  readonly locationId?: LocationId | undefined
  /** The day on which she said that she withdraws, when that was before the goods came: YYYY-MM-DD, by the clock of the retailer. */
  readonly withdrawnOn?: string | undefined
  readonly lines: readonly {
    /** The order line, from 1. It may appear twice, with another disposition. */
    readonly lineNo: number
    readonly quantity: number
    readonly reason: ReturnReason
    readonly disposition: Disposition
  }[]
}

export type Received = BroughtBack & { readonly locationId: LocationId }

export interface Known {
  readonly order: Order
  /** Oldest first. */
  readonly earlier: readonly Return[]
  readonly pricing: OrderPricing | undefined
}

/** What a return is decided by, per order; an order that is not there has none. */
export async function whatIsKnown(
  ctx: ReadContext,
  orderIds: readonly OrderId[],
): Promise<Map<OrderId, Known>> {
  const [orders, returns, pricing] = await Promise.all([
    ordersById(ctx, orderIds),
    returnsOf(ctx, orderIds),
    pricingOf(ctx, orderIds),
  ])
  return new Map(
    orders.map((order) => {
      const { orderId } = order
      const earlier = returns.filter((one) => one.orderId === orderId)
      return [orderId, { order, earlier, pricing: pricing.get(orderId) }]
    }),
  )
}

/** What a return will be. */
export interface Decided extends ReturnAside {
  readonly taken: NewReturn
}

/** What of the money does not go back, and why. */
export interface ReturnAside {
  /** What promotions that no longer hold for the rest take from the share that was paid; minor units. */
  readonly withheldMinor: number
  /** What of the price of delivery stays paid, because she had chosen a dearer way than the cheapest; minor units. */
  readonly keptShippingMinor: number
}

/** What a return will be, or its refusal; nothing is written. The order is locked, unless the return is only previewed. */
export function decideReturn(
  { actor, input }: { readonly actor: Actor; readonly input: Received },
  known: Known | undefined,
  now: Date,
): Decided {
  const order = known?.order
  if (!order) throw new Refusal('not_found', 'orders.not_found', 'There is no such order.')
  if (!(returnableIn as readonly string[]).includes(order.state)) {
    throw new Refusal(
      'conflict',
      'returns.order_not_returnable',
      'The customer does not have this order yet. Cancel it instead of taking it back.',
      { facts: { state: order.state } },
    )
  }
  const asked = decideLines(order, input)
  const withdrawnOn = dayOfStatement(order, input.withdrawnOn, now)
  const refund = refundForReturn(order, asked, known.earlier, known.pricing, saidWhen(withdrawnOn, now))
  const lines = asked.map((line, index) => ({ ...line, refundMinor: refund.lines[index] ?? 0 }))
  const refundOfLines = lines.reduce((sum, line) => sum + line.refundMinor, 0)
  const goods = goodsOf(order)
  const before = goods.reduce((sum, line) => sum + line.returnedQuantity, 0)
  // Whoever gives all goods back gets the cost of sending back too: art. 32(1) of the Polish act on consumer rights.
  const isWhole = before + piecesIn(lines) === piecesIn(goods)
  const reasons = [...known.earlier.flatMap((one) => one.lines), ...lines].map(({ reason }) => reason)
  const shippingMinor = isWhole ? shippingForReturn(order, reasons) : 0
  const refundMinor = refundOfLines + shippingMinor
  const taken = {
    returnId: newId<'return'>(),
    orderId: order.orderId,
    orderNumber: order.number,
    locationId: input.locationId,
    currency: order.currency,
    refundMinor,
    shippingMinor,
    vat: isWhole ? vatOfRest(order, known.earlier, shippingMinor) : vatBack(order, known.earlier, lines),
    refundId: refundMinor > 0 ? newId<'refund'>() : null,
    withdrawnOn,
    lines,
    actor,
  }
  const keptShippingMinor = isWhole ? order.shippingMinor - shippingMinor : 0
  return { taken, withheldMinor: refund.withheldMinor, keptShippingMinor }
}

/** Nobody withdraws from what she has not ordered yet, or tomorrow. */
function dayOfStatement(order: Order, day: string | undefined, now: Date): string | null {
  if (day === undefined) return null
  const [first, last] = [order.placedAt, now].map((at) => wallClock(at, HOME_ZONE).date)
  if (first !== undefined && last !== undefined && day >= first && day <= last) return day
  throw new Refusal(
    'unprocessable',
    'returns.bad_withdrawal_day',
    'Nobody withdraws before she has ordered, or in the future. Check the day of the statement.',
    { errors: [{ pointer: '/withdrawnOn', detail: `from ${first} to ${last}` }] },
  )
}

const piecesIn = (lines: readonly { readonly quantity: number }[]): number =>
  lines.reduce((sum, line) => sum + line.quantity, 0)

function decideLines(order: Order, { lines }: Received): Omit<ReturnLine, 'refundMinor'>[] {
  const counted = new Map(order.lines.map((line) => [line.lineNo, line.returnedQuantity]))
  const over = new Map<number, number>()
  const decided = lines.map(({ lineNo, quantity, reason, disposition }, index) => {
    const line = order.lines.find((line) => line.lineNo === lineNo)
    if (!line) {
      throw new Refusal('unprocessable', 'returns.unknown_line', `The order has no line ${lineNo}.`, {
        errors: [{ pointer: `/lines/${index}/lineId`, detail: 'not a line of this order' }],
      })
    }
    if (isCardLine(line)) {
      throw new Refusal(
        'conflict',
        'returns.gift_card',
        'A gift card is money, not goods: it does not come back. The office can block it.',
        { errors: [{ pointer: `/lines/${index}/lineId`, detail: 'a gift card' }] },
      )
    }
    const returnedQuantity = counted.get(lineNo) ?? 0
    counted.set(lineNo, returnedQuantity + quantity)
    if (returnedQuantity + quantity > line.quantity) {
      over.set(lineNo, line.quantity - line.returnedQuantity)
      return undefined
    }
    return { lineNo, sku: line.sku, quantity, reason, disposition }
  })
  if (over.size > 0)
    throw tooMany(
      [...over].map(([lineNo, returnable]) => ({ lineNo, returnable })),
      lines,
    )
  return decided.filter((line) => line !== undefined)
}

/** More than there is to give back; the lines of the request, so that the answer points at them. */
export const tooMany = (
  over: readonly { readonly lineNo: number; readonly returnable: number }[],
  lines: BroughtBack['lines'] = [],
): Refusal =>
  new Refusal(
    'conflict',
    'returns.too_many',
    'No more comes back than was bought and has not come back yet.',
    {
      facts: { lines: over.map(({ lineNo, returnable }) => ({ lineId: lineNo, returnable })) },
      errors: over.map(({ lineNo, returnable }) => ({
        pointer: `/lines/${lines.findIndex((line) => line.lineNo === lineNo)}/quantity`,
        detail: `at most ${returnable}`,
      })),
    },
  )
