import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import type { TouchedPromise } from './types.ts'

/** Pieces came for somebody who had been promised them and are reserved now. */
export const PROMISE_FILLED = 'inventory.promise_filled'
/** Somebody's pieces come on another day than promised; on a day that nobody knows: `promisedOn` is null. */
export const PROMISE_MOVED = 'inventory.promise_moved'

/** Promises in one fact; a late container of one article touches thousands. */
const PROMISES_AT_ONCE = 500

export function tellPromises(
  ctx: WriteContext,
  type: typeof PROMISE_FILLED | typeof PROMISE_MOVED,
  promises: readonly TouchedPromise[],
): void {
  for (let at = 0; at < promises.length; at += PROMISES_AT_ONCE)
    emit(ctx, { type, subject: 'stock', data: { promises: promises.slice(at, at + PROMISES_AT_ONCE) } })
}
