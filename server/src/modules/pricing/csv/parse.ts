import { CsvError, parse } from 'csv-parse/sync'
import { instantAt, localDate, Refusal } from '@splot/kernel'
import { MAX_CSV_ROWS } from '../limits.ts'
import type { RowErrors, Wrong, WrongCode, WrittenRow } from '../rows.ts'

/** Days and times of files are those of this zone. */
const ZONE = 'Europe/Warsaw'
const SEPARATORS = [';', '\t', ',']

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

/** A row that is not empty: where it stands, and its cells by the name of their column. */
export interface CellsOfRow<Name extends string> {
  /** `/csv/<row>`, rows as a spreadsheet counts them. */
  readonly pointer: string
  readonly cell: (column: Name) => string
}

/** Reads a file by its headings. @throws Refusal `pricing.csv_unreadable`. */
export function readCells<Name extends string>(
  text: string,
  known: Readonly<Record<Name, readonly string[]>>,
  wanted: readonly NoInfer<Name>[],
): CellsOfRow<Name>[] {
  const [heading, ...body] = recordsOf(text)
  if (!heading || body.length === 0) throw unreadable('It has a heading and at least one row.')
  if (body.length > MAX_CSV_ROWS) throw unreadable(`It has at most ${MAX_CSV_ROWS} rows; send it in parts.`)
  const names = heading.map((cell) => cell.trim().toLowerCase())
  const places = new Map<Name, number>()
  for (const [column, headings] of Object.entries<readonly string[]>(known)) {
    // Its keys are the names of the columns.
    const name = column as Name
    const at = names.findIndex((one) => headings.includes(one))
    if (at >= 0) places.set(name, at)
    else if (wanted.includes(name)) throw unreadable(`The column ${column} is missing.`)
  }
  return body.flatMap((cells, index) =>
    cells.every((one) => one.trim() === '')
      ? []
      : { pointer: `/csv/${index + 2}`, cell: (column) => (cells[places.get(column) ?? -1] ?? '').trim() },
  )
}

function recordsOf(text: string): string[][] {
  try {
    const first = text.split(/[\r\n]/, 1)[0] ?? ''
    const counts = SEPARATORS.map((separator) => first.split(separator).length)
    return parse(text, {
      bom: true,
      delimiter: SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ';',
      relax_column_count: true,
      relax_quotes: true,
    })
  } catch (error) {
    if (error instanceof CsvError) throw unreadable('A quotation mark is never closed.')
    throw error
  }
}

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

/** `2026-12-01`, `2026-12-01 06:00`, `01.12.2026 06:00` of Warsaw, or an instant in RFC 3339. */
export function readInstant(text: string): { readonly at: Date | null } | Wrong {
  if (text === '') return { at: null }
  if (/^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text)) {
    const at = new Date(text)
    return Number.isNaN(at.getTime()) ? notInstant(text) : { at }
  }
  const [, day = '', hours = '0', minutes = '0'] =
    /^(\S+?)(?:[ T](\d{1,2}):(\d{2})(?::00)?)?$/.exec(text) ?? []
  const polish = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(day)
  const iso = polish
    ? `${polish[3]}-${String(polish[2]).padStart(2, '0')}-${String(polish[1]).padStart(2, '0')}`
    : day
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T00:00:00Z`) : new Date(Number.NaN)
  const isDay = !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(iso)
  if (!isDay || Number(hours) > 23 || Number(minutes) > 59) return notInstant(text)
  return { at: instantAt(localDate(iso), Number(hours) * 60 + Number(minutes), ZONE) }
}

const notInstant = (text: string): Wrong =>
  wrong('no_instant', `"${text}" is no day or time: write 2026-12-01 06:00`)

const unreadable = (why: string): Refusal =>
  new Refusal('unprocessable', 'pricing.csv_unreadable', `This is not a file of prices. ${why}`, {
    errors: [{ pointer: '/csv', detail: why }],
  })
