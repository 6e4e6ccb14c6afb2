import { invariant, Refusal, type LocationId } from '@splot/kernel'
import { authorise, holds, type WriteContext } from '#platform/context'
import { transferStates, type TransferState } from '../states.ts'
import { notFound } from '../wire.ts'
import { lockTransfer, readTransfer } from './store.ts'
import type { Transfer } from './types.ts'

/** The transfer, for somebody who may move stock at one of the places that `whose` names. */
export async function transferFor(
  ctx: WriteContext,
  id: string,
  whose: (transfer: Transfer) => readonly [LocationId, ...LocationId[]],
): Promise<Transfer> {
  const transfer = await readTransfer(ctx, id)
  if (!transfer) throw notFound('transfer')
  const places = whose(transfer)
  if (!places.some((place) => holds(ctx.actor, 'stock.transfer', place))) {
    authorise(ctx.actor, 'stock.transfer', places[0])
  }
  return transfer
}

/** Locks the transfer and refuses with `stockwork.transfer_state` unless it is in one of these states. */
export async function lockedIn(
  ctx: WriteContext,
  id: string,
  states: readonly TransferState[],
): Promise<Transfer> {
  await lockTransfer(ctx, id)
  const transfer = await readTransfer(ctx, id)
  invariant(transfer, 'a transfer that was found stays')
  if (states.includes(transfer.state)) return transfer
  throw new Refusal(
    'conflict',
    'stockwork.transfer_state',
    `The transfer ${transfer.number} is "${transferStates[transfer.state].words.en}"; this cannot be done to it now.`,
    { facts: { number: transfer.number, state: transfer.state } },
  )
}
