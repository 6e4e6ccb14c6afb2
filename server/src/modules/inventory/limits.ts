import { HOUR_MS } from '@splot/kernel'

/** Lines of one hold, sale or receipt. */
export const MAX_LINES = 1_000
/** Places that one line may choose from. */
export const MAX_CHOICES = 200
/** Pieces of one SKU in one line. */
export const MAX_QUANTITY = 999_999
/** A hold that is not an order's ends this long after it was made, however often it is extended. */
export const MAX_HOLD_MS = HOUR_MS
/** Holds that one transaction of the sweep gives back. */
export const SWEEP_BATCH = 1_000
