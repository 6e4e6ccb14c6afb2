import { Refusal, type RefusalDetail, type Sku } from '@splot/kernel'
import { lockAhead, releaseAllocated, transfer as moveBetween, type ToldApart } from '#modules/inventory'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { bySku, knownSkus } from '../articles.ts'
import { once, type Command } from '../command.ts'
import { transferVerbs } from '../states.ts'
import { lockedIn, transferFor } from './locked.ts'
import { readTransferLines, setLines, setTransferState } from './store.ts'
import { atBothEnds, tellUnderWay } from './under-way.ts'
import type { TransferLine } from './types.ts'

export interface Shipment extends Command {
  /** What was scanned onto the van; everything that was asked for when left out. */
  readonly lines?: readonly (ToldApart & { readonly code: string; readonly quantity: number })[] | undefined
}

/**
 * The pieces leave the source and are in transit. Fewer than asked for may go, never more; the rest is not sent later. A physical
 * fact: it is not refused when the book has fewer.
 * @throws Refusal `stockwork.transfer_state`, `stockwork.more_than_requested`.
 */
export async function shipTransfer(ctx: WriteContext, id: string, shipment: Shipment): Promise<void> {
  await transferFor(ctx, id, ({ fromId }) => [fromId])
  const scanned = shipment.lines && (await knownSkus(ctx, shipment.lines))
  await once(ctx, 'transfer.ship', id, shipment, async (at) => {
    const { number, fromId, toId, holdId } = await lockedIn(ctx, id, transferVerbs.ship)
    const lines = await readTransferLines(ctx, id)
    if (scanned) refuseMore(lines, scanned)
    const loaded: readonly (ToldApart & { readonly sku: Sku; readonly quantity: number })[] =
      scanned ?? lines.map(({ sku, requested }) => ({ sku, quantity: requested }))
    const sent = bySku(
      loaded.map(({ sku, quantity }) => ({ sku, quantity })),
      'quantity',
    )
    await lockAhead(ctx, { holdIds: holdId ? [holdId] : [], rows: atBothEnds({ fromId, toId }, lines) })
    if (holdId) await releaseAllocated(ctx, [{ holdId }])
    await setLines(
      ctx,
      id,
      sent.map(({ sku, quantity }) => ({ sku, shipped: quantity, lost: 0, over: 0 })),
    )
    await setTransferState(ctx, id, 'shipped', at)
    await moveBetween(ctx, {
      document: { kind: 'transfer', id },
      note: number,
      out: loaded.map(({ sku, quantity, bin, lot, serials }) => ({
        sku,
        quantity,
        bin,
        lot,
        serials,
        locationId: fromId,
      })),
    })
    await tellUnderWay(ctx, id)
    const data = { transferId: id, number, fromId, toId, lines: sent }
    emit(ctx, { type: 'stockwork.transfer_shipped', subject: id, locationId: fromId, data })
    const detail = { number, lines: sent }
    await audit(ctx, { action: 'stockwork.transfer_shipped', subject: id, locationId: fromId, detail })
  })
}

function refuseMore(
  asked: readonly TransferLine[],
  scanned: readonly { readonly sku: string; readonly quantity: number }[],
): void {
  const left = new Map<string, number>(asked.map(({ sku, requested }) => [sku, requested]))
  const errors: RefusalDetail[] = []
  scanned.forEach(({ sku, quantity }, index) => {
    const room = left.get(sku) ?? 0
    left.set(sku, room - quantity)
    if (quantity > room) {
      errors.push({ pointer: `/lines/${index}/quantity`, detail: `at most ${Math.max(0, room)} of ${sku}` })
    }
  })
  if (errors.length === 0) return
  throw new Refusal(
    'unprocessable',
    'stockwork.more_than_requested',
    'More than was asked for would be sent. Take the extra pieces off, or make another transfer for them.',
    { errors },
  )
}
