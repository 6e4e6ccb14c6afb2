import { Refusal } from '@splot/kernel'
import { readInstant as instantOf, readTable, type CellsOfRow } from '#platform/csv'
import { MAX_CSV_ROWS } from '../limits.ts'
import type { RowErrors, Wrong, WrongCode, WrittenRow } from '../rows.ts'

const columns = {
  sku: ['sku', 'kod'],
  list: ['list', 'cennik'],
  price: ['price', 'cena'],
  currency: ['currency', 'waluta'],
  from: ['from', 'od'],
  until: ['until', 'do'],
  quantity: ['quantity', 'ilość', 'ilosc'],
} as const
type Column = keyof typeof columns
const needed: readonly Column[] = ['sku', 'list', 'price']

/**
 * Reads a file of prices by its headings, as spreadsheets write it (semicolons, tabs or commas; `19,90` or `19.90`). What is wrong is added
 * to `errors` under `/csv/<row>/<column>`, rows as a spreadsheet counts them; those rows are left out.
 * @throws Refusal `pricing.csv_unreadable`.
 */
export function readPriceFile(text: string, errors: RowErrors): WrittenRow[] {
  return readCells(text, columns, needed).flatMap(({ pointer, cell }) => readRow(pointer, cell, errors) ?? [])
}

/** Reads a file by its headings. @throws Refusal `pricing.csv_unreadable`. */
export const readCells = <Name extends string>(
  text: string,
  known: Readonly<Record<Name, readonly string[]>>,
  wanted: readonly NoInfer<Name>[],
): CellsOfRow<Name>[] => readTable(text, known, wanted, { maxRows: MAX_CSV_ROWS, unreadable })

function readRow(
  pointer: string,
  cell: (column: Column) => string,
  errors: RowErrors,
): WrittenRow | undefined {
  const before = errors.list.length
  const read = <T extends object>(column: Column, reader: (text: string) => T | Wrong): T | undefined => {
    const value = reader(cell(column))
    if (!isWrong(value)) return value
    errors.add(pointer, column, value)
    return undefined
  }
  const named = (text: string) => (text === '' ? wrong('empty', 'is empty') : { text })
  const sku = read('sku', named)
  const list = read('list', named)
  const price = read('price', readPrice)
  const from = read('from', readInstant)
  const until = read('until', readInstant)
  const quantity = read('quantity', readQuantity)
  if (errors.list.length > before || !sku || !list || !price || !quantity) return undefined
  return {
    pointer,
    sku: sku.text,
    list: list.text,
    ...(cell('currency') !== '' && { currency: cell('currency').toUpperCase() }),
    minor: price.minor,
    from: from?.at ?? null,
    until: until?.at ?? null,
    quantity: quantity.pieces,
  }
}

const wrong = (code: WrongCode, detail: string): Wrong => ({ code, detail })

/** Whether a reader of a cell said what is wrong with it instead of what it holds. */
export const isWrong = <T extends object>(value: T | Wrong): value is Wrong => 'code' in value

/** `1 299,90` or `1299.9`; a dash: no price from here on. */
export function readPrice(text: string): { readonly minor: number | null } | Wrong {
  if (text === '-') return { minor: null }
  const plain = text.replaceAll(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  if (plain === '') return wrong('empty', 'is empty; a dash takes the price away')
  if (/^-\d/.test(plain)) return wrong('below_zero', `"${text}" is below zero`)
  if (/^\d+\.\d{3,}$/.test(plain)) return wrong('fraction', `"${text}" has a fraction of a grosz`)
  const amount = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!amount) return wrong('no_amount', `"${text}" is no amount: write 19,90`)
  return { minor: Number(amount[1]) * 100 + Number((amount[2] ?? '').padEnd(2, '0')) }
}

const readQuantity = (text: string): { readonly pieces: number } | Wrong =>
  text === '' || /^\d{1,9}$/.test(text)
    ? { pieces: text === '' ? 1 : Number(text) }
    : wrong('no_pieces', `"${text}" is no whole number of pieces`)

/** A day or time as `#platform/csv` reads it; null for none. */
export function readInstant(text: string): { readonly at: Date | null } | Wrong {
  const at = instantOf(text)
  return at === undefined
    ? wrong('no_instant', `"${text}" is no day or time: write 2026-12-01 06:00`)
    : { at }
}

const unreadable = (why: string): Refusal =>
  new Refusal('unprocessable', 'pricing.csv_unreadable', `This is not a file of prices. ${why}`, {
    errors: [{ pointer: '/csv', detail: why }],
  })
