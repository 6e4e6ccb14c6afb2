import { newId, Refusal } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { settleArrivals } from './atp/fill.ts'
import { publishLevels, publishMovements } from './events.ts'
import { nameLots } from './pieces/lots.ts'
import { openQuarantines } from './pieces/bins.ts'
import { moveSerials } from './pieces/serials.ts'
import { writeMovements, type AskedMovement } from './pieces/store.ts'
import type { Delta } from './store.ts'
import type { DocumentRef, Movement, MovementKind, StockLine, ToldApart } from './types.ts'

/** Signed pieces, and as much as is known of where in the place they lay, which lot and which pieces they were. */
export interface MovedLine extends StockLine, ToldApart {
  readonly lotId?: string | undefined
  /** A put-away: the bin they go to ('' is out of all bins); the quantity is above zero. */
  readonly to?: string | undefined
  /** Arrivals that go to quarantine; pieces that leave from there. */
  readonly aside?: boolean | undefined
  /** These were picked. */
  readonly staged?: boolean | undefined
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
 * Writes the ledger and its projections together and publishes both; `alsoReserved` are further changes of the reserved counter
 * that belong to the same fact. Virtual kits are taken apart. Physical facts are never refused; only an arrival from outside must
 * say what its SKU's tracking asks for.
 * @throws Refusal `inventory.not_told_apart` with a pointer per line, and those of `nameLots` and `moveSerials`.
 */
export async function move(
  ctx: WriteContext,
  moves: readonly Move[],
  alsoReserved: readonly Delta[] = [],
): Promise<void> {
  const lines = moves.flatMap((entry) => entry.lines.map((line) => ({ entry, line })))
  if (lines.length + alsoReserved.length === 0) return
  await openQuarantines(
    ctx,
    lines.flatMap(({ line }) =>
      line.aside && line.to === undefined && line.quantity > 0 ? line.locationId : [],
    ),
  )
  const lotIds = await nameLots(
    ctx,
    lines.map(({ line }) => line),
  )
  const rows = lines.map(({ entry, line }, index) =>
    movementRow(entry, line, entry.actor ?? ctx.actor, lotIds?.[index]),
  )
  const { changes, written, refused } = await writeMovements(ctx, rows, alsoReserved)
  if (refused) throw notToldApart(refused)
  if (lines.some(({ line }) => line.serials?.length)) await moveSerials(ctx, lines)
  publishMovements(ctx, written ? written.map((row) => writtenRow(rows, row)) : rows.map(publicRow))
  publishLevels(ctx, await settleArrivals(ctx, changes ?? []))
}

const movementRow = (
  entry: Move,
  line: MovedLine,
  actor: Actor,
  lotId: string | undefined,
): AskedMovement => ({
  id: newId(),
  kind: entry.kind,
  sku: line.sku,
  locationId: line.locationId,
  quantity: line.quantity,
  reason: entry.reason ?? null,
  note: entry.note ?? null,
  bin: line.bin ?? null,
  lotId: line.lotId ?? lotId ?? null,
  to: line.to,
  aside: line.aside,
  staged: line.staged,
  serials: line.serials?.length,
  document: { kind: entry.document.kind, id: entry.document.id },
  channelId: actor.channel.id,
  actorKind: actor.kind,
  actorId: actor.id,
  staffId: actor.staffId,
})

const publicRow = ({ id, kind, sku, locationId, quantity, reason, document }: AskedMovement): Movement => ({
  id,
  kind,
  sku,
  locationId,
  quantity,
  reason,
  document,
})

/** A row of the ledger that the rules of the place made of a line. */
function writtenRow(
  rows: readonly AskedMovement[],
  [id, line, sku, quantity, bin, lotId]: readonly [
    string,
    number,
    Movement['sku'],
    number,
    string | null,
    string | null,
  ],
): Movement {
  // The function numbers the lines that it was given.
  const asked = rows[line] as AskedMovement
  return {
    ...publicRow(asked),
    id,
    sku,
    quantity,
    ...(bin !== null && { bin }),
    ...(lotId !== null && { lotId }),
  }
}

const asksFor = {
  lot: ['lot', 'its lot code'],
  expiry: ['lot/expiresOn', 'the expiry date of its lot'],
  serials: ['serials', 'the serial number of each piece'],
} as const

const notToldApart = (refused: readonly (readonly [number, string, keyof typeof asksFor])[]): Refusal =>
  new Refusal(
    'unprocessable',
    'inventory.not_told_apart',
    'An article is tracked by lot, expiry date or serial number. Say it for the lines named here.',
    {
      errors: refused.map(([line, sku, lacks]) => ({
        pointer: `/lines/${line}/${asksFor[lacks][0]}`,
        detail: `${sku} needs ${asksFor[lacks][1]}`,
      })),
    },
  )
