import { Refusal, type RefusalDetail, type Sku } from '@splot/kernel'
import type { DraftRow } from './changes.ts'
import { MAX_AHEAD_MS, MAX_ERRORS, MAX_FROM_QUANTITY, MAX_PRICE_MINOR } from './limits.ts'
import type { PricesInMemory } from './model.ts'
import { spansInForce } from './resolve.ts'
import { surroundings } from './surroundings.ts'
import type { PriceList } from './types.ts'

/** A row as somebody wrote it. */
export interface WrittenRow {
  /** JSON Pointer of the row, `/csv/7` or `/rows/3`. */
  readonly pointer: string
  readonly sku: string
  /** Code of the list. */
  readonly list: string
  readonly currency?: string | undefined
  /** Null: no price from here on. */
  readonly minor: number | null
  readonly from: Date | null
  readonly until: Date | null
  readonly quantity: number
}

/** What is wrong with a cell. Screens have words for each, in the languages that the API does not speak. */
export type WrongCode =
  | 'empty'
  | 'below_zero'
  | 'fraction'
  | 'no_amount'
  | 'no_pieces'
  | 'no_instant'
  | 'unknown_list'
  | 'other_currency'
  | 'unknown_sku'
  | 'not_above_zero'
  | 'too_high'
  | 'quantity_range'
  | 'is_over'
  | 'too_far'
  | 'not_after'
  | 'twin'
  | 'overlaps'
  | 'other_part'
  | 'competitor'
  | 'to_come'
  | 'no_currency'
  | 'cost_stays'

/** What is wrong with a cell, by its stable code and in words. */
export interface Wrong {
  readonly code: WrongCode
  readonly detail: string
}

/** What is wrong with rows, told as a whole. */
export class RowErrors {
  readonly list: RefusalDetail[] = []

  add(pointer: string, column: string, { code, detail }: Wrong): void {
    this.list.push({ pointer: `${pointer}/${column}`, code, detail })
  }

  /** Refuses everything with `pricing.rows_invalid` when anything is wrong. */
  refuseAny(): void {
    if (this.list.length === 0) return
    const rows = new Set(this.list.map(({ pointer }) => pointer.split('/').slice(0, 3).join('/'))).size
    throw new Refusal(
      'unprocessable',
      'pricing.rows_invalid',
      `${rows === 1 ? '1 row' : `${rows} rows`} cannot be taken. None was; correct them all and send them again.`,
      { errors: this.list.slice(0, MAX_ERRORS), facts: { rows, errors: this.list.length } },
    )
  }
}

/** When the rows of a change begin that do not say so themselves. */
export interface RowsOfChange {
  readonly effectiveAt: Date | null
  readonly now: Date
}

/** A row that was found good, with where it was written. */
export type CheckedRow = DraftRow & { readonly pointer: string }

/**
 * Checks rows by themselves and against each other; what is wrong is added to `errors`, and those rows are left out. Rows that change
 * nothing are counted, and left out too.
 */
export function checkRows(
  book: PricesInMemory,
  change: RowsOfChange,
  written: readonly WrittenRow[],
  errors: RowErrors,
): { readonly rows: readonly CheckedRow[]; readonly unchanged: number } {
  const lists = new Map(book.lists.map((list) => [list.code, list]))
  const good = written.flatMap((row) => checkRow(book, lists, change, row, errors) ?? [])
  refuseOverlaps(
    good.map(({ row }) => row),
    change,
    errors,
  )
  const fresh = good.flatMap(({ row, same }) => (same ? [] : row))
  return { rows: fresh, unchanged: good.length - fresh.length }
}

function checkRow(
  book: PricesInMemory,
  lists: ReadonlyMap<string, PriceList>,
  change: RowsOfChange,
  row: WrittenRow,
  errors: RowErrors,
): { readonly row: CheckedRow; readonly same: boolean } | undefined {
  const wrong: WrongCell[] = []
  const list = lists.get(row.list)
  const article = surroundings().article(row.sku)
  if (!list) wrong.push(['list', 'unknown_list', `unknown price list "${row.list}"`])
  else if (row.currency !== undefined && row.currency !== list.currency)
    wrong.push(['currency', 'other_currency', `the list is in ${list.currency}, not in ${row.currency}`])
  if (!article) wrong.push(['sku', 'unknown_sku', `unknown SKU "${row.sku}"`])
  if (row.minor !== null && (row.minor <= 0 || row.minor > MAX_PRICE_MINOR))
    wrong.push(
      row.minor <= 0
        ? ['price', 'not_above_zero', 'is not above zero']
        : ['price', 'too_high', 'is too high to be meant'],
    )
  if (!Number.isInteger(row.quantity) || row.quantity < 1 || row.quantity > MAX_FROM_QUANTITY)
    wrong.push(['quantity', 'quantity_range', `is not between 1 and ${MAX_FROM_QUANTITY}`])
  wrong.push(...wrongDates(row, change))
  for (const [column, code, detail] of wrong) errors.add(row.pointer, column, { code, detail })
  if (!list || !article || wrong.length > 0) return undefined
  const startsAt = row.from?.getTime() === change.effectiveAt?.getTime() ? null : row.from
  const at = (startsAt ?? change.effectiveAt ?? change.now).getTime()
  const before = spansInForce(book.spans(list, row.sku) ?? [], at).find(
    ({ fromQuantity }) => fromQuantity === row.quantity,
  )
  const same =
    row.until === null &&
    row.minor === (before?.minor ?? null) &&
    (before === undefined || (before.end === Infinity && before.taxLetter === article.taxLetter))
  const checked: CheckedRow = {
    pointer: row.pointer,
    listId: list.id,
    // The catalogue knows it.
    sku: row.sku as Sku,
    fromQuantity: row.quantity,
    minor: row.minor,
    taxLetter: article.taxLetter,
    startsAt,
    endsAt: row.until,
    beforeMinor: before?.minor ?? null,
  }
  return { row: checked, same }
}

type WrongCell = readonly [column: string, code: WrongCode, detail: string]

function wrongDates({ from, until }: WrittenRow, { effectiveAt, now }: RowsOfChange): WrongCell[] {
  const wrong: WrongCell[] = []
  const latest = now.getTime() + MAX_AHEAD_MS
  if (from && from < now) wrong.push(['from', 'is_over', 'is over'])
  if (from && from.getTime() > latest) wrong.push(['from', 'too_far', 'is too far ahead'])
  if (until && until <= (from ?? effectiveAt ?? now))
    wrong.push(['until', 'not_after', 'is not after the beginning'])
  if (until && until.getTime() > latest) wrong.push(['until', 'too_far', 'is too far ahead'])
  return wrong
}

/** Rows of one list, SKU and quantity follow each other: none begins twice, or while one that has an end still holds. */
function refuseOverlaps(rows: readonly CheckedRow[], change: RowsOfChange, errors: RowErrors): void {
  const startOf = ({ startsAt }: CheckedRow) => (startsAt ?? change.effectiveAt ?? change.now).getTime()
  for (const twins of Map.groupBy(rows, keyOfRow).values()) {
    if (twins.length === 1) continue
    const ordered = twins.toSorted((a, b) => startOf(a) - startOf(b))
    for (const [index, row] of ordered.entries()) {
      const before = ordered[index - 1]
      if (!before) continue
      if (startOf(row) === startOf(before))
        errors.add(row.pointer, 'sku', {
          code: 'twin',
          detail: `the same as ${nameOf(before)}: one article, list, quantity and beginning`,
        })
      else if (before.endsAt && before.endsAt.getTime() > startOf(row))
        errors.add(row.pointer, 'from', {
          code: 'overlaps',
          detail: `begins before ${nameOf(before)} has ended`,
        })
    }
  }
}

/** What two rows share that may not hold at once. */
export const keyOfRow = (row: {
  readonly listId: string
  readonly sku: string
  readonly fromQuantity: number
}) => `${row.listId} ${row.sku} ${row.fromQuantity}`

const nameOf = ({ pointer }: CheckedRow): string => `row ${pointer.split('/').at(-1)}`
