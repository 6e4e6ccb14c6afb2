import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@splot/kernel'

/** Promotions that are not archived. */
export const MAX_PROMOTIONS = 5_000
/** Promotions that one publication may change. */
export const MAX_PUBLISHED_AT_ONCE = 200
/** What is published "now" begins this much later, so that every process, shop and till knows it before and flips at one instant. */
export const PUBLISH_LEAD_MS = SECOND_MS
/** The farthest that a publication may be planned ahead. */
export const MAX_AHEAD_MS = 366 * DAY_MS
/** Rule sets that wait for their instant. */
export const MAX_SCHEDULED = 50
/** A promotion that ended stays in the rules for so long, so that its code is answered "it is over". */
export const OVER_KEPT_MS = 30 * DAY_MS
/** Promotions that the static check compares; pairs grow with the square. */
export const MAX_CONFLICTS = 500

export const MAX_NAME = 120
export const MAX_LABEL = 120
export const MAX_CONDITIONS = 20
/** SKUs, handles or codes in one condition. */
export const MAX_LISTED = 1_000
export const MAX_PARTS = 10
export const MAX_TIERS = 20
/** Pieces that a rule may speak of. */
export const MAX_PIECES = 10_000
/** A promotion speaks of at most ten million of the currency: more is a typing mistake. Minor units. */
export const MAX_MINOR = 1_000_000_000
export const MAX_PRIORITY = 1_000_000

/** A use is kept for the basket this long, and as long again after each thing that the basket does. */
export const RESERVED_MS = 30 * MINUTE_MS
/** But no longer than this after it was first taken. */
export const MAX_RESERVED_MS = 24 * HOUR_MS
/** The clock of a till may differ from ours by so much. */
export const MAX_CLOCK_SKEW_MS = 5 * MINUTE_MS
/** Codes that one basket may carry. */
export const MAX_CODES_OF_BASKET = 10
/** Longest code that anybody may type. */
export const MAX_CODE_LENGTH = 40
/** Generic codes that every process keeps in memory. */
export const MAX_GENERIC_CODES = 50_000
export const MAX_USES = 1_000_000_000
/** Lapsed reservations that one transaction collects. */
export const MAX_COLLECTED = 1_000

/** Unique codes that one batch may make. */
export const MAX_BATCH_CODES = 1_000_000
/** Codes written in one transaction: about 100 ms. */
export const CODES_AT_ONCE = 5_000
/** A batch that did not come on for so long has lost its worker. */
export const BATCH_STALLED_MS = 30 * SECOND_MS
/** Stalled batches that are looked up at once. */
export const STALLED_AT_ONCE = 100
/** Codes that are counted out anew between two turns of others while a file is sent: about 5 ms, and 17 kB. */
export const CODES_SENT_AT_ONCE = 1_000
/** How long the codes of a batch can be downloaded after the first time. */
export const EXPORT_MS = DAY_MS
/** The link of one download is good for as long: a browser follows it at once. */
export const DOWNLOAD_GRANT_MS = 5 * MINUTE_MS

/** Uses that one lease may grant. */
export const MAX_LEASED = 1_000
export const MAX_LEASE_MS = 7 * DAY_MS
