import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Signing and checking of webhooks after the Standard Webhooks specification 1.0 (standardwebhooks.com),
 * written here from the specification and not through the library that the server uses: a double that
 * shared the server's code would agree with its mistakes too.
 */

/** How far the clock of sender and receiver may differ, in seconds; the specification leaves it to us, the reference libraries take 5 minutes. */
export const WEBHOOK_TOLERANCE_SECONDS = 5 * 60

const SECRET_PREFIX = 'whsec_'
const SIGNATURE_VERSION = 'v1'

export type WebhookHeaders = {
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
}

function keyOf(secret: string): Buffer {
  const encoded = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret
  return Buffer.from(encoded, 'base64')
}

function signature(secret: string, id: string, timestamp: string, body: string): Buffer {
  return createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest()
}

/**
 * The three headers of one delivery attempt. `secret` is `whsec_` and base64; `body` must be the very bytes
 * sent. A retry keeps `id` and takes a new `sentAt`.
 */
export function signWebhook(secret: string, id: string, sentAt: Date, body: string): WebhookHeaders {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `${SIGNATURE_VERSION},${signature(secret, id, timestamp, body).toString('base64')}`,
  }
}

export type WebhookVerdict = { ok: true } | { ok: false; problem: string }

/**
 * Checks one received delivery. `headers` are the request's, names in lower case; `body` is the raw text as it
 * arrived. The signature header may hold several signatures separated by spaces (a key being rotated).
 */
export function verifyWebhook(
  secret: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  now: Date,
): WebhookVerdict {
  const id = headers['webhook-id']
  const timestamp = headers['webhook-timestamp']
  const signatures = headers['webhook-signature']
  if (!id || !timestamp || !signatures) return { ok: false, problem: 'a webhook header is missing' }
  if (!/^\d+$/.test(timestamp)) return { ok: false, problem: 'the timestamp is not in whole seconds' }
  const ageSeconds = now.getTime() / 1000 - Number(timestamp)
  if (Math.abs(ageSeconds) > WEBHOOK_TOLERANCE_SECONDS)
    return { ok: false, problem: 'the timestamp is too far away' }

  const expected = signature(secret, id, timestamp, body)
  for (const candidate of signatures.split(' ')) {
    const [version, encoded] = candidate.split(',')
    if (version !== SIGNATURE_VERSION || !encoded) continue
    const given = Buffer.from(encoded, 'base64')
    if (given.length === expected.length && timingSafeEqual(given, expected)) return { ok: true }
  }
  return { ok: false, problem: 'no signature matches' }
}
