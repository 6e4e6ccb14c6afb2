import { invariant, type LocationId, type Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import type { LevelChange } from '../events.ts'
import type { Delta, MovementRow } from '../store.ts'

/** A movement as it is asked for; where it says nothing of bin and lot, the rules of `inventory.move_apart` find them. */
export interface AskedMovement extends MovementRow {
  /** A put-away into this bin; '' is out of all bins. */
  readonly to?: string | undefined
  /** An arrival that goes to quarantine; pieces that leave from there. */
  readonly aside?: boolean | undefined
  /** These were picked: they lie in staging. */
  readonly staged?: boolean | undefined
  /** How many of the pieces are named one by one. */
  readonly serials?: number | undefined
}

export type WrittenRow = readonly [
  id: string,
  line: number,
  sku: Sku,
  quantity: number,
  bin: string | null,
  lotId: string | null,
]

type Lacks = 'lot' | 'expiry' | 'serials'

interface WrittenMoves extends Record<string, unknown> {
  readonly changes: readonly LevelChange[] | null
  /** null: the rows went into the ledger as they came. */
  readonly written: readonly WrittenRow[] | null
  /** Lines of tracked SKUs that do not say what they must; nothing was written. */
  readonly refused: readonly (readonly [line: number, sku: Sku, lacks: Lacks])[] | null
}

/** The column as an array, or null when no row says anything of the kind: then the database does not look. */
const someOf = <T>(rows: readonly AskedMovement[], value: (row: AskedMovement) => T | null | undefined) => {
  const values = rows.map((row) => value(row) ?? null)
  return values.some((one) => one !== null) ? values : null
}

/** Writes the ledger and its projections in one statement: `inventory.move_pieces`, whose comment explains the arrays. */
export async function writeMovements(
  ctx: WriteContext,
  rows: readonly AskedMovement[],
  held: readonly Delta[],
): Promise<WrittenMoves> {
  const [written] = await ctx.query<WrittenMoves>(
    `select changes, written, refused
       from inventory.move_pieces($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                                  $23)`,
    [
      ctx.now,
      rows.map((row) => row.id),
      rows.map((row) => row.kind),
      rows.map((row) => row.reason),
      rows.map((row) => row.note),
      rows.map((row) => row.document.kind),
      rows.map((row) => row.document.id),
      rows.map((row) => row.sku),
      rows.map((row) => row.locationId),
      rows.map((row) => row.quantity),
      rows.map((row) => row.channelId),
      rows.map((row) => row.actorKind),
      rows.map((row) => row.actorId),
      rows.map((row) => row.staffId),
      someOf(rows, (row) => row.bin),
      someOf(rows, (row) => row.to),
      someOf(rows, (row) => row.lotId),
      someOf(rows, (row) => row.aside || null),
      someOf(rows, (row) => row.staged || null),
      someOf(rows, (row) => row.serials),
      held.map((delta) => delta.sku),
      held.map((delta) => delta.locationId),
      held.map((delta) => delta.reserved),
    ],
  )
  invariant(written, 'the statement answers one row')
  return written
}

/** Counts anew what is quarantined in these rows of stock. */
export async function countQuarantined(
  ctx: WriteContext,
  stockIds: readonly number[],
): Promise<readonly LevelChange[]> {
  const [counted] = await ctx.query<{ changes: readonly LevelChange[] }>(
    'select changes from inventory.count_quarantined($1) as changes',
    [stockIds],
  )
  return counted?.changes ?? []
}

/** Gives back what does not make whole kits in holds that this transaction has made. */
export async function keepWholeKits(
  ctx: WriteContext,
  back: readonly {
    readonly holdId: string
    readonly sku: Sku
    readonly locationId: LocationId
    readonly quantity: number
  }[],
): Promise<readonly LevelChange[]> {
  if (back.length === 0) return []
  const [kept] = await ctx.query<{ changes: readonly LevelChange[] }>(
    'select changes from inventory.keep_whole_kits($1, $2, $3, $4) as changes',
    [
      back.map((line) => line.holdId),
      back.map((line) => line.sku),
      back.map((line) => line.locationId),
      back.map((line) => line.quantity),
    ],
  )
  return kept?.changes ?? []
}
