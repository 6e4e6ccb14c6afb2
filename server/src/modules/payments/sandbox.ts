import { isId, Refusal } from '@splot/kernel'
import { Webhook } from 'standardwebhooks'
import { Pool } from 'undici'
import type { AttemptCall, AttemptId, Outcome, PaymentProvider, RefundCall, RefundOutcome } from './types.ts'

/** Connections kept open to the provider. */
const CONNECTIONS = 64
/** Idle connections are closed by us well before the provider closes them, so none breaks under a request. */
const KEEP_ALIVE_MS = 30_000
/** After this the outcome is unknown and the resolve job asks; a shopper does not look at a spinner for longer. */
const CALL_TIMEOUT_MS = 5_000

/**
 * What the provider will say again however often it is asked: no such charge, not refundable, more than is left. Any other
 * refusal (a wrong key of ours, a limit) may pass, and the customer's money must not be given up for it.
 */
const LAST_WORDS = new Set([404, 409, 422])

export interface SandboxOptions {
  /** Its address, e.g. `http://127.0.0.1:4010`. */
  readonly url: string
  /** The secret key, sent as a bearer token. */
  readonly secret: string
  /** `whsec_…`: with which it signs what it tells us. Without it no webhook is believed. */
  readonly webhookSecret?: string
  /** Default 5,000 ms. */
  readonly timeoutMs?: number
}

interface Charge {
  readonly id: string
  readonly status: 'succeeded' | 'declined' | 'pending'
  readonly decline_code?: string
}

/** The sandbox provider over HTTP with kept-alive connections. Close it after the server stopped. */
export function openSandboxProvider(options: SandboxOptions): PaymentProvider & { close(): Promise<void> } {
  const timeout = options.timeoutMs ?? CALL_TIMEOUT_MS
  const pool = new Pool(options.url, {
    connections: CONNECTIONS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: timeout,
    bodyTimeout: timeout,
    connect: { timeout },
  })
  const webhook = options.webhookSecret === undefined ? undefined : new Webhook(options.webhookSecret)
  const authorization = `Bearer ${options.secret}`

  const call = async (method: 'GET' | 'POST', path: string, key?: string, body?: unknown) => {
    const answer = await pool.request({
      method,
      path,
      headers: {
        authorization,
        ...(key !== undefined && { 'idempotency-key': key, 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    })
    // The wire is the provider's contract; every field that is read is checked where it is read.
    return { status: answer.statusCode, body: (await answer.body.json()) as Record<string, unknown> }
  }

  return {
    async charge(attempt: AttemptCall): Promise<Outcome> {
      const { tender } = attempt
      const method =
        tender.method === 'card' ? { type: 'card', token: tender.token } : { type: 'blik', code: tender.code }
      try {
        const { amountMinor: amount, currency, reference } = attempt
        const answer = await call('POST', '/v1/charges', attempt.attemptId, {
          amount,
          currency,
          method,
          reference,
        })
        if (answer.status === 201) return outcomeOf(answer.body as unknown as Charge)
        // Refused for its form: nothing was booked and nothing ever will be under this key.
        if (answer.status === 422) return declined(String(answer.body['code'] ?? 'refused'))
        return { state: 'unknown', reason: `the provider answered ${answer.status}` }
      } catch (error) {
        return { state: 'unknown', reason: reasonOf(error) }
      }
    },

    async lookUp(attemptId: AttemptId): Promise<Outcome | null> {
      try {
        const answer = await call('GET', `/v1/charges?idempotency_key=${encodeURIComponent(attemptId)}`)
        if (answer.status !== 200)
          return { state: 'unknown', reason: `the provider answered ${answer.status}` }
        const [charge] = (answer.body as unknown as { data: Charge[] }).data
        return charge ? outcomeOf(charge) : null
      } catch (error) {
        return { state: 'unknown', reason: reasonOf(error) }
      }
    },

    async refund(refund: RefundCall): Promise<RefundOutcome> {
      try {
        const path = `/v1/charges/${encodeURIComponent(refund.providerReference)}/refunds`
        const { amountMinor: amount, reference } = refund
        const answer = await call('POST', path, refund.refundId, { amount, reference })
        if (answer.status === 201) return { state: 'done', providerReference: String(answer.body['id']) }
        if (LAST_WORDS.has(answer.status)) {
          return { state: 'refused', reason: String(answer.body['code'] ?? answer.status) }
        }
        return { state: 'unknown', reason: `the provider answered ${answer.status}` }
      } catch (error) {
        return { state: 'unknown', reason: reasonOf(error) }
      }
    },

    attemptsIn(headers, body) {
      if (!webhook) throw badSignature()
      try {
        const told = webhook.verify(body, headers) as { data?: { idempotency_key?: unknown } }
        const id = told.data?.idempotency_key
        return typeof id === 'string' && isId(id) ? [id as AttemptId] : []
      } catch {
        throw badSignature()
      }
    },

    close: () => pool.close(),
  }
}

const badSignature = (): Refusal =>
  new Refusal(
    'unauthenticated',
    'payments.bad_signature',
    'The signature of this webhook does not fit. Check the secret and the clock.',
  )

const declined = (declineCode: string, reference: string | null = null): Outcome => ({
  state: 'declined',
  declineCode,
  providerReference: reference,
})

function outcomeOf(charge: Charge): Outcome {
  switch (charge.status) {
    case 'succeeded':
      return { state: 'captured', providerReference: charge.id }
    case 'pending':
      return { state: 'pending', providerReference: charge.id }
    case 'declined':
      return declined(charge.decline_code ?? 'declined', charge.id)
  }
}

/** The code of a network error; its message could quote what was sent. */
const reasonOf = (error: unknown): string => (error as { code?: string }).code ?? (error as Error).name
