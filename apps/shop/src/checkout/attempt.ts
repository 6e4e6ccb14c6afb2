import { newId } from '@splot/kernel'

/** How a try to pay ended, as far as the page knows. */
export type Ending = 'answered' | 'refused' | 'unknown'

/**
 * Names the tries to order. A try whose answer never came is repeated under its own key, so that it can neither order nor
 * pay twice. Another wish, or another go after a "no", is a new try: the server keeps the "no" of the old one.
 */
export class Attempts {
  current: { readonly key: string; readonly wish: string } | null = null

  /** The idempotency key for this wish. */
  keyFor(wish: unknown): string {
    const text = JSON.stringify(wish)
    if (this.current?.wish !== text) this.current = { key: newId<'attempt'>(), wish: text }
    return this.current.key
  }

  ended(how: Ending): void {
    if (how !== 'unknown') this.current = null
  }
}

/** From this status on nobody knows whether the order was made. */
const SERVER_ERROR = 500
const CONFLICT_IN_FLIGHT = 'idempotency.in_flight'

/** What a failed call says about the try; no status means that no answer came. */
export function endingOf(status: number | undefined, code: string | undefined): Ending {
  if (status === undefined || status >= SERVER_ERROR || code === CONFLICT_IN_FLIGHT) return 'unknown'
  return 'refused'
}
