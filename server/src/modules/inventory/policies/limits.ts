import { DAY_MS, HOUR_MS, MINUTE_MS } from '@splot/kernel'
import type { HoldKind } from '../types.ts'
import type { HoldLimits } from './types.ts'

/** Rules of one version. */
export const MAX_RULES = 2_000
/** Rows of stock that one transaction compiles: some tens of milliseconds during which they wait. */
export const APPLY_CHUNK = 1_000
/** Pieces in one term. */
export const MAX_PIECES = 999_999
/** A million parts per million is everything. */
export const PPM = 1_000_000
/** Days that an open backorder may be promised ahead. */
export const MAX_LEAD_DAYS = 365
/** What applies where no published rule says anything. */
export const HOLD_DEFAULTS: Readonly<Record<HoldKind, HoldLimits>> = {
  basket: { ttlMs: 15 * MINUTE_MS, capMs: HOUR_MS },
  pickup: { ttlMs: 15 * MINUTE_MS, capMs: HOUR_MS },
  // From the checkout to the order, a slow payment included.
  ship: { ttlMs: 30 * MINUTE_MS, capMs: HOUR_MS },
  till: { ttlMs: 10 * MINUTE_MS, capMs: HOUR_MS },
  // A marketplace tells of its orders late, and cancels them late.
  marketplace: { ttlMs: DAY_MS, capMs: 3 * DAY_MS },
}

/** Rows that one simulation looks at. */
export const MAX_SIMULATED_ROWS = 20_000
/** Days that one simulation goes through. */
export const MAX_SIMULATED_DAYS = 14
/** Rows of a simulation that are kept for reading. */
export const MAX_KEPT_ROWS = 2_000
