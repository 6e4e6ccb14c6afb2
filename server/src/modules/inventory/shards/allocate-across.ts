import type { HoldId } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import { allocate } from '../allocate.ts'
import { releaseAllocated } from '../release-allocated.ts'
import { readHolds } from '../store.ts'
import type { Allocated, Allocation } from '../types.ts'
import type { Routing, Shard } from './route.ts'

interface Part {
  readonly shard: Shard
  readonly state: Allocated['state']
}

/**
 * `allocate` over several databases, outside the order's transaction: whoever placed the order lets its fact drive this until it has
 * answered, as often as it takes. Only for holds that `reserve` answered as held. A hold of which a part is gone gets nothing: what
 * other databases have allocated is given back, here or by the repetition.
 */
export async function allocateAcross(
  { shards }: Routing,
  ctx: CommandContext,
  allocations: readonly Allocation[],
): Promise<readonly Allocated[]> {
  const byShard = await Promise.all(shards.map((shard) => allocateOn(shard, ctx, allocations)))
  const partsOf = ({ holdId }: Allocation): Part[] =>
    shards.flatMap((shard, at) => {
      const state = byShard[at]?.get(holdId)
      return state ? { shard, state } : []
    })
  return Promise.all(
    allocations.map(async (allocation): Promise<Allocated> => {
      const parts = partsOf(allocation)
      const { holdId } = allocation
      if (parts.length === 0) return { holdId, state: 'unknown' }
      if (parts.every(({ state }) => state === 'allocated')) return { holdId, state: 'allocated' }
      await Promise.all(
        parts
          .filter(({ state }) => state === 'allocated')
          .map(({ shard: { platform } }) =>
            platform.write(ctx.actor, (tx) => releaseAllocated(tx, [{ holdId }])),
          ),
      )
      return { holdId, state: parts.some(({ state }) => state === 'expired') ? 'expired' : 'unknown' }
    }),
  )
}

/** What became of those holds of which this database has a part; a part that was refused was none. */
const allocateOn = (
  { platform }: Shard,
  ctx: CommandContext,
  allocations: readonly Allocation[],
): Promise<ReadonlyMap<HoldId, Allocated['state']>> =>
  platform.write(ctx.actor, async (tx) => {
    const holdIds = allocations.map(({ holdId }) => holdId)
    const known = (await readHolds(tx.query, holdIds)).filter(({ state }) => state !== 'refused')
    const here = new Set(known.map(({ holdId }) => holdId))
    const answers = await allocate(
      tx,
      allocations.filter(({ holdId }) => here.has(holdId)),
    )
    return new Map(answers.map(({ holdId, state }) => [holdId, state]))
  })
