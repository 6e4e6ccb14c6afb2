import { newId } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { publishLevels, publishMovements } from './events.ts'
import { applyDeltas, insertMovements, type Delta, type MovementRow } from './store.ts'
import type { DocumentRef, MovementKind, StockLine } from './types.ts'

/** Signed pieces, and where in the place they lay, where it tells its bins and lots apart. */
export interface MovedLine extends StockLine {
  readonly bin?: string | undefined
  readonly lotId?: string | undefined
}

/** Pieces that came (plus) or went (minus), with the paper behind them. */
export interface Move {
  readonly kind: MovementKind
  readonly document: DocumentRef
  readonly reason?: string | undefined
  readonly note?: string | undefined
  readonly actor?: Actor | undefined
  /** Quantities are signed. */
  readonly lines: readonly MovedLine[]
}

/**
 * Writes the ledger and its projection together and publishes both; `alsoReserved` are further changes of the reserved counter
 * that belong to the same fact. Physical facts are never refused.
 */
export async function move(
  ctx: WriteContext,
  moves: readonly Move[],
  alsoReserved: readonly Delta[] = [],
): Promise<void> {
  const rows = moves.flatMap((entry) =>
    entry.lines.map((line) => movementRow(entry, line, entry.actor ?? ctx.actor)),
  )
  const deltas = rows.map((row) => ({
    sku: row.sku,
    locationId: row.locationId,
    onHand: row.quantity,
    reserved: 0,
  }))
  if (deltas.length + alsoReserved.length === 0) return
  const inserted = rows.length > 0 ? insertMovements(ctx, rows) : undefined
  const [levels] = await Promise.all([applyDeltas(ctx, [...deltas, ...alsoReserved]), inserted])
  publishMovements(
    ctx,
    rows.map(({ id, kind, sku, locationId, quantity, reason, document }) => ({
      id,
      kind,
      sku,
      locationId,
      quantity,
      reason,
      document,
    })),
  )
  publishLevels(ctx, levels)
}

const movementRow = (entry: Move, line: MovedLine, actor: Actor): MovementRow => ({
  id: newId(),
  kind: entry.kind,
  sku: line.sku,
  locationId: line.locationId,
  quantity: line.quantity,
  reason: entry.reason ?? null,
  note: entry.note ?? null,
  bin: line.bin ?? null,
  lotId: line.lotId ?? null,
  document: { kind: entry.document.kind, id: entry.document.id },
  channelId: actor.channel.id,
  actorKind: actor.kind,
  actorId: actor.id,
  staffId: actor.staffId,
})
