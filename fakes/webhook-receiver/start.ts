import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { openArrivals } from '../arrivals.ts'
import { verifyWebhook } from '../standard-webhooks.ts'

/** One delivery attempt as it arrived. */
export type WebhookAttempt = {
  /** The `webhook-id`: equal in every attempt of one message; empty when the sender gave none. */
  id: string
  /** ISO 8601, UTC. */
  receivedAt: string
  path: string
  headers: Readonly<Record<string, string | undefined>>
  /** The raw body, over which the signature goes. */
  body: string
  /** The body as JSON; null when it is none. */
  payload: unknown
  verified: boolean
  /** Why it is not verified; empty when it is. */
  problem: string
  /** The status the receiver answered with. */
  answered: number
}

export type WebhookReceiverFaults = {
  /** How many of the next attempts get 500. */
  failFirst: number
  /** Waiting time before every answer. */
  latencyMs: number
  /** Answers 410: the sender should give this address up. */
  gone: boolean
}

export type WebhookReceiver = {
  url: string
  port: number
  /** Every attempt, oldest first, those that were failed on purpose included. */
  attempts(): readonly WebhookAttempt[]
  /** The first attempt, past or future, that fits; rejects after `timeoutMs` milliseconds. */
  wait(fits: (attempt: WebhookAttempt) => boolean, timeoutMs: number): Promise<WebhookAttempt>
  clear(): void
  /** Replaces all switches; what is left out is off, so `{}` heals. */
  faults(switches: Partial<WebhookReceiverFaults>): void
  close(): Promise<void>
}

const KEEP_LAST = 10_000
const MAX_BODY_BYTES = 1024 * 1024

const noFaults: WebhookReceiverFaults = { failFirst: 0, latencyMs: 0, gone: false }

/** The whole body, or null when it is longer than the limit. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  return bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : null
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** Webhook headers never repeat, so the first of several values stands for all. */
function flat(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
}

/**
 * Starts a receiver of Standard Webhooks and answers once it listens. With `secret` (`whsec_…`) every attempt is
 * checked, and one that does not verify gets 401; without, everything is taken.
 */
export async function startWebhookReceiver(
  options: { port?: number; host?: string; secret?: string } = {},
): Promise<WebhookReceiver> {
  const arrivals = openArrivals<WebhookAttempt>('webhook', KEEP_LAST)
  const stop = new AbortController()
  let faults = noFaults

  const statusFor = (verified: boolean) => {
    if (faults.gone) return 410
    if (faults.failFirst > 0) {
      faults = { ...faults, failFirst: faults.failFirst - 1 }
      return 500
    }
    return verified ? 204 : 401
  }

  const receive = async (request: IncomingMessage): Promise<number> => {
    const body = await bodyOf(request)
    if (body === null) return 413
    if (request.method !== 'POST') return 405
    const headers = flat(request.headers)
    const verdict = options.secret
      ? verifyWebhook(options.secret, headers, body, new Date())
      : ({ ok: true } as const)
    const answered = statusFor(verdict.ok)
    if (faults.latencyMs > 0) await sleep(faults.latencyMs, undefined, { signal: stop.signal })
    arrivals.add({
      id: headers['webhook-id'] ?? '',
      receivedAt: new Date().toISOString(),
      path: request.url ?? '/',
      headers,
      body,
      payload: parsed(body),
      verified: verdict.ok,
      problem: verdict.ok ? '' : verdict.problem,
      answered,
    })
    return answered
  }

  const server = createServer((request, response) => {
    receive(request).then(
      (status) => response.writeHead(status).end(),
      // The sender hung up, or the receiver is closing: nobody is left to answer.
      () => response.destroy(),
    )
  })
  server.listen(options.port ?? 0, options.host ?? '127.0.0.1')
  await once(server, 'listening')
  // A TCP server that listens has an address with a port.
  const { port } = server.address() as AddressInfo

  return {
    url: `http://${options.host ?? '127.0.0.1'}:${port}/`,
    port,
    attempts: () => arrivals.all(),
    wait: (fits, timeoutMs) => arrivals.wait(fits, timeoutMs),
    clear: () => arrivals.clear(),
    faults(switches) {
      faults = { ...noFaults, ...switches }
    },
    async close() {
      stop.abort()
      arrivals.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
