import { releaseAllocated } from '#modules/inventory'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { once, type Command } from '../command.ts'
import { transferVerbs } from '../states.ts'
import { lockedIn, transferFor } from './locked.ts'
import { setTransferState } from './store.ts'
import type { Transfer } from './types.ts'

/** The source agrees to send what another place asked for. */
export async function approveTransfer(ctx: WriteContext, id: string, command: Command): Promise<void> {
  await transferFor(ctx, id, ({ fromId }) => [fromId])
  await once(ctx, 'transfer.approve', id, command, async (at) => {
    const { number, fromId } = await lockedIn(ctx, id, transferVerbs['approve, reject'])
    await setTransferState(ctx, id, 'approved', at)
    const detail = { number }
    await audit(ctx, { action: 'stockwork.transfer_approved', subject: id, locationId: fromId, detail })
  })
}

/** The source does not send it; held pieces are free again. */
export async function rejectTransfer(
  ctx: WriteContext,
  id: string,
  command: Command & { readonly note: string | null },
): Promise<void> {
  await transferFor(ctx, id, ({ fromId }) => [fromId])
  await once(ctx, 'transfer.reject', id, command, async (at) => {
    const transfer = await lockedIn(ctx, id, transferVerbs['approve, reject'])
    await end(ctx, transfer, 'rejected', at, command.note)
  })
}

/** It is not sent after all; either place may say so, until it is on its way. */
export async function cancelTransfer(ctx: WriteContext, id: string, command: Command): Promise<void> {
  await transferFor(ctx, id, ({ fromId, toId }) => [fromId, toId])
  await once(ctx, 'transfer.cancel', id, command, async (at) => {
    await end(ctx, await lockedIn(ctx, id, transferVerbs.cancel), 'cancelled', at, null)
  })
}

async function end(
  ctx: WriteContext,
  { id, number, fromId, holdId }: Transfer,
  state: 'rejected' | 'cancelled',
  at: Date,
  note: string | null,
): Promise<void> {
  if (holdId) await releaseAllocated(ctx, [{ holdId }])
  await setTransferState(ctx, id, state, at)
  const detail = { number, note }
  await audit(ctx, { action: `stockwork.transfer_${state}`, subject: id, locationId: fromId, detail })
}
