import type { Delivery } from './magic.ts'

/**
 * - `error_before`: 503, nothing is booked.
 * - `error_after`: booked, then 500: the caller must find out.
 * - `timeout`: booked, and the answer is held back beyond any sensible patience.
 * - `drop`: booked, then the connection is cut.
 */
export const faultModes = ['none', 'error_before', 'error_after', 'timeout', 'drop'] as const
export type FaultMode = (typeof faultModes)[number]

export type FaultSwitches = {
  /** Share of the API requests that `mode` hits, 0 to 1. */
  errorRate: number
  /** Waiting time before every API request is looked at. */
  latencyMs: number
  mode: FaultMode
}

type Fault = { latencyMs: number; refuse: boolean; delivery: Delivery }

const noFaults: FaultSwitches = { errorRate: 0, latencyMs: 0, mode: 'none' }

const noFault: Fault = { latencyMs: 0, refuse: false, delivery: 'answer' }

const deliveryOf: Record<FaultMode, Delivery> = {
  none: 'answer',
  error_before: 'answer',
  error_after: 'error',
  timeout: 'hang',
  drop: 'drop',
}

export type Faults = {
  /** Replaces all switches; what is left out goes back to its default, so `{}` heals. A mode alone hits everything. */
  set(switches: Partial<FaultSwitches>): FaultSwitches
  get(): FaultSwitches
  /** What the next request meets. */
  next(): Fault
}

/** Fault switches, all off. The share is dealt out evenly and not by chance: a rate of 0.25 hits every fourth request. */
export function openFaults(): Faults {
  let current = noFaults
  let due = 0
  return {
    set(switches) {
      const mode = switches.mode ?? (switches.errorRate ? 'error_before' : 'none')
      const errorRate = mode === 'none' ? 0 : (switches.errorRate ?? 1)
      const latencyMs = switches.latencyMs ?? 0
      current = errorRate === 0 && latencyMs === 0 ? noFaults : { errorRate, latencyMs, mode }
      due = 0
      return current
    },
    get: () => current,
    next() {
      if (current === noFaults) return noFault
      due += current.errorRate
      // A tenth added ten times falls just short of one in binary fractions.
      const hit = due >= 1 - 1e-9
      if (hit) due -= 1
      return {
        latencyMs: current.latencyMs,
        refuse: hit && current.mode === 'error_before',
        delivery: hit ? deliveryOf[current.mode] : 'answer',
      }
    },
  }
}
