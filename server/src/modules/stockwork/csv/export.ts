import type { LocationId } from '@splot/kernel'
import { listStock } from '#modules/inventory'
import { listLocations } from '#modules/locations'
import { writeCsv } from '#platform/csv'
import type { ReadContext } from '#platform/context'
import { listAdjustments } from '../adjustments/store.ts'
import type { Adjustment } from '../adjustments/types.ts'
import { readAdviceLines } from '../advices/store.ts'
import type { Advice } from '../advices/types.ts'
import { listCountLines } from '../counts/store.ts'
import type { Count } from '../counts/types.ts'
import { MAX_EXPORT_ROWS } from '../limits.ts'

/** A file as the office saves it; `isWhole` is false when there was more than one file holds. */
export interface ExportedFile {
  readonly filename: string
  readonly csv: string
  readonly rows: number
  readonly isWhole: boolean
}

const file = (
  name: string,
  heading: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): ExportedFile => {
  const kept = rows.slice(0, MAX_EXPORT_ROWS)
  return {
    filename: `${name}.csv`,
    csv: writeCsv(heading, kept),
    rows: kept.length,
    isWhole: rows.length === kept.length,
  }
}

const codes = async (ctx: ReadContext): Promise<(id: LocationId) => string> => {
  const byId = new Map((await listLocations(ctx)).map(({ id, code }) => [id, code]))
  return (id) => byId.get(id) ?? id
}

/** The stock of these places (null: of all). */
export async function exportStock(
  ctx: ReadContext,
  filter: { readonly places: readonly LocationId[] | null; readonly startsWith?: string | undefined },
): Promise<ExportedFile> {
  const [rows, codeOf] = await Promise.all([
    listStock(ctx, { ...filter, limit: MAX_EXPORT_ROWS + 1 }),
    codes(ctx),
  ])
  return file(
    `stock-${dayOf(ctx)}`,
    ['sku', 'location', 'on_hand', 'reserved', 'available'],
    rows.map((row) => [row.sku, codeOf(row.locationId), row.onHand, row.reserved, row.available]),
  )
}

/** The lines of an advice, in the columns that its import reads, with what has come. */
export async function exportAdvice(
  ctx: ReadContext,
  advice: Advice,
  seesExpected: boolean,
): Promise<ExportedFile> {
  const [lines, codeOf] = await Promise.all([readAdviceLines(ctx, advice.id), codes(ctx)])
  const { supplier, reference, expectedOn, locationId, number } = advice
  return file(
    number,
    ['location', 'supplier', 'reference', 'expected_on', 'sku', 'quantity', 'received', 'damaged'],
    lines
      .filter(({ received, damaged }) => seesExpected || received + damaged > 0)
      .map(({ sku, expected, received, damaged }) => [
        codeOf(locationId),
        supplier,
        reference,
        expectedOn,
        sku,
        seesExpected ? expected : null,
        received,
        damaged,
      ]),
  )
}

/** The lines of a count; the book only for those who may see it. */
export async function exportCount(ctx: ReadContext, count: Count, seesBook: boolean): Promise<ExportedFile> {
  const lines = await listCountLines(ctx, count, { show: 'all', after: null, limit: MAX_EXPORT_ROWS + 1 })
  return file(
    count.number,
    ['sku', 'counted', 'book', 'difference'],
    lines.map(({ sku, counted, book }) => [
      sku,
      counted,
      seesBook ? book : null,
      seesBook && book !== null && counted !== null ? counted - book : null,
    ]),
  )
}

/** The lines of adjustments, newest first, in the columns that their import reads. */
export async function exportAdjustments(
  ctx: ReadContext,
  filter: Omit<Parameters<typeof listAdjustments>[1], 'before' | 'limit'>,
): Promise<ExportedFile> {
  const [adjustments, codeOf] = await Promise.all([
    listAdjustments(ctx, { ...filter, before: null, limit: MAX_EXPORT_ROWS + 1 }),
    codes(ctx),
  ])
  const rowsOf = (one: Adjustment) =>
    one.lines.map(({ sku, quantity }) => [
      codeOf(one.locationId),
      sku,
      quantity,
      one.reason,
      one.note,
      one.number,
      one.state,
      one.createdAt.toISOString(),
    ])
  return file(
    `adjustments-${dayOf(ctx)}`,
    ['location', 'sku', 'quantity', 'reason', 'note', 'number', 'state', 'created_at'],
    adjustments.flatMap(rowsOf),
  )
}

const dayOf = ({ now }: ReadContext): string => now.toISOString().slice(0, 10)
