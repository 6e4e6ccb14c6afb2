import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@splot/kernel'

export const MAX_ENDPOINTS = 50
/** Deliveries of one endpoint on their way at the same time. */
export const DELIVERIES_AT_ONCE = 10
/** One run of the job sends for this long at most, then gives the worker to others and comes back. */
export const RUN_MS = 2 * MINUTE_MS
/** An endpoint must have answered within this; Standard Webhooks suggests 15 to 30 seconds. */
export const DELIVERY_TIMEOUT_MS = 15 * SECOND_MS
export const CONNECT_TIMEOUT_MS = 5 * SECOND_MS
/** Pauses after the first, second, … failed attempt, as Standard Webhooks suggests; after the last the delivery has failed. */
export const RETRY_PAUSES_MS = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  DAY_MS,
] as const

/** A sender's turn at an endpoint, renewed with each handful of deliveries: longer than they can take. */
export const TURN_MS = 2 * DELIVERY_TIMEOUT_MS + 30 * SECOND_MS

/**
 * An endpoint that took nothing rests for a quarter of the time that it has been failing for, within these: a dead one must not keep
 * workers busy with waiting for it.
 */
export const SHORTEST_REST_MS = 5 * SECOND_MS
export const LONGEST_REST_MS = 10 * MINUTE_MS

/** An endpoint from which nothing but failures came for so long, and so many of them, is switched off. Longer than all retries of one delivery. */
export const DISABLED_AFTER_DAYS = 5
export const DISABLED_AFTER_FAILURES = 10

/** Deliveries that arrived are kept to look at and to replay. */
export const DELIVERED_KEPT_DAYS = 30
/** Failed ones are kept longer: somebody may still want to replay them. Those that wait are never cleared away. */
export const FAILED_KEPT_DAYS = 180
