import type { AdjustmentReason } from '#modules/inventory'
import { lockAhead, transfer as moveBetween } from '#modules/inventory'
import { audit } from '#platform/auth'
import { authorise, type WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { limitOf } from '../adjustments/limit.ts'
import { once, type Command } from '../command.ts'
import {
  differencesOf,
  explain,
  toldDifferences,
  type DifferenceReason,
  type ExplainedDifference,
  type GivenReason,
} from '../reasons.ts'
import { transferVerbs } from '../states.ts'
import { lockedIn, transferFor } from './locked.ts'
import { readTransferLines, setLines, setTransferState } from './store.ts'
import { atBothEnds, tellUnderWay } from './under-way.ts'
import type { Transfer, TransferLine } from './types.ts'

/** Missing pieces that never left: they are still at the source. All others are lost. */
const neverLeft: ReadonlySet<DifferenceReason> = new Set(['sent_too_few', 'follows_later', 'miscounted'])

const writtenOffAs: Partial<Record<DifferenceReason, AdjustmentReason>> = {
  damaged_on_the_way: 'damage',
  stolen: 'theft',
}

/**
 * Ends the transfer: every difference gets a reason. Missing pieces go back into the source's book where the reason says that they
 * never left it; otherwise they come in and are written off, so that the loss stands in the ledger. What came without having been
 * scanned out is booked out at the source. More lost pieces than may be adjusted in the destination need `stock.approve` there. Afterwards what left the source is what arrived plus what was lost.
 * @throws Refusal `stockwork.difference_unexplained`, `stockwork.transfer_state`.
 */
export async function closeTransfer(
  ctx: WriteContext,
  id: string,
  command: Command & { readonly reasons: readonly GivenReason[] },
): Promise<void> {
  await transferFor(ctx, id, ({ toId }) => [toId])
  await once(ctx, 'transfer.close', id, command, async (at) => {
    const transfer = await lockedIn(ctx, id, transferVerbs['receive, close'])
    const { number, fromId, toId } = transfer
    const lines = await readTransferLines(ctx, id)
    const differences = explain(
      differencesOf(lines.map((line) => ({ ...line, expected: line.shipped }))),
      command.reasons,
    )
    const settled = settle(lines, differences)
    await mayWriteOff(ctx, transfer, settled)
    await setLines(ctx, id, settled)
    await setTransferState(ctx, id, 'closed', at, differences)
    await lockAhead(ctx, { rows: atBothEnds(transfer, lines) })
    await moveBetween(ctx, {
      document: { kind: 'transfer', id },
      note: number,
      ...movesOf(transfer, settled),
    })
    await tellUnderWay(ctx, id)
    const data = {
      transferId: id,
      number,
      fromId,
      toId,
      lines: [],
      closed: true,
      differences: toldDifferences(differences),
    }
    emit(ctx, { type: 'stockwork.transfer_received', subject: id, locationId: toId, data })
    const detail = { number, differences }
    await audit(ctx, { action: 'stockwork.transfer_closed', subject: id, locationId: toId, detail })
  })
}

interface Settled extends Pick<TransferLine, 'sku' | 'shipped' | 'lost' | 'over'> {
  /** Missing pieces that are still at the source. */
  readonly back: number
  readonly writtenOffAs: AdjustmentReason
}

/** What becomes of the pieces that are missing or too many, line by line. */
function settle(lines: readonly TransferLine[], differences: readonly ExplainedDifference[]): Settled[] {
  return lines.flatMap(({ sku, shipped, received, damaged }): Settled[] => {
    const missing = shipped - received - damaged
    if (missing === 0) return []
    const reason = differences.find((one) => one.sku === sku && one.kind === 'short')?.reason ?? 'other'
    const back = missing > 0 && neverLeft.has(reason) ? missing : 0
    return [
      {
        sku,
        shipped: shipped - back,
        lost: Math.max(0, missing) - back,
        over: Math.max(0, -missing),
        back,
        writtenOffAs: writtenOffAs[reason] ?? 'correction',
      },
    ]
  })
}

/** Losing pieces on the way takes them off the book as an adjustment does, so the same limit stands before it. */
async function mayWriteOff(
  ctx: WriteContext,
  { toId }: Transfer,
  settled: readonly Settled[],
): Promise<void> {
  const lost = settled.reduce((sum, line) => sum + line.lost, 0)
  const { documentPieces } = await limitOf(ctx, toId)
  if (lost > documentPieces) authorise(ctx.actor, 'stock.approve', toId)
}

function movesOf({ fromId, toId }: Transfer, settled: readonly Settled[]) {
  const at = (locationId: Transfer['fromId'], field: 'back' | 'lost' | 'over') =>
    settled.flatMap(({ sku, [field]: quantity, writtenOffAs: reason }) =>
      quantity > 0 ? { sku, quantity, locationId, reason } : [],
    )
  const lost = at(toId, 'lost')
  return { out: at(fromId, 'over'), in: [...at(fromId, 'back'), ...lost], writtenOff: lost }
}
