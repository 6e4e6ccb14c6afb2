import { MINUTE_MS } from '@splot/kernel'

/** Lines of one basket. */
export const MAX_LINES = 100
/** Pieces of one line. */
export const MAX_QUANTITY = 999
/** How long a store keeps a piece for a basket, from its last activity. */
export const HOLD_MS = 15 * MINUTE_MS
/** Renewals stop this long after the first hold: a basket is not a wardrobe. */
export const MAX_HOLD_MS = 60 * MINUTE_MS
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
