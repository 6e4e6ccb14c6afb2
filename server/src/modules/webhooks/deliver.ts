import { Webhook } from 'standardwebhooks'
import { request } from 'undici'
import type { Platform, WriteContext } from '#platform/context'
import { addJob, defineJob, jobActor } from '#platform/jobs'
import { DELIVERIES_PER_JOB, DELIVERY_TIMEOUT_MS, RETRY_PAUSES_MS, TURN_MS } from './limits.ts'
import { signingSecret } from './secret.ts'
import {
  disableEndpoint,
  dueDeliveries,
  endpointById,
  keepTurn,
  recordAttempt,
  takeTurn,
  type DueDelivery,
} from './store.ts'
import type { Endpoint, EndpointId } from './types.ts'

const actor = jobActor('webhooks.deliver')

interface Attempt {
  readonly status: number | null
  readonly error: string | null
}

/** Sends what is due for one endpoint, in order; the first failure ends the run, so that nothing overtakes it. */
export const deliverJob = defineJob<{ readonly endpointId: EndpointId }>({
  name: 'webhooks.deliver',
  maxAttempts: 3,
  run: async (platform, { endpointId }) => {
    const endpoint = await endpointById(platform.read(actor), endpointId)
    if (!endpoint?.active) return
    if (!(await platform.write(actor, (ctx) => takeTurn(ctx, endpointId, TURN_MS)))) {
      return lookAgain(platform, endpointId, TURN_MS)
    }
    const due = await dueDeliveries(platform.read(actor), endpointId, DELIVERIES_PER_JOB)
    let all = due.length === DELIVERIES_PER_JOB
    for (const delivery of due) {
      const attempt = await post(endpoint, delivery, platform.clock())
      const delivered = await platform.write(actor, async (ctx) => {
        await keepTurn(ctx, endpointId, TURN_MS)
        return settle(ctx, endpoint, delivery, attempt)
      })
      if (delivered) continue
      all = false
      break
    }
    await platform.write(actor, (ctx) => keepTurn(ctx, endpointId, 0))
    if (all) await lookAgain(platform, endpointId, 0)
  },
})

/** Adds the job once more: for what is left, or for when the other sender's turn has ended at the latest. */
const lookAgain = (platform: Platform, endpointId: EndpointId, afterMs: number): Promise<void> =>
  platform.write(actor, (ctx) =>
    addJob(
      ctx,
      deliverJob,
      { endpointId },
      { key: `webhooks:${endpointId}:again`, runAt: new Date(ctx.now.getTime() + afterMs) },
    ),
  )

async function post(endpoint: Endpoint, delivery: DueDelivery, now: Date): Promise<Attempt> {
  try {
    const answer = await request(endpoint.url, {
      method: 'POST',
      headersTimeout: DELIVERY_TIMEOUT_MS,
      bodyTimeout: DELIVERY_TIMEOUT_MS,
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
    return { status: null, error: (error as { code?: string }).code ?? (error as Error).name }
  }
}

/** Records the attempt; answers whether the next delivery may follow. */
async function settle(
  ctx: WriteContext,
  endpoint: Endpoint,
  delivery: DueDelivery,
  attempt: Attempt,
): Promise<boolean> {
  if (attempt.status !== null && attempt.status >= 200 && attempt.status < 300) {
    await recordAttempt(ctx, { id: delivery.id, state: 'delivered', ...attempt, nextAt: ctx.now })
    return true
  }
  // 410 Gone is how a receiver says "never again" (Standard Webhooks).
  if (attempt.status === 410) {
    await disableEndpoint(ctx, endpoint.id, 'The receiver answered 410 Gone.')
  }
  const pause = attempt.status === 410 ? undefined : RETRY_PAUSES_MS[delivery.attempts]
  const nextAt = new Date(ctx.now.getTime() + (pause ?? 0))
  await recordAttempt(ctx, {
    id: delivery.id,
    state: pause === undefined ? 'failed' : 'pending',
    ...attempt,
    nextAt,
  })
  const options = { key: `webhooks:${endpoint.id}:retry` }
  if (pause !== undefined)
    await addJob(ctx, deliverJob, { endpointId: endpoint.id }, { ...options, runAt: nextAt })
  return pause === undefined && attempt.status !== 410
}
