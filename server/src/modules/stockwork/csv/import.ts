import { createHash } from 'node:crypto'
import type { LocalDate, LocationId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { writeAdjustment } from '../adjustments/adjust.ts'
import { adjustmentReasons } from '../adjustments/types.ts'
import { writeAdvice } from '../advices/announce.ts'
import { adviceOfReference } from '../advices/store.ts'
import { bySku } from '../articles.ts'
import { once, type Command } from '../command.ts'
import { scanCount } from '../counts/scan.ts'
import { CODE, PLACE, withSkus, withSkusAndPlaces } from './known.ts'
import { CsvErrors, day, oneOfWords, pieces, readCsv, signedPieces, text } from './read.ts'

export interface FileToImport extends Command {
  readonly csv: string
}

/** Documents of one file have ids that follow from the command's, so that sent again it finds them. */
export const idOf = (commandId: string, index: number): string => {
  const hash = createHash('sha256').update(`${commandId}/${index}`).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/**
 * Announces every delivery of a file: rows with the same place, supplier, reference and day are one. All of them or, with every error
 * by row and column, none. Answers the ids of the advices.
 * @throws Refusal `stockwork.csv_invalid`, `stockwork.csv_unreadable`, `stockwork.command_reused`.
 */
export async function importAdvices(ctx: WriteContext, file: FileToImport): Promise<string[]> {
  const errors = new CsvErrors()
  const rows = readCsv(
    file.csv,
    {
      place: PLACE,
      supplier: { names: ['supplier', 'dostawca'], read: text(120) },
      reference: { names: ['reference', 'numer', 'dokument'], read: text(64) },
      expectedOn: { names: ['expected_on', 'expected', 'data', 'termin'], read: day },
      code: CODE,
      quantity: { names: ['quantity', 'ilość', 'ilosc', 'sztuki'], read: pieces(1) },
    },
    errors,
  )
  const known = await withSkusAndPlaces(ctx, rows, 'stock.receive', errors)
  const groups = [
    ...Map.groupBy(known, (row) =>
      JSON.stringify([row.locationId, row.supplier, row.reference, row.expectedOn]),
    ).values(),
  ].flatMap((group) => (group[0] ? [{ first: group[0], group }] : []))
  const advices = groups.map(({ first, group }) => ({
    line: first.line,
    locationId: first.locationId,
    supplier: first.supplier,
    reference: first.reference,
    // The cell was read as a day.
    expectedOn: first.expectedOn as LocalDate,
    blind: false,
    note: null,
    lines: bySku(
      group.map(({ sku, quantity }) => ({ sku, quantity })),
      'quantity',
    ),
  }))
  const ids = advices.map((_, index) => idOf(file.commandId, index))
  errors.refuseAny()
  await once(ctx, 'advice.import', file.commandId, file, async () => {
    for (const advice of advices) {
      const before = await adviceOfReference(ctx, advice)
      if (before) errors.add(advice.line, 'reference', `announced already, as ${before.number}`)
    }
    refuseTwins(advices, errors)
    errors.refuseAny()
    for (const [index, advice] of advices.entries()) {
      const id = ids[index] ?? ''
      // A step of its own, so that each advice has its history.
      await once(ctx, 'advice.announce', id, { commandId: id, at: file.at }, () =>
        writeAdvice(ctx, id, advice),
      )
    }
  })
  return ids
}

/** The same delivery twice in one file, with different days. */
function refuseTwins(
  advices: readonly {
    readonly line: number
    readonly locationId: LocationId
    readonly supplier: string
    readonly reference: string
  }[],
  errors: CsvErrors,
): void {
  const seen = new Map<string, number>()
  for (const { line, locationId, supplier, reference } of advices) {
    const key = JSON.stringify([locationId, supplier, reference])
    const first = seen.get(key)
    if (first === undefined) seen.set(key, line)
    else errors.add(line, 'expected_on', `row ${first} has another day for this delivery`)
  }
}

/**
 * Adjusts what a file says: rows with the same place, reason and note are one adjustment, each within its limit or a request. All or none.
 * Answers the ids of the adjustments.
 * @throws Refusal as `importAdvices`, and `stockwork.count_running`.
 */
export async function importAdjustments(ctx: WriteContext, file: FileToImport): Promise<string[]> {
  const errors = new CsvErrors()
  const rows = readCsv(
    file.csv,
    {
      place: PLACE,
      code: CODE,
      quantity: { names: ['quantity', 'ilość', 'ilosc', 'sztuki'], read: signedPieces },
      reason: { names: ['reason', 'powód', 'powod'], read: oneOfWords(adjustmentReasons) },
      note: { names: ['note', 'uwaga', 'uwagi'], optional: true, read: text(500) },
    },
    errors,
  )
  const known = await withSkusAndPlaces(ctx, rows, 'stock.adjust', errors)
  errors.refuseAny()
  const groups = [
    ...Map.groupBy(known, (row) => JSON.stringify([row.locationId, row.reason, row.note ?? ''])).values(),
  ]
  const ids = groups.map((_, index) => idOf(file.commandId, index))
  await once(ctx, 'adjustment.import', file.commandId, file, async () => {
    for (const [index, group] of groups.entries()) {
      const [first] = group
      if (!first) continue
      const lines = group.map(({ sku, quantity }) => ({ sku, quantity }))
      const { locationId, reason, note = null } = first
      const id = ids[index] ?? ''
      await once(ctx, 'adjustment.ask', id, { commandId: id, at: file.at }, () =>
        writeAdjustment(ctx, id, { locationId, reason, note, lines }),
      )
    }
  })
  return ids
}

/**
 * Takes what a file says was counted into a running count, as one batch of whole figures: what this person sent of a SKU before is
 * replaced. All rows or none.
 * @throws Refusal as `importAdvices`, and those of `scanCount`.
 */
export async function importCount(
  ctx: WriteContext,
  countId: string,
  file: FileToImport & { readonly pass: number },
): Promise<void> {
  const errors = new CsvErrors()
  const rows = readCsv(
    file.csv,
    {
      code: CODE,
      counted: { names: ['counted', 'quantity', 'ilość', 'ilosc', 'policzono'], read: pieces(0) },
    },
    errors,
  )
  const known = await withSkus(ctx, rows, errors)
  errors.refuseAny()
  const { commandId, at, pass } = file
  const lines = known.map(({ code, counted }) => ({ code, quantity: counted, whole: true }))
  await scanCount(ctx, countId, { commandId, at, pass, lines })
}
