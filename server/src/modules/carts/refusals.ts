import { Refusal, type LocationId, type RefusalKind, type Sku } from '@splot/kernel'
import {
  MAX_CARDS,
  MAX_COUPONS,
  MAX_GUEST_HOLD_LINES,
  MAX_GUEST_HOLD_PIECES,
  MAX_LINES,
  MAX_QUANTITY,
} from './limits.ts'

/** A refusal as data: combined verbs answer with it, so that it can be stored and repeated. */
export interface Refused {
  readonly state: 'refused'
  readonly kind: RefusalKind
  readonly code: string
  readonly message: string
  readonly pointer?: string
  readonly facts?: Readonly<Record<string, unknown>>
}

const refused = (
  kind: RefusalKind,
  code: string,
  message: string,
  more: Pick<Refused, 'pointer' | 'facts'> = {},
): Refused => ({
  state: 'refused',
  kind,
  code,
  message,
  ...more,
})

/** The same as something to throw. */
export const asRefusal = ({ kind, code, message, pointer, facts }: Refused): Refusal =>
  new Refusal(kind, code, message, {
    ...(pointer !== undefined && { errors: [{ pointer, detail: message, code }] }),
    ...(facts && { facts }),
  })

export const noSuchCart = refused(
  'not_found',
  'carts.not_found',
  'There is no such basket for you. Start a new one.',
)
export const noSuchLine = refused(
  'not_found',
  'carts.line_not_found',
  'This line is no longer in the basket. Load the basket again.',
)
export const cartClosed = refused(
  'conflict',
  'carts.not_open',
  'This basket was ordered or has expired. Start a new one.',
)
export const stale = (version: number): Refused =>
  refused('stale', 'carts.stale', 'The basket was changed in the meantime. Load it again and repeat.', {
    facts: { version },
  })
export const tooManyLines = refused(
  'unprocessable',
  'carts.too_many_lines',
  `A basket holds at most ${MAX_LINES} lines.`,
  {
    pointer: '/lines',
  },
)
export const tooManyCoupons = refused(
  'unprocessable',
  'carts.too_many_coupons',
  `A basket takes at most ${MAX_COUPONS} codes. Take one out first.`,
  { pointer: '/code', facts: { atMost: MAX_COUPONS } },
)
export const tooManyCards = refused(
  'unprocessable',
  'carts.too_many_gift_cards',
  `A basket takes at most ${MAX_CARDS} gift cards, and ${MAX_LINES} lines with them. Order these first.`,
  { pointer: '/amount', facts: { atMost: MAX_CARDS } },
)
export const tooManyPieces = refused(
  'unprocessable',
  'carts.quantity',
  `A line holds 1 to ${MAX_QUANTITY} pieces.`,
  {
    pointer: '/quantity',
  },
)
export const holdLimit = refused(
  'unprocessable',
  'carts.hold_limit',
  `Stores keep at most ${MAX_GUEST_HOLD_PIECES} pieces in ${MAX_GUEST_HOLD_LINES} lines for a guest. Order these first, or have them sent home.`,
  { pointer: '/quantity', facts: { pieces: MAX_GUEST_HOLD_PIECES, lines: MAX_GUEST_HOLD_LINES } },
)
export const unknownSku = (sku: Sku, pointer: string): Refused =>
  refused('unprocessable', 'carts.unknown_sku', `There is no article "${sku}".`, { pointer })
export const inactiveSku = (sku: Sku, pointer: string): Refused =>
  refused('unprocessable', 'carts.inactive_sku', `"${sku}" is no longer sold.`, { pointer })
export const noPrice = (sku: Sku, currency: string, pointer: string): Refused =>
  refused('unprocessable', 'carts.no_price', `"${sku}" has no price in ${currency}.`, { pointer })
export const noPickup = (pointer: string): Refused =>
  refused('unprocessable', 'carts.no_pickup', 'Nothing can be collected there. Choose another store.', {
    pointer,
  })
export const soldOut = (sku: Sku, locationId: LocationId, available: number): Refused =>
  refused('conflict', 'carts.sold_out', 'There are not enough pieces left. Take fewer, or another store.', {
    facts: { sku, locationId, available },
  })
