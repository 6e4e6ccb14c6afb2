import { DAY_MS } from '@splot/kernel'

/** Lines of one hold, sale or receipt. */
export const MAX_LINES = 1_000
/** Places that one line may choose from. */
export const MAX_CHOICES = 200
/** Pieces of one SKU in one line. */
export const MAX_QUANTITY = 999_999
/** No policy keeps pieces longer for somebody who has not ordered, however often the hold is extended: a stalled import must end. */
export const MAX_HOLD_MS = 14 * DAY_MS
/** Holds that one transaction of the sweep gives back. */
export const SWEEP_BATCH = 1_000
