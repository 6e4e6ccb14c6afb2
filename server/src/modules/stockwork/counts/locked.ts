import { invariant, Refusal } from '@splot/kernel'
import { authorise, type WriteContext } from '#platform/context'
import { countStates, type CountState } from '../states.ts'
import { notFound } from '../wire.ts'
import { lockCount, readCount } from './store.ts'
import type { Count } from './types.ts'

/** The count, for somebody who holds the permission in its place. */
export async function countFor(ctx: WriteContext, id: string, permission: string): Promise<Count> {
  const count = await readCount(ctx, id)
  if (!count) throw notFound('count')
  authorise(ctx.actor, permission, count.locationId)
  return count
}

/** Locks the count and refuses with `stockwork.count_state` unless it is in one of these states. */
export async function lockedIn(
  ctx: WriteContext,
  id: string,
  states: readonly CountState[],
  how: 'to scan' | 'to change' = 'to change',
): Promise<Count> {
  await lockCount(ctx, id, how)
  const count = await readCount(ctx, id)
  invariant(count, 'a count that was found stays')
  if (states.includes(count.state)) return count
  throw new Refusal(
    'conflict',
    'stockwork.count_state',
    `The count ${count.number} is "${countStates[count.state].words.en}"; this cannot be done to it now.`,
    { facts: { number: count.number, state: count.state } },
  )
}
