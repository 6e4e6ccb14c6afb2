import type { HoldId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { publishAvailability } from '../events.ts'
import { dropWaiting, lockRowStatesById, lockWaitingOf, recountUncovered } from './store.ts'

/**
 * Lets holds end: what they wait for is no longer owed when `end` has ended those that it is given. Costs one look into an index that is empty unless
 * something was promised against inbound.
 */
export async function endWaiting(
  ctx: WriteContext,
  holdIds: readonly HoldId[],
  end: (holdIds: readonly HoldId[]) => Promise<unknown>,
): Promise<void> {
  const { locked, awaited } = await lockWaitingOf(ctx, holdIds)
  await end(locked ?? holdIds)
  if (awaited.length > 0) await recountDropped(ctx, awaited)
}

/** Of these locked rows: what ended holds wait for is no longer owed. */
async function recountDropped(ctx: WriteContext, stockIds: readonly number[]): Promise<void> {
  const fewer = await dropWaiting(ctx, stockIds)
  if (fewer.length === 0) return
  publishAvailability(ctx, await recountUncovered(ctx, await lockRowStatesById(ctx, fewer)))
}
