import { DAY_MS, HOUR_MS, MINUTE_MS } from '@splot/kernel'

/** Months that a gift card may be spent after its issue. Store credit stands for money that was owed back, and never expires. */
export const VALID_MONTHS = 24
/** Months that one may be issued for at most: a later day was mistyped. */
export const MAX_VALID_MONTHS = 120
/** Minor units that one card may be issued with or topped up by: what is more was mistyped. */
export const MAX_AMOUNT_MINOR = 1_000_000
/** Minor units that a gift card may hold after a top-up: what lies on a card is as easily lost as the card. */
export const MAX_BALANCE_MINOR = 1_000_000
/** What a basket may buy for one card, in minor units: less is not worth a card, more is what stolen payment cards are turned into. */
export const LEAST_BOUGHT_MINOR = 1_000
export const MOST_BOUGHT_MINOR = 200_000
/** What is offered to choose from, in minor units. */
export const SUGGESTED_MINOR = [5_000, 10_000, 20_000, 50_000] as const
/** Whom a card should have been sent to and could not be is forgotten after so many days. */
export const RECEIVERS_KEPT_DAYS = 30
/** Cards in one batch. */
export const MAX_BATCH_CARDS = 100_000
/** Cards that one transaction of a batch issues: far below the time a write may last. */
export const CARDS_AT_ONCE = 1_000
/** Random numbers tried for one card before something must be wrong. */
export const NUMBER_TRIES = 5
/** Cards and credits that may pay for one order. */
export const MAX_PER_ORDER = 5
/** Accounts that one transaction expires, and one run. */
export const EXPIRED_AT_ONCE = 200
export const EXPIRED_IN_RUN = 20_000

/** The wrong PIN with this number locks the card; each one after it doubles the lock. About thirty guesses a day of a million. */
export const PIN_TRIES = { allowed: 5, lockMs: 5 * MINUTE_MS, longestMs: HOUR_MS, forgetMs: DAY_MS } as const
/** Rows of wrong tries older than this say nothing any more. */
export const WRONG_PINS_KEPT_MS = 2 * DAY_MS
