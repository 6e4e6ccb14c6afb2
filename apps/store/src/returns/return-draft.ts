import { allocate } from '@splot/kernel'
import type { Amount, Disposition, Order, OrderLine, ReturnReason, ReturnRequest } from '../api/types.ts'

export interface ReturnItem {
  readonly quantity: number
  /** Its own reason, where it differs from the common one. */
  readonly reason: ReturnReason | null
  readonly disposition: Disposition
}

/** What comes back, by number of the order line, and why. */
export interface ReturnDraft {
  readonly items: Readonly<Record<number, ReturnItem>>
  readonly reason: ReturnReason | null
  /** The day of her statement of withdrawal (YYYY-MM-DD), where the goods came later. */
  readonly withdrawnOn?: string
}

/** What comes back because something was wrong with it. */
const COMPLAINTS: ReadonlySet<ReturnReason | null> = new Set<ReturnReason>([
  'defective',
  'wrong_item',
  'not_as_described',
  'arrived_late',
])

export const emptyReturn: ReturnDraft = { items: {}, reason: null }

/** Pieces of a line that the customer still has. */
export const leftOf = (line: Pick<OrderLine, 'quantity' | 'returned'>): number =>
  Math.max(0, line.quantity - line.returned)

export const takenOf = (draft: ReturnDraft, lineId: number): number => draft.items[lineId]?.quantity ?? 0

/** Puts `quantity` pieces of a line on the list, never more than are left; 0 takes it off. */
export function setReturned(draft: ReturnDraft, line: OrderLine, quantity: number): ReturnDraft {
  const { [line.lineId]: known, ...others } = draft.items
  const pieces = Math.min(Math.max(0, Math.trunc(quantity)), leftOf(line))
  if (pieces === 0) return { ...draft, items: others }
  const item = { ...(known ?? { reason: null, disposition: 'sellable' as const }), quantity: pieces }
  return { ...draft, items: { ...others, [line.lineId]: item } }
}

/** Changes how one line comes back: its own reason, its condition. */
export function describe(
  draft: ReturnDraft,
  lineId: number,
  change: Partial<Pick<ReturnItem, 'reason' | 'disposition'>>,
): ReturnDraft {
  const item = draft.items[lineId]
  return item ? { ...draft, items: { ...draft.items, [lineId]: { ...item, ...change } } } : draft
}

/** The line that a scanned article belongs to: the first one of it with a piece left that is not on the list yet. */
export const lineFor = (order: Order, draft: ReturnDraft, sku: string): OrderLine | undefined =>
  order.lines.find((line) => line.sku === sku && takenOf(draft, line.lineId) < leftOf(line))

/**
 * What goes back to the customer, minor units, as the server counts it: a line's total spread over its pieces, those that came
 * back before first; the cost of sending too when nothing stays with her. The server has the last word.
 */
export function refundOf(order: Order, draft: ReturnDraft): { amount: Amount; shipping: Amount } {
  const { currency } = order
  const ofLines = order.lines.reduce((sum, line) => sum + refundOfLine(line, takenOf(draft, line.lineId)), 0)
  const isWhole = order.lines.every((line) => leftOf(line) === takenOf(draft, line.lineId))
  const paid = order.totals.shipping.minor
  // Until the server has said it: a complaint brings all of it back, anything else no more than the cheapest way cost.
  const isComplaint = Object.values(draft.items).some(({ reason }) => COMPLAINTS.has(reason ?? draft.reason))
  const owed = isComplaint ? paid : Math.min(paid, order.delivery?.ordinaryMinor ?? paid)
  const shipping = isWhole && ofLines > 0 ? owed : 0
  return { amount: { minor: ofLines + shipping, currency }, shipping: { minor: shipping, currency } }
}

/** What was paid for the next `pieces` of a line. */
export const refundOfLine = (
  line: Pick<OrderLine, 'quantity' | 'returned' | 'total'>,
  pieces: number,
): number =>
  allocate(line.total.minor, Array<number>(line.quantity).fill(1))
    .slice(line.returned, line.returned + pieces)
    .reduce((sum, part) => sum + part, 0)

/** What each tender gives back of `minor`: money first, stored value last, as far as each has paid and not given back yet. */
export function splitRefund(
  order: Pick<Order, 'payments'>,
  minor: number,
): { readonly method: string; readonly minor: number }[] {
  let left = minor
  return order.payments
    .filter(({ state }) => ['captured', 'refunded_partly'].includes(state))
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap(({ method, amount, refunded }) => {
      const part = Math.min(left, amount.minor - refunded.minor)
      left -= part
      return part > 0 ? [{ method, minor: part }] : []
    })
}

/** The tender that paid, and gets the money back; null when no money came in. */
export const tenderOf = (order: Order): string | null =>
  order.payments
    .filter(({ state }) => ['captured', 'refunded_partly', 'refunded'].includes(state))
    // Money goes back first, stored value last.
    .toSorted((a, b) => rank(a) - rank(b))[0]?.method ?? null

const rank = ({ method, state }: Order['payments'][number]): number =>
  (state === 'refunded' ? 2 : 0) + (['gift_card', 'store_credit'].includes(method) ? 1 : 0)

/** The command, or null while nothing is chosen or a reason is missing. */
export function requestOf(order: Order, draft: ReturnDraft): ReturnRequest | null {
  const lines = order.lines.flatMap(({ lineId }) => {
    const item = draft.items[lineId]
    return item ? [{ lineId, ...item, reason: item.reason ?? draft.reason }] : []
  })
  const reasoned = lines.flatMap(({ reason, ...line }) => (reason ? [{ ...line, reason }] : []))
  if (lines.length === 0 || reasoned.length < lines.length) return null
  const { withdrawnOn } = draft
  return { orderId: order.id, ...(withdrawnOn && { withdrawnOn }), lines: reasoned }
}
