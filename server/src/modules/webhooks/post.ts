import { Webhook } from 'standardwebhooks'
import { isIP } from 'node:net'
import { Agent, buildConnector, request } from 'undici'
import { InnerAddress, lookupOutside, mayReach } from './inner-networks.ts'
import { CONNECT_TIMEOUT_MS, DELIVERY_TIMEOUT_MS } from './limits.ts'
import { signingSecret } from './secret.ts'
import type { DueDelivery } from './store.ts'
import type { Endpoint } from './types.ts'

/** What came of one try to deliver: the receiver's status, or why there is none. */
export interface Attempt {
  readonly status: number | null
  readonly error: string | null
}

const connect = buildConnector({ lookup: lookupOutside, timeout: CONNECT_TIMEOUT_MS })

/** Connects outside only. A host that is an address already is never looked up, so it is checked here. */
const outside = new Agent({
  headersTimeout: DELIVERY_TIMEOUT_MS,
  bodyTimeout: DELIVERY_TIMEOUT_MS,
  connect: (options, callback) => {
    if (isIP(options.hostname) && !mayReach(options.hostname)) callback(new InnerAddress(), null)
    else connect(options, callback)
  },
})

/**
 * Sends one delivery, signed after Standard Webhooks, and waits for the answer. Redirects are not followed: the receiver's owner
 * names the new address herself, and an answer cannot lead us inside. Never throws.
 */
export async function post(endpoint: Endpoint, delivery: DueDelivery, now: Date): Promise<Attempt> {
  try {
    const answer = await request(endpoint.url, {
      dispatcher: outside,
      method: 'POST',
      signal: AbortSignal.timeout(DELIVERY_TIMEOUT_MS),
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'webhook-id': delivery.eventId,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(signingSecret(endpoint)).sign(delivery.eventId, now, delivery.body),
      },
      body: delivery.body,
    })
    await answer.body.dump()
    return { status: answer.statusCode, error: null }
  } catch (error) {
    // A timeout has a number for a code, which says nothing.
    const { code, name } = error as { code?: unknown; name: string }
    return { status: null, error: typeof code === 'string' ? code : name }
  }
}

export const wasTaken = ({ status }: Attempt): boolean => status !== null && status >= 200 && status < 300
