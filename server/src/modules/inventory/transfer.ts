import type { WriteContext } from '#platform/context'
import { linesAt } from './lines.ts'
import { move } from './move.ts'
import type { AdjustmentReason, DocumentRef, StockLine } from './types.ts'

/** One step of pieces on their way between places of ours; every quantity is at least 1. */
export interface TransferStep {
  readonly document: DocumentRef
  readonly note?: string
  /** What went on the van, and where. Until it comes off it is nobody's on hand. */
  readonly out?: readonly StockLine[]
  /** What came off it. */
  readonly in?: readonly StockLine[]
  /** Of what came in: what must be written off again at once, broken or never found. */
  readonly writtenOff?: readonly (StockLine & { readonly reason: AdjustmentReason })[]
}

/**
 * Books a step of a transfer: physical facts, never refused. One call with everything in it, so that rows of both places are locked
 * in one order.
 */
export async function transfer(ctx: WriteContext, step: TransferStep): Promise<void> {
  const { document, note, writtenOff = [] } = step
  await move(ctx, [
    { kind: 'transfer_out', document, note, lines: signed(step.out, -1) },
    { kind: 'transfer_in', document, note, lines: signed(step.in, 1) },
    ...[...Map.groupBy(writtenOff, ({ reason }) => reason)].map(([reason, lines]) => ({
      kind: reason,
      document,
      note,
      lines: signed(lines, -1),
    })),
  ])
}

const signed = (lines: readonly StockLine[] | undefined, direction: 1 | -1): StockLine[] =>
  (lines ?? []).flatMap((line) => linesAt(line.locationId, [line], direction))
