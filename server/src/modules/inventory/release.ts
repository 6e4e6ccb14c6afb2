import type { HoldId } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import { endWaiting } from './atp/end-waiting.ts'
import { inBatches, outsideTransaction } from './batches.ts'
import { publishLevels } from './events.ts'
import { readHolds, releaseHolds } from './store.ts'
import type { Released } from './types.ts'

/**
 * Gives active holds back; allocated and consumed ones are left alone, which the answer says. Commits on its own, together
 * with others; saying it again changes nothing.
 */
export async function release(ctx: CommandContext, holdIds: readonly HoldId[]): Promise<readonly Released[]> {
  outsideTransaction(ctx, 'inventory.release')
  return holdIds.length === 0 ? [] : queue(ctx, holdIds)
}

const queue = inBatches('inventory.release', async (ctx, requests: readonly (readonly HoldId[])[]) => {
  const holdIds = [...new Set(requests.flat())]
  await endWaiting(ctx, holdIds, async (ids) => publishLevels(ctx, await releaseHolds(ctx, ids)))
  const states = new Map((await readHolds(ctx.query, holdIds)).map((hold) => [hold.holdId, hold.state]))
  return requests.map((ids) =>
    ids.map((holdId): Released => ({ holdId, state: states.get(holdId) ?? 'unknown' })),
  )
})
