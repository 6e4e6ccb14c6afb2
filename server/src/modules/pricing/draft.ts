import { Refusal } from '@splot/kernel'
import { hashBody } from '#platform/database'
import type { CommandContext, WriteContext } from '#platform/context'
import { draftedRows, lockChange, setFacts, type Change } from './change-store.ts'
import { addRows, draftChange, knownChange } from './changes.ts'
import { readPriceFile } from './csv/parse.ts'
import { bookOf } from './model.ts'
import { checkRows, keyOfRow, RowErrors, type CheckedRow, type WrittenRow } from './rows.ts'
import type { ChangeId } from './types.ts'

interface WantedChange {
  readonly note: string
  /** Null: when it is published. */
  readonly effectiveAt: Date | null
}

/**
 * Drafts an edit of single rows. @throws Refusal `pricing.rows_invalid` with every error by row, `pricing.nothing_changes`,
 * `pricing.instant_is_past`.
 */
export async function draftEdit(
  ctx: CommandContext,
  wanted: WantedChange & { readonly rows: readonly Omit<WrittenRow, 'pointer'>[] },
): Promise<ChangeId> {
  const book = bookOf(ctx)
  await book.upToDate()
  const errors = new RowErrors()
  const written = wanted.rows.map((row, index) => ({ ...row, pointer: `/rows/${index}` }))
  const { rows, unchanged } = checkRows(book, { ...wanted, now: ctx.now }, written, errors)
  errors.refuseAny()
  if (rows.length === 0) {
    throw new Refusal(
      'unprocessable',
      'pricing.nothing_changes',
      'These are the prices already. There is nothing to publish.',
    )
  }
  return ctx.platform.write(ctx.actor, async (write) => {
    const { note, effectiveAt } = wanted
    const id = await draftChange(write, { kind: 'edit', note, effectiveAt, facts: { unchanged } }, book.seq)
    await addRows(write, id, rows)
    return id
  })
}

/** Begins the import of a file, whose parts come with `importPart`. */
export async function draftImport(
  ctx: CommandContext,
  { filename, ...wanted }: WantedChange & { readonly filename: string | null },
): Promise<ChangeId> {
  const book = bookOf(ctx)
  await book.upToDate()
  return ctx.platform.write(ctx.actor, (write) =>
    draftChange(write, { ...wanted, kind: 'import', facts: { filename, parts: {} } }, book.seq),
  )
}

export interface ImportedPart {
  readonly rows: number
  /** Rows that say what holds already; they are left out. */
  readonly unchanged: number
}

/**
 * Takes one part of a file into a draft: all of its rows or, with every error by row and column, none. A part that is sent again is
 * answered as before. @throws Refusal `pricing.csv_unreadable`, `pricing.rows_invalid`, `pricing.part_differs`, `pricing.not_a_draft`.
 */
export async function importPart(
  ctx: CommandContext,
  id: ChangeId,
  part: { readonly number: number; readonly csv: string },
): Promise<ImportedPart> {
  const book = bookOf(ctx)
  const change = await knownChange(ctx.platform.read(ctx.actor), id)
  const hash = hashBody(part.csv)
  const known = partOf(change, part.number, hash)
  if (known) return known
  const errors = new RowErrors()
  const written = readPriceFile(part.csv, errors)
  const checked = checkRows(book, { effectiveAt: change.effectiveAt, now: ctx.now }, written, errors)
  errors.refuseAny()
  return ctx.platform.write(ctx.actor, async (write) => {
    const locked = await lockChange(write, id)
    const meanwhile = locked && partOf(locked, part.number, hash)
    if (meanwhile) return meanwhile
    await refuseOtherParts(write, change, checked.rows)
    if (checked.rows.length > 0) await addRows(write, id, checked.rows)
    const taken: ImportedPart = { rows: checked.rows.length, unchanged: checked.unchanged }
    await setFacts(write, id, { parts: { ...partsOf(locked ?? change), [part.number]: { ...taken, hash } } })
    return taken
  })
}

type KnownPart = ImportedPart & { readonly hash: string }

// What importPart wrote.
const partsOf = ({ facts }: Change): Readonly<Record<string, KnownPart>> =>
  (facts['parts'] ?? {}) as Readonly<Record<string, KnownPart>>

function partOf(change: Change, number: number, hash: string): ImportedPart | undefined {
  const known = partsOf(change)[number]
  if (!known) return undefined
  if (known.hash === hash) return { rows: known.rows, unchanged: known.unchanged }
  throw new Refusal(
    'conflict',
    'pricing.part_differs',
    'Another file was sent as this part before. Give it the next number, or begin the import anew.',
    { errors: [{ pointer: '/part', detail: 'was used for another file' }] },
  )
}

/** A row of this part that another part has already. */
async function refuseOtherParts(
  ctx: WriteContext,
  change: Change,
  rows: readonly CheckedRow[],
): Promise<void> {
  const skus = [...new Set(rows.map(({ sku }) => sku))]
  const drafted = new Set(
    (await draftedRows(ctx, change.id, skus)).map((row) => `${keyOfRow(row)} ${startKey(row.startsAt)}`),
  )
  const errors = new RowErrors()
  for (const row of rows)
    if (drafted.has(`${keyOfRow(row)} ${startKey(row.startsAt)}`))
      errors.add(row.pointer, 'sku', {
        code: 'other_part',
        detail: 'stands in an earlier part of this file',
      })
  errors.refuseAny()
}

const startKey = (at: Date | null): string => String(at?.getTime() ?? '')
