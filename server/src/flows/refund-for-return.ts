import { recompute, type ReturnedPieces } from '@splot/rules'
import type { Order, OrderPricing } from '#modules/orders'
import { isCardLine } from '#modules/storedvalue'
import { refundFor, type Return, type ReturnReason } from '#modules/returns'
import { withdrawalEnds } from './withdrawal.ts'

/** What came of it that the goods, or their delivery, were not as they should be: a complaint, art. 43a ff. of the Polish act on consumer rights. */
const COMPLAINTS: readonly ReturnReason[] = ['defective', 'wrong_item', 'not_as_described', 'arrived_late']
/** Bought over the counter: no right to withdraw, what the shop takes back is its own promise. */
const AT_THE_COUNTER = 'store'

/** Pieces of one order line that come back. */
export interface Brought {
  readonly lineNo: number
  readonly quantity: number
  readonly reason: ReturnReason
}

export interface RefundOfReturn {
  /** Minor units, in the order of the pieces. */
  readonly lines: readonly number[]
  /** How much less that is than what was paid for these pieces, because a promotion no longer holds for what stays; below 0 when an earlier one is made good. */
  readonly withheldMinor: number
}

/**
 * What these pieces bring back, of an order that is locked: the share of their lines that was paid for them. Promotions that say `recompute`
 * are counted again on what stays, unless the law grants this return. An order whose lines were changed after it was bought keeps them all.
 */
export function refundForReturn(
  order: Order,
  brought: readonly Brought[],
  earlier: readonly Return[],
  pricing: OrderPricing | undefined,
  now: Date,
): RefundOfReturn {
  if (!pricing?.promotions.some(({ returns }) => returns === 'recompute') || wasChanged(order, pricing))
    return { lines: shares(order, brought), withheldMinor: 0 }
  const grounds = groundsFor(order)
  const before = earlier.flatMap((one) =>
    one.lines.map((line) => piecesOf(line, grounds(line.reason, one.createdAt))),
  )
  const refundedMinor = earlier.reduce((sum, one) => sum + one.refundMinor - one.shippingMinor, 0)
  const back = brought.map((line) => piecesOf(line, grounds(line.reason, now)))
  const { lines, withheldMinor } = recompute(pricing, { before, refundedMinor, now: back })
  return { lines: lines.map(({ minor }) => minor), withheldMinor }
}

/**
 * What of the price of delivery comes back with the last goods of an order. Whoever withdraws gets no more than the cheapest way that was offered cost,
 * and pays herself what a dearer one that she chose cost more: art. 33 of the Polish act on consumer rights, art. 13(2) of Directive 2011/83/EU. Where anything
 * came back because it was not as it should be, all of it does.
 */
export function shippingForReturn(
  { shippingMinor, delivery }: Pick<Order, 'shippingMinor' | 'delivery'>,
  reasons: readonly ReturnReason[],
): number {
  if (reasons.some((reason) => COMPLAINTS.includes(reason))) return shippingMinor
  return Math.min(shippingMinor, delivery?.ordinaryMinor ?? shippingMinor)
}

const piecesOf = (
  { lineNo, quantity }: Pick<Brought, 'lineNo' | 'quantity'>,
  grounds: ReturnedPieces['grounds'],
) => ({
  lineId: String(lineNo),
  quantity,
  grounds,
})

const wasChanged = ({ lines }: Order, { basket }: OrderPricing): boolean =>
  // Gift cards are no goods: the rules have not seen them.
  lines.filter((line) => !isCardLine(line)).length !== basket.lines.length ||
  lines.some((line) => line.cancelledQuantity > 0 || line.insteadOf !== null)

function groundsFor({ channel, stateSince }: Order) {
  // Counted from the day on which she got the goods: art. 28(1).
  const ends = withdrawalEnds(stateSince)
  return (reason: ReturnReason, at: Date): ReturnedPieces['grounds'] =>
    COMPLAINTS.includes(reason) || (channel.code !== AT_THE_COUNTER && at < ends) ? 'statutory' : 'voluntary'
}

function shares(order: Order, brought: readonly Brought[]): number[] {
  const back = new Map(order.lines.map((line) => [line.lineNo, line.returnedQuantity]))
  return brought.map(({ lineNo, quantity }) => {
    const line = order.lines.find((one) => one.lineNo === lineNo)
    const returnedQuantity = back.get(lineNo) ?? 0
    back.set(lineNo, returnedQuantity + quantity)
    return line ? refundFor({ ...line, returnedQuantity }, quantity) : 0
  })
}
