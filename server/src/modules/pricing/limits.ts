import { DAY_MS, SECOND_MS } from '@splot/kernel'

/** Rows that one transaction may append: keeps it far below half a second. */
export const PRICE_CHUNK = 2_000
/** Rows of one part of a file, its heading not counted, and the characters of it. */
export const MAX_CSV_ROWS = 5_000
export const MAX_CSV_LENGTH = 900_000
/** Rows of one change, of all of its parts together. */
export const MAX_CHANGE_ROWS = 200_000
/** Instants at which the rows of one change may begin. */
export const MAX_INSTANTS = 50
/** Rows of an edit by hand. */
export const MAX_EDIT_ROWS = 1_000
/** The dearest article: a larger figure was mistyped. Minor units. */
export const MAX_PRICE_MINOR = 100_000_000
export const MAX_FROM_QUANTITY = 99_999
/** How far ahead prices may be planned. */
export const MAX_AHEAD_MS = 3 * 366 * DAY_MS
/** A version cannot be cancelled in its last moment: some till may have flipped. */
export const CANCEL_MARGIN_MS = SECOND_MS
/** Lists and exceptions of one retailer. */
export const MAX_LISTS = 500
export const MAX_EXCEPTIONS = 500
/** Errors of a file that are told at once. */
export const MAX_ERRORS = 200
/** Rows of a page of the snapshot for tills. */
export const SNAPSHOT_PAGE = 2_000
/** So far back what became of a rule's proposals is counted. */
export const RESULTS_MS = 90 * DAY_MS
/** Rows of an exported list. */
export const MAX_EXPORT_ROWS = 200_000
/** What one calendar tells of: days, and versions of prices in them. */
export const MAX_CALENDAR_DAYS = 400
export const MAX_CALENDAR_VERSIONS = 500
/** Changes of VAT rates that are told ahead. */
export const MAX_RATE_CHANGES = 5
