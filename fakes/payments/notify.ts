import { setTimeout as sleep } from 'node:timers/promises'
import { signWebhook } from '../standard-webhooks.ts'
import type { Charge } from './book.ts'

export type WebhookTarget = {
  url: string
  /** `whsec_` and base64, after Standard Webhooks. */
  secret: string
  /** Waits between attempts in milliseconds; their number is the number of retries. */
  retryAfterMs?: readonly number[]
}

/** A tenth of a second to half a minute: a provider would go on for days, a sandbox until lunch is over. */
const DEFAULT_RETRY_AFTER_MS = [100, 500, 2_000, 5_000, 15_000, 30_000, 30_000, 30_000] as const

/** How long one attempt may take; the specification recommends 15 to 30 seconds. */
const ATTEMPT_TIMEOUT_MS = 15_000

const GONE = 410

/**
 * Tells the shop that a charge is no longer pending. Resolves with true once the receiver said 2xx, with false
 * when the retries ran out, the receiver said 410 or `stop` was called. The id is the same in every attempt and
 * after every restart, so that a receiver can drop repetitions.
 */
export async function notify(target: WebhookTarget, charge: Charge, stop: AbortSignal): Promise<boolean> {
  const body = JSON.stringify({
    type: `charge.${charge.status}`,
    timestamp: new Date().toISOString(),
    data: charge,
  })
  const waits = target.retryAfterMs ?? DEFAULT_RETRY_AFTER_MS
  for (let attempt = 0; attempt <= waits.length; attempt++) {
    try {
      if (attempt > 0) await sleep(waits[attempt - 1], undefined, { signal: stop })
      const answer = await fetch(target.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...signWebhook(target.secret, `msg_${charge.id}`, new Date(), body),
        },
        body,
        signal: AbortSignal.any([stop, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
      })
      await answer.body?.cancel()
      if (answer.ok) return true
      if (answer.status === GONE) return false
    } catch {
      // Refused, reset or too slow: that is what the retries are for.
      if (stop.aborted) return false
    }
  }
  return false
}
