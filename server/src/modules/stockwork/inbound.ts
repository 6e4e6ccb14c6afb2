import { expectInbound, type Expectation } from '#modules/inventory'
import type { WriteContext } from '#platform/context'

/**
 * Tells inventory what is still to come by an advice or a transfer under way: everything, so it may be said again; no lines: nothing more
 * comes. Said after each change, in its transaction, and after the pieces that came with it were received.
 */
export const tellInbound = (ctx: WriteContext, stillToCome: Expectation): Promise<void> =>
  expectInbound(ctx, stillToCome)
