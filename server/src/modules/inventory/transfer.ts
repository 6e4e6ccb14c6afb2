import type { WriteContext } from '#platform/context'
import { linesAt } from './lines.ts'
import { move, type MovedLine } from './move.ts'
import type { AdjustmentReason, Arrival, DocumentRef, StockLine, ToldApart } from './types.ts'

/** One step of pieces on their way between places of ours; every quantity is at least 1. */
export interface TransferStep {
  readonly document: DocumentRef
  readonly note?: string
  /** What went on the van, and where. Until it comes off it is nobody's on hand. */
  readonly out?: readonly (StockLine & ToldApart)[]
  /** What came off it; `aside`: to quarantine, until somebody has looked. */
  readonly in?: readonly (StockLine & ToldApart & { readonly aside?: boolean | undefined })[]
  /** Of what came in: what is written off again at once, because it was never found. */
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

const signed = (lines: readonly MovedLine[] | undefined, direction: 1 | -1): MovedLine[] =>
  (lines ?? []).flatMap((line) => linesAt(line.locationId, [line], direction))

/** Pieces that went from, or came to, one place. */
type Leg = Omit<Arrival, 'reason'>

const leg =
  (kind: 'transfer_out' | 'transfer_in') =>
  (ctx: WriteContext, legs: readonly Leg[]): Promise<void> =>
    move(
      ctx,
      legs.map(({ document, locationId, lines, actor }) => ({
        kind,
        document,
        actor,
        lines: linesAt(locationId, lines, kind === 'transfer_in' ? 1 : -1),
      })),
    )

/** As `transfer`, of one side only: what went on the van. */
export const transferOut = leg('transfer_out')

/** As `transfer`, of one side only: what came off it. */
export const transferIn = leg('transfer_in')
