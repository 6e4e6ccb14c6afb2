import { Refusal, type HoldId } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import { inBatches, outsideTransaction } from './batches.ts'
import { MAX_HOLD_MS } from './limits.ts'
import { limitsIn, type HoldLimitsOf } from './policies/hold-limits.ts'
import { openIn, type HoldState } from './states.ts'
import { extendHolds, readHolds, readHoldKinds } from './store.ts'
import type { Extended } from './types.ts'

interface Request {
  readonly holdId: HoldId
  readonly ttlMs: number | undefined
  readonly now: Date
  readonly limits: HoldLimitsOf
}

/**
 * Lets a hold last at least `ttlMs` (by default what the policy of its kind and channel says) from now, but no longer than that policy's
 * cap after it was made; `expiresAt` says what came of it. A hold that has run out is revived while all its pieces are still there. Commits
 * on its own, together with others.
 */
export async function extend(ctx: CommandContext, holdId: HoldId, ttlMs?: number): Promise<Extended> {
  outsideTransaction(ctx, 'inventory.extend')
  if (ttlMs !== undefined && !(ttlMs > 0 && ttlMs <= MAX_HOLD_MS)) {
    throw new Refusal('invalid', 'inventory.bad_hold', `A hold is extended by 1 to ${MAX_HOLD_MS} ms.`)
  }
  return queue(ctx, { holdId, ttlMs, now: ctx.now, limits: limitsIn(ctx.platform) })
}

const queue = inBatches('inventory.extend', async (ctx, requests: readonly Request[]) => {
  const kinds = new Map(
    (
      await readHoldKinds(
        ctx.query,
        requests.map((request) => request.holdId),
      )
    ).map((hold) => [hold.holdId, hold]),
  )
  const latest = new Map<HoldId, { until: Date; capMs: number }>()
  for (const { holdId, ttlMs, now, limits } of requests) {
    const hold = kinds.get(holdId)
    if (!hold) continue
    const limit = limits(hold.kind, hold.channelId)
    const until = new Date(now.getTime() + (ttlMs ?? limit.ttlMs))
    const known = latest.get(holdId)
    if (!known || known.until < until) latest.set(holdId, { until, capMs: limit.capMs })
  }
  await extendHolds(
    ctx,
    [...latest].map(([holdId, { until, capMs }]) => ({ holdId, until, capMs })),
  )
  const holds = new Map((await readHolds(ctx.query, [...latest.keys()])).map((hold) => [hold.holdId, hold]))
  return requests.map(({ holdId }): Extended => {
    const hold = holds.get(holdId)
    if (!hold) return { state: 'unknown', holdId }
    if (hold.state === 'expired') return { state: 'expired', holdId }
    if (!isOpen(hold.state)) return { state: 'not_active', holdId }
    const over = hold.broken || hold.expiresAt <= ctx.now
    return over ? { state: 'expired', holdId } : { state: 'held', holdId, expiresAt: hold.expiresAt }
  })
})

const isOpen = (state: HoldState): boolean => openIn.some((open) => open === state)
