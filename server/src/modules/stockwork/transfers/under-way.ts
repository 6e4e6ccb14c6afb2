import { addDays, invariant, wallClock, type Sku } from '@splot/kernel'
import { locationById } from '#modules/locations'
import type { WriteContext } from '#platform/context'
import { tellInbound } from '../inbound.ts'
import { readTransfer, readTransferLines } from './store.ts'
import type { Transfer } from './types.ts'

/** Days that a transfer is on its way where nobody said when it arrives. */
const USUAL_DAYS = 1

/** Rows of stock that a transfer touches: what leaves one place is announced in the other. */
export const atBothEnds = (
  { fromId, toId }: Pick<Transfer, 'fromId' | 'toId'>,
  lines: readonly { readonly sku: Sku }[],
) => lines.flatMap(({ sku }) => [fromId, toId].map((locationId) => ({ sku, locationId })))

/** Tells inventory what is still on its way to the destination: nothing once the transfer is closed. */
export async function tellUnderWay(ctx: WriteContext, id: string): Promise<void> {
  const transfer = await readTransfer(ctx, id)
  invariant(transfer, 'a transfer that was found stays')
  const { toId, state, shippedAt } = transfer
  const place = await locationById(ctx, toId)
  const left = wallClock(shippedAt ?? ctx.now, place?.timeZone ?? 'UTC').date
  const expectedOn = transfer.expectedOn ?? addDays(left, USUAL_DAYS)
  const lines = state === 'shipped' ? await readTransferLines(ctx, id) : []
  await tellInbound(ctx, {
    document: { kind: 'transfer', id },
    locationId: toId,
    lines: lines.flatMap(({ sku, shipped, received, damaged }) => {
      const quantity = shipped - received - damaged
      return quantity > 0 ? { sku, quantity, expectedOn } : []
    }),
  })
}
