import { DAY_MS } from '@splot/kernel'

/** Rules in all; each evaluation reads them. */
export const MAX_RULES = 1_000
/** The longest look back at sales, days. */
export const MAX_WINDOW_DAYS = 365
/** Over which sales are counted where no rule says it, days. */
export const DEFAULT_WINDOW_DAYS = 28
/** A place keeps pieces for so many days of its own sales before it gives any away. */
export const KEPT_DAYS = 14
/** What was turned down is not proposed again for so long. */
export const REJECTED_FOR_MS = 7 * DAY_MS
/** Rows that are evaluated in one transaction. */
export const ROWS_AT_ONCE = 500
