import { Refusal, type HoldId } from '@splot/kernel'
import type { AuditEntry } from '#platform/auth'
import { opens, type CartRow } from './find.ts'
import {
  MAX_CARDS,
  MAX_COUPONS,
  MAX_GUEST_HOLD_LINES,
  MAX_GUEST_HOLD_PIECES,
  MAX_LINES,
  MAX_QUANTITY,
} from './limits.ts'
import {
  cartClosed,
  holdLimit,
  noSuchCart,
  noSuchLine,
  stale,
  tooManyCards,
  tooManyCoupons,
  tooManyLines,
  tooManyPieces,
  type Refused,
} from './refusals.ts'
import type { CartAccess, CartCard, CartCoupon, CartLine, LineFulfilment, LineHold } from './types.ts'

/** What may happen to a basket; everything that needed the outside world was done before. */
export type Change =
  | { readonly kind: 'add'; readonly line: CartLine }
  | {
      readonly kind: 'set'
      readonly lineId: string
      readonly quantity: number
      readonly fulfilment: LineFulfilment
      readonly holds?: readonly LineHold[]
    }
  | { readonly kind: 'remove'; readonly lineId: string }
  /** New ends of holds: nobody's view of the basket becomes stale by it. */
  | { readonly kind: 'renew'; readonly ends: readonly (readonly [HoldId, number])[] }
  /** Checkout took lost pieces again. */
  | {
      readonly kind: 'rehold'
      readonly lines: readonly { readonly lineId: string; readonly holds: readonly LineHold[] }[]
    }
  /** A use of the code is kept for the basket already. */
  | { readonly kind: 'take_coupon'; readonly coupon: CartCoupon }
  | { readonly kind: 'drop_coupon'; readonly code: string }
  | {
      readonly kind: 'ship_to'
      readonly country?: string | undefined
      readonly delivery?: string | undefined
    }
  // A refusal is told only where the change is made: a repetition of one that stands gets its first answer.
  | { readonly kind: 'add_card'; readonly card: CartCard | Refusal }
  | { readonly kind: 'drop_card'; readonly cardId: string }

export interface ChangeRequest {
  readonly cartId: CartRow['cartId']
  readonly access: CartAccess
  /** The version that the change was decided on; undefined: whatever it is now. */
  readonly version: number | undefined
  readonly change: Change
  /** Written into the audit log with the change, where somebody else does it to her basket. */
  readonly audited?: Omit<AuditEntry, 'actor'> | undefined
}

export const sameFulfilment = (a: LineFulfilment, b: LineFulfilment): boolean =>
  a.kind === b.kind && (a.kind === 'ship' || b.kind === 'ship' || a.locationId === b.locationId)

/** What the basket is after the change, or why not: the pure middle of `changeCarts`. */
export function applyChange(
  row: CartRow | undefined,
  request: ChangeRequest,
): Pick<CartRow, 'lines' | 'coupons' | 'cards' | 'shipTo' | 'delivery'> | Refused {
  if (!row || !opens(request.access, row)) return noSuchCart
  if (row.state !== 'open') return cartClosed
  if (request.version !== undefined && request.version !== row.version) return stale(row.version)
  const coupons = couponsAfter(row.coupons, request.change)
  if (coupons.length > MAX_COUPONS) return tooManyCoupons
  const lines = linesAfter(row.lines, request.change)
  if ('state' in lines) return lines
  if (lines.length > MAX_LINES) return tooManyLines
  const cards = cardsAfter(row.cards, request.change)
  // An order keeps cards and goods as its lines.
  if (cards.length > MAX_CARDS || lines.length + cards.length > MAX_LINES) return tooManyCards
  if (lines.some((line) => line.quantity > MAX_QUANTITY)) return tooManyPieces
  if (row.customerId === null && overGuestLimit(lines)) return holdLimit
  const { change } = request
  const sent = change.kind === 'ship_to' ? change : undefined
  return {
    lines,
    coupons,
    cards,
    shipTo: sent?.country ?? row.shipTo,
    delivery: sent?.delivery ?? row.delivery,
  }
}

/** Whether a guest would keep more from other customers than she may. */
export function overGuestLimit(lines: readonly CartLine[]): boolean {
  const kept = lines.filter((line) => line.fulfilment.kind === 'pickup')
  const pieces = kept.reduce((sum, line) => sum + line.quantity, 0)
  return kept.length > MAX_GUEST_HOLD_LINES || pieces > MAX_GUEST_HOLD_PIECES
}

function linesAfter(lines: readonly CartLine[], change: Change): readonly CartLine[] | Refused {
  switch (change.kind) {
    case 'add':
      return add(lines, change.line)
    case 'take_coupon':
    case 'drop_coupon':
    case 'ship_to':
    case 'add_card':
    case 'drop_card':
      return lines
    case 'remove':
      return lines.filter((line) => line.lineId !== change.lineId)
    case 'set':
      if (!lines.some((line) => line.lineId === change.lineId)) return noSuchLine
      return lines.map((line) => {
        if (line.lineId !== change.lineId) return line
        const { lineId, sku } = line
        const { quantity, fulfilment, holds } = change
        return { lineId, sku, quantity, fulfilment, ...(holds && { holds }) }
      })
    case 'renew': {
      const ends = new Map(change.ends)
      return lines.map((line) =>
        line.holds
          ? {
              ...line,
              holds: line.holds.map((hold) => ({
                ...hold,
                expiresAt: ends.get(hold.holdId) ?? hold.expiresAt,
              })),
            }
          : line,
      )
    }
    case 'rehold': {
      const holds = new Map(change.lines.map((line) => [line.lineId, line.holds]))
      return lines.map((line) => {
        const own = holds.get(line.lineId)
        return own ? { ...line, holds: own } : line
      })
    }
  }
}

/** A code stands in a basket once, where it was taken first; taking it again changes the use that is kept. */
function couponsAfter(coupons: readonly CartCoupon[], change: Change): readonly CartCoupon[] {
  if (change.kind === 'take_coupon') {
    const { coupon } = change
    return coupons.some(({ code }) => code === coupon.code)
      ? coupons.map((one) => (one.code === coupon.code ? coupon : one))
      : [...coupons, coupon]
  }
  if (change.kind === 'drop_coupon') return coupons.filter(({ code }) => code !== change.code)
  return coupons
}

function cardsAfter(cards: readonly CartCard[], change: Change): readonly CartCard[] {
  if (change.kind === 'add_card') {
    if (change.card instanceof Refusal) throw change.card
    return [...cards, change.card]
  }
  if (change.kind === 'drop_card') return cards.filter(({ cardId }) => cardId !== change.cardId)
  return cards
}

/** The same article the same way makes its line longer, instead of a second line. */
function add(lines: readonly CartLine[], added: CartLine): readonly CartLine[] {
  const twin = lines.find(
    (line) => line.sku === added.sku && sameFulfilment(line.fulfilment, added.fulfilment),
  )
  if (!twin) return [...lines, added]
  const holds = [...(twin.holds ?? []), ...(added.holds ?? [])]
  const grown = { ...twin, quantity: twin.quantity + added.quantity, ...(holds.length > 0 && { holds }) }
  return lines.map((line) => (line === twin ? grown : line))
}

/** Holds that a basket no longer refers to. */
export function droppedHolds(before: readonly CartLine[], after: readonly CartLine[]): HoldId[] {
  const kept = new Set(after.flatMap((line) => (line.holds ?? []).map((hold) => hold.holdId)))
  return before.flatMap((line) => (line.holds ?? []).map((hold) => hold.holdId)).filter((id) => !kept.has(id))
}

/** Lines with holds that were not there before: facts to publish. */
export const newlyHeld = (before: readonly CartLine[], after: readonly CartLine[]): CartLine[] => {
  const known = new Set(before.flatMap((line) => (line.holds ?? []).map((hold) => hold.holdId)))
  return after.filter((line) => line.holds?.some((hold) => !known.has(hold.holdId)))
}
