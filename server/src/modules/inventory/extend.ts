import { Refusal, type HoldId } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import { inBatches, outsideTransaction } from './batches.ts'
import { MAX_HOLD_MS } from './limits.ts'
import { openIn, type HoldState } from './states.ts'
import { extendHolds, readHolds } from './store.ts'
import type { Extended } from './types.ts'

/**
 * Lets a hold last at least `ttlMs` from now, but no longer than `MAX_HOLD_MS` after it was made; `expiresAt` says what came of
 * it. A hold that has run out is revived while all its pieces are still there. Commits on its own, together with others.
 */
export async function extend(ctx: CommandContext, holdId: HoldId, ttlMs: number): Promise<Extended> {
  outsideTransaction(ctx, 'inventory.extend')
  if (!(ttlMs > 0 && ttlMs <= MAX_HOLD_MS)) {
    throw new Refusal('invalid', 'inventory.bad_hold', `A hold is extended by 1 to ${MAX_HOLD_MS} ms.`)
  }
  return queue(ctx, { holdId, until: new Date(ctx.now.getTime() + ttlMs) })
}

const queue = inBatches(
  'inventory.extend',
  async (ctx, requests: readonly { readonly holdId: HoldId; readonly until: Date }[]) => {
    const latest = new Map<HoldId, Date>()
    for (const { holdId, until } of requests) {
      const known = latest.get(holdId)
      if (!known || known < until) latest.set(holdId, until)
    }
    const holdIds = [...latest.keys()]
    await extendHolds(
      ctx,
      [...latest].map(([holdId, until]) => ({ holdId, until, capMs: MAX_HOLD_MS })),
    )
    const holds = new Map((await readHolds(ctx.query, holdIds)).map((hold) => [hold.holdId, hold]))
    return requests.map(({ holdId }): Extended => {
      const hold = holds.get(holdId)
      if (!hold) return { state: 'unknown', holdId }
      if (hold.state === 'expired') return { state: 'expired', holdId }
      if (!isOpen(hold.state)) return { state: 'not_active', holdId }
      const over = hold.broken || hold.expiresAt <= ctx.now
      return over ? { state: 'expired', holdId } : { state: 'held', holdId, expiresAt: hold.expiresAt }
    })
  },
)

const isOpen = (state: HoldState): boolean => openIn.some((open) => open === state)
