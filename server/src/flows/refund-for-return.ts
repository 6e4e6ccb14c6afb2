import { HOME_ZONE, instantAt, localDate } from '@splot/kernel'
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
 * are counted again on what stays, unless the law grants this return; `saidAt` is when she said that she withdraws, which may be days before the
 * goods are here. An order whose lines were changed after it was bought keeps them all.
 */
export function refundForReturn(
  order: Order,
  brought: readonly Brought[],
  earlier: readonly Return[],
  pricing: OrderPricing | undefined,
  saidAt: Date,
): RefundOfReturn {
  if (!pricing?.promotions.some(({ returns }) => returns === 'recompute') || wasChanged(order, pricing))
    return { lines: shares(order, brought), withheldMinor: 0 }
  const grounds = groundsFor(order)
  const before = earlier.flatMap((one) =>
    one.lines.map((line) => piecesOf(line, grounds(line.reason, saidWhen(one.withdrawnOn, one.createdAt)))),
  )
  const refundedMinor = earlier.reduce((sum, one) => sum + one.refundMinor - one.shippingMinor, 0)
  const back = brought.map((line) => piecesOf(line, grounds(line.reason, saidAt)))
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

/**
 * Whoever bought at a distance withdraws in time when her statement is sent within the days (art. 30(1)); she has as many again to send the goods
 * (art. 34(1)), so the day on which they arrive says nothing. The days begin when she has the goods (art. 28(1)): of what is on its way they
 * have not begun.
 */
function groundsFor({ channel, state, stateSince }: Order) {
  const ends = state === 'shipped' ? null : withdrawalEnds(stateSince)
  const inTime = (at: Date) => channel.code !== AT_THE_COUNTER && (ends === null || at < ends)
  return (reason: ReturnReason, at: Date): ReturnedPieces['grounds'] =>
    COMPLAINTS.includes(reason) || inTime(at) ? 'statutory' : 'voluntary'
}

/** The instant by which a withdrawal counts: the beginning of the day of the statement, or when the goods came. */
export const saidWhen = (withdrawnOn: string | null, cameAt: Date): Date =>
  withdrawnOn === null ? cameAt : instantAt(localDate(withdrawnOn), 0, HOME_ZONE)

function shares(order: Order, brought: readonly Brought[]): number[] {
  const back = new Map(order.lines.map((line) => [line.lineNo, line.returnedQuantity]))
  return brought.map(({ lineNo, quantity }) => {
    const line = order.lines.find((one) => one.lineNo === lineNo)
    const returnedQuantity = back.get(lineNo) ?? 0
    back.set(lineNo, returnedQuantity + quantity)
    return line ? refundFor({ ...line, returnedQuantity }, quantity) : 0
  })
}
