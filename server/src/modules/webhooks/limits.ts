import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@splot/kernel'

export const MAX_ENDPOINTS = 50
/** Deliveries of one endpoint that one job sends, in order. */
export const DELIVERIES_PER_JOB = 200
/** An endpoint must answer within this; Standard Webhooks suggests 15 to 30 seconds. */
export const DELIVERY_TIMEOUT_MS = 15 * SECOND_MS
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

/** A sender's turn at an endpoint, renewed with each delivery: longer than one delivery can take. */
export const TURN_MS = 2 * DELIVERY_TIMEOUT_MS + 30 * SECOND_MS
