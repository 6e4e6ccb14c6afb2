import { DAY_MS } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { Platform, WriteContext } from '#platform/context'
import { addJob, defineJob, jobActor } from '#platform/jobs'
import {
  DELIVERIES_AT_ONCE,
  DISABLED_AFTER_DAYS,
  DISABLED_AFTER_FAILURES,
  LONGEST_REST_MS,
  RETRY_PAUSES_MS,
  RUN_MS,
  SHORTEST_REST_MS,
  TURN_MS,
} from './limits.ts'
import { post, wasTaken, type Attempt } from './post.ts'
import {
  disableEndpoint,
  dueDeliveries,
  endpointById,
  endTurn,
  keepTurn,
  nextTry,
  recordAttempt,
  recordFailures,
  recordSuccess,
  takeTurn,
  type DueDelivery,
} from './store.ts'
import type { EndpointId } from './types.ts'

const actor = jobActor('webhooks.deliver')

/** The receiver's way to say "never again" (Standard Webhooks). */
const GONE = 410

/**
 * Sends what is due for one endpoint, some at a time. Each delivery is tried again on its own, and none waits for another: order
 * is not promised, facts carry their `sequence`. One sender per endpoint at a time.
 */
export const deliverJob = defineJob<{ readonly endpointId: EndpointId }>({
  name: 'webhooks.deliver',
  maxAttempts: 3,
  run: async (platform, { endpointId }) => {
    if (!(await platform.write(actor, (ctx) => takeTurn(ctx, endpointId, TURN_MS)))) {
      return lookAgain(platform, endpointId)
    }
    const until = platform.clock().getTime() + RUN_MS
    while ((await sendSome(platform, endpointId)) && platform.clock().getTime() < until);
    await platform.write(actor, (ctx) => endTurn(ctx, endpointId))
    await lookAgain(platform, endpointId)
  },
})

/** Adds the job once more for when something may be sent again; for a paused endpoint, or when nothing waits, not at all. */
const lookAgain = (platform: Platform, endpointId: EndpointId): Promise<void> =>
  platform.write(actor, async (ctx) => {
    const runAt = await nextTry(ctx, endpointId)
    if (runAt) await addJob(ctx, deliverJob, { endpointId }, { key: `webhooks:${endpointId}:again`, runAt })
  })

/** Sends a handful; answers whether to go on: not when nothing is due, nor when the endpoint took nothing of it. */
async function sendSome(platform: Platform, endpointId: EndpointId): Promise<boolean> {
  const read = platform.read(actor)
  const endpoint = await endpointById(read, endpointId)
  if (!endpoint?.active) return false
  const due = await dueDeliveries(read, endpointId, DELIVERIES_AT_ONCE)
  if (due.length === 0) return false
  const attempts = await Promise.all(
    due.map(async (delivery) => ({ delivery, attempt: await post(endpoint, delivery, platform.clock()) })),
  )
  return platform.write(actor, async (ctx) => {
    await keepTurn(ctx, endpointId, TURN_MS)
    for (const { delivery, attempt } of attempts) await settle(ctx, delivery, attempt)
    const gone = attempts.some(({ attempt }) => attempt.status === GONE)
    if (gone) await disable(ctx, endpointId, 'The receiver answered 410 Gone.')
    if (attempts.some(({ attempt }) => wasTaken(attempt))) {
      await recordSuccess(ctx, endpointId)
      return !gone
    }
    if (!gone) await rest(ctx, endpointId, attempts.length)
    return false
  })
}

function settle(ctx: WriteContext, delivery: DueDelivery, attempt: Attempt): Promise<unknown> {
  const { id } = delivery
  if (wasTaken(attempt)) return recordAttempt(ctx, { id, state: 'delivered', ...attempt, nextAt: ctx.now })
  const pause = attempt.status === GONE ? undefined : RETRY_PAUSES_MS[delivery.attempts]
  return recordAttempt(ctx, {
    id,
    state: pause === undefined ? 'failed' : 'pending',
    ...attempt,
    nextAt: new Date(ctx.now.getTime() + (pause ?? 0)),
  })
}

/** Leaves an endpoint alone that took nothing, the longer the longer it fails, and at last for good. */
async function rest(ctx: WriteContext, endpointId: EndpointId, failed: number): Promise<void> {
  const health = await recordFailures(ctx, endpointId, failed, (failingMs) =>
    Math.min(Math.max(failingMs / 4, SHORTEST_REST_MS), LONGEST_REST_MS),
  )
  if (health.failingMs < DISABLED_AFTER_DAYS * DAY_MS || health.failures < DISABLED_AFTER_FAILURES) return
  await disable(
    ctx,
    endpointId,
    `The receiver took nothing for ${DISABLED_AFTER_DAYS} days, in ${health.failures} attempts.`,
  )
}

/** Switches an endpoint off and tells so in the audit log; what it was still to get waits until somebody revives it. */
async function disable(ctx: WriteContext, endpointId: EndpointId, reason: string): Promise<void> {
  await disableEndpoint(ctx, endpointId, reason)
  await audit(ctx, { action: 'webhooks.disabled', subject: endpointId, detail: { reason } })
  ctx.log.warn({ endpoint: endpointId, reason }, 'a webhook endpoint was switched off')
}
