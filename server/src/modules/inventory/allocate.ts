import { invariant } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { publishLevels } from './events.ts'
import { allocateHolds } from './store.ts'
import type { Allocated, Allocation } from './types.ts'

const states = { a: 'allocated', e: 'expired', u: 'unknown' } as const

/**
 * Turns holds into pieces of orders: from then on they do not expire. A hold that ran out, was swept or lost pieces is taken
 * again when everything is still there; otherwise it answers `expired` and stays as it is. Touches no counter in the usual case.
 * One answer per allocation, in order.
 */
export async function allocate(
  ctx: WriteContext,
  allocations: readonly Allocation[],
): Promise<readonly Allocated[]> {
  if (allocations.length === 0) return []
  const holdIds = allocations.map((allocation) => allocation.holdId)
  invariant(new Set(holdIds).size === holdIds.length, 'a hold is allocated once per call')
  const answer = await allocateHolds(
    ctx,
    holdIds,
    allocations.map((allocation) => allocation.orderId),
  )
  publishLevels(ctx, answer.changes)
  return holdIds.map((holdId, index) => {
    const state = states[answer.states[index] as keyof typeof states]
    return { holdId, state }
  })
}
