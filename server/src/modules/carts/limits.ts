import { MINUTE_MS } from '@splot/kernel'
import { HOLD_DEFAULTS } from '#modules/inventory'

/** Lines of one basket. */
export const MAX_LINES = 100
/** Codes in one basket: each may be tried against the others. */
export const MAX_COUPONS = 5
/** Gift cards in one basket: more are ordered by a business, from people. */
export const MAX_CARDS = 10
/** Gift cards of a basket that nobody touches for so many days are taken out. */
export const CARDS_KEPT_DAYS = 30
/** Pieces of one line. */
export const MAX_QUANTITY = 999
/** How long a store keeps a piece for a basket, from its last activity, unless a policy of stock says otherwise. */
export const HOLD_MS = HOLD_DEFAULTS.pickup.ttlMs
/** Renewals stop this long after the first hold, unless a policy says otherwise: a basket is not a wardrobe. */
export const MAX_HOLD_MS = HOLD_DEFAULTS.pickup.capMs
/** Activity renews holds that have less than this left; renewing at every click would be a commit each. */
export const RENEW_BELOW_MS = 10 * MINUTE_MS
/** What a guest may keep from other customers without saying who she is. */
export const MAX_GUEST_HOLD_PIECES = 10
export const MAX_GUEST_HOLD_LINES = 5
/**
 * Baskets of guests from one address for which stores keep pieces at the same time: at most ten pieces each. A store's own Wi-Fi and the
 * many people behind one address of a mobile network fit; a script does not empty the shelves.
 */
export const MAX_GUEST_HOLDERS_PER_ADDRESS = 100
