import { DAY_MS, MINUTE_MS } from '@splot/kernel'

/** Lines of one document or batch of scans. */
export const MAX_LINES = 1_000
/** Pieces of one line. */
export const MAX_PIECES = 99_999
/** SKUs of one count; a larger place is counted by category or zone. */
export const MAX_COUNTED_SKUS = 20_000
/** How late a device without network may send what was scanned, in milliseconds. */
export const MAX_LATE_MS = 30 * DAY_MS
/** How far the clock of a device may be from ours, in milliseconds. */
export const MAX_CLOCK_SKEW_MS = 5 * MINUTE_MS
/** Rows of an imported file, its heading not counted. */
export const MAX_CSV_ROWS = 5_000
/** Characters of an imported file. */
export const MAX_CSV_LENGTH = 900_000
/** Rows of an exported list. */
export const MAX_EXPORT_ROWS = 20_000
/** What may be adjusted without an approval where nobody said otherwise: pieces of one SKU, and of the whole document. */
export const DEFAULT_LIMIT = { linePieces: 20, documentPieces: 100 } as const
/** How long the pieces of a transfer wait for its row to be written, in milliseconds. */
export const TRANSFER_HOLD_MS = MINUTE_MS
