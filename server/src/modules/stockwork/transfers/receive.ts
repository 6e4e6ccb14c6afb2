import { transfer as moveBetween } from '#modules/inventory'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { arrivedBySku, takenIn, type Arrived } from '../arrived.ts'
import { knownSkus } from '../articles.ts'
import { once, type Command } from '../command.ts'
import { transferVerbs } from '../states.ts'
import { lockedIn, transferFor } from './locked.ts'
import { addArrived, insertTransferReceipt } from './store.ts'
import { tellUnderWay } from './under-way.ts'

export interface Arrival extends Command {
  readonly lines: readonly Arrived[]
}

/**
 * Takes in one batch of scans at the destination: everything is on hand at once, damaged pieces in quarantine. More than was sent, or something else, is taken in as well, so that the order of batches does not matter; closing explains it.
 * @throws Refusal `stockwork.transfer_state`, `inventory.unknown_sku`.
 */
export async function receiveTransfer(ctx: WriteContext, id: string, arrival: Arrival): Promise<void> {
  const { commandId } = arrival
  await transferFor(ctx, id, ({ toId }) => [toId])
  const arrived = await knownSkus(ctx, arrival.lines)
  const lines = arrivedBySku(arrived)
  await once(ctx, 'transfer.receive', id, arrival, async (at) => {
    const { number, fromId, toId } = await lockedIn(ctx, id, transferVerbs['receive, close'])
    await insertTransferReceipt(ctx, id, { id: commandId, at, lines })
    await addArrived(ctx, id, lines)
    await moveBetween(ctx, {
      document: { kind: 'transfer', id },
      note: number,
      in: takenIn(arrived).map((line) => ({ ...line, locationId: toId })),
    })
    await tellUnderWay(ctx, id)
    const data = { transferId: id, number, receiptId: commandId, fromId, toId, lines }
    emit(ctx, { type: 'stockwork.transfer_received', subject: id, locationId: toId, data })
    const detail = { number, receiptId: commandId, lines }
    await audit(ctx, { action: 'stockwork.transfer_received', subject: id, locationId: toId, detail })
  })
}
