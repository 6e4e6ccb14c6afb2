import type { WriteContext } from '#platform/context'
import { publishLevels } from './events.ts'
import { relocatePieces } from './store.ts'
import type { Relocated, Relocation } from './types.ts'

/**
 * Lets another place serve pieces of a hold, of a basket or of an order that is not picked yet: all of them or nothing. Part of the
 * caller's transaction; call it once per transaction, because each call takes its locks anew.
 */
export const relocate = (ctx: WriteContext, relocation: Relocation): Promise<Relocated> =>
  carryOut(ctx, relocation, false)

/** As `relocate`, and from then on the engine no longer chooses: a soft hold becomes a pinned one. `from` and `to` may be the same place. */
export const pin = (ctx: WriteContext, relocation: Relocation): Promise<Relocated> =>
  carryOut(ctx, relocation, true)

async function carryOut(ctx: WriteContext, relocation: Relocation, pinned: boolean): Promise<Relocated> {
  const { state, available, changes } = await relocatePieces(ctx, relocation, pinned)
  publishLevels(ctx, changes)
  if (state === 'n') return { state: 'not_held' }
  return state === 's' ? { state: 'short', available } : { state: 'moved' }
}
