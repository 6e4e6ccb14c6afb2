import type { LocationId, Sku } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { linesAt } from './lines.ts'
import { move } from './move.ts'
import type { DocumentRef } from './types.ts'

/** Pieces that leave for, or arrive from, another place of ours. */
export interface Transferred {
  readonly document: DocumentRef
  readonly locationId: LocationId
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number }[]
  readonly note?: string
  readonly actor?: Actor
}

const transferred =
  (kind: 'transfer_out' | 'transfer_in') =>
  (ctx: WriteContext, given: readonly Transferred[]): Promise<void> =>
    move(
      ctx,
      given.map(({ document, locationId, lines, note, actor }) => ({
        kind,
        document,
        note,
        actor,
        lines: linesAt(locationId, lines, kind === 'transfer_in' ? 1 : -1),
      })),
    )

/** Pieces that went on the van to another place: a physical fact, never refused. Until they arrive they are nobody's on hand. */
export const transferOut = transferred('transfer_out')

/** Pieces that came off the van from another place. */
export const transferIn = transferred('transfer_in')
