import { Refusal, type RefusalDetail } from '@splot/kernel'
import { MAX_CSV_ROWS, MAX_PIECES } from '../limits.ts'
import { parseCsv } from './parse.ts'

/** Reads one cell: its value, or in words what is wrong with it. */
export type ReadCell<T> = (text: string) => { readonly value: T } | { readonly wrong: string }

export interface Column<T> {
  /** Its heading, and what else people call it, in small letters. */
  readonly names: readonly [string, ...string[]]
  /** May be left out, or its cells empty. */
  readonly optional?: true
  readonly read: ReadCell<T>
}

type Columns = Readonly<Record<string, Column<unknown>>>
/** A row with its values; those of empty cells are undefined. */
type Read<C extends Columns> = {
  readonly [Name in keyof C]: C[Name] extends { readonly optional: true; readonly read: ReadCell<infer T> }
    ? T | undefined
    : C[Name] extends Column<infer T>
      ? T
      : never
} & { readonly line: number }

/** The rows of a file. */
export interface CsvRows<C extends Columns> {
  /** Those of which every cell could be read. */
  readonly whole: readonly Read<C>[]
  /** Every row with what could be read of it, so that all its errors are found, and not only those of its cells. */
  readonly all: readonly (Partial<Read<C>> & { readonly line: number })[]
}

/** What is wrong with a file, row by row, until it is thrown as a whole. */
export class CsvErrors {
  readonly list: RefusalDetail[] = []

  /** `line` as a spreadsheet counts rows; the heading is 1. */
  add(line: number, column: string, detail: string): void {
    this.list.push({ pointer: `/csv/${line}/${column}`, detail: `row ${line}, ${column}: ${detail}` })
  }

  /** Refuses the whole file with `stockwork.csv_invalid` and every error when there is one. */
  refuseAny(): void {
    if (this.list.length === 0) return
    const rows = new Set(this.list.map(({ pointer }) => pointer.split('/')[2])).size
    throw new Refusal(
      'unprocessable',
      'stockwork.csv_invalid',
      `${rows} rows of this file cannot be read. Nothing was imported; correct them all and send it again.`,
      { errors: this.list, facts: { rows } },
    )
  }
}

/**
 * Reads a file by its headings. Errors are collected in `errors`, so that the caller may go on and find more before it refuses.
 * @throws Refusal `stockwork.csv_unreadable` when it is no such file at all, or too long.
 */
export function readCsv<C extends Columns>(text: string, columns: C, errors: CsvErrors): CsvRows<C> {
  const rows = parseCsv(text)
  if (!rows) throw unreadable('A quotation mark is never closed.')
  const [heading, ...body] = rows
  if (!heading || body.length === 0) throw unreadable('It has a heading and at least one row.')
  if (body.length > MAX_CSV_ROWS) throw unreadable(`It has at most ${MAX_CSV_ROWS} rows; send it in parts.`)
  const places = placesOf(
    columns,
    heading.cells.map((cell) => cell.trim().toLowerCase()),
  )
  const whole: Read<C>[] = []
  const all = body.map(({ line, cells }) => {
    const before = errors.list.length
    const values: Record<string, unknown> = { line }
    for (const [name, column] of Object.entries(columns)) {
      const at = places.get(name)
      const cell = at === undefined ? '' : (cells[at] ?? '').trim()
      if (cell === '') {
        if (!column.optional) errors.add(line, column.names[0], 'is empty')
        continue
      }
      const read = column.read(cell)
      if ('wrong' in read) errors.add(line, column.names[0], read.wrong)
      else values[name] = read.value
    }
    // Every column has been read, or the row has an error.
    if (errors.list.length === before) whole.push(values as Read<C>)
    return values as Partial<Read<C>> & { readonly line: number }
  })
  return { whole, all }
}

function placesOf(columns: Columns, heading: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  const missing: string[] = []
  for (const [name, { names, optional }] of Object.entries(columns)) {
    const at = heading.findIndex((cell) => names.includes(cell))
    if (at >= 0) places.set(name, at)
    else if (!optional) missing.push(names[0])
  }
  if (missing.length > 0) throw unreadable(`These columns are missing: ${missing.join(', ')}.`)
  return places
}

const unreadable = (why: string): Refusal =>
  new Refusal('unprocessable', 'stockwork.csv_unreadable', `This is not a file of values. ${why}`, {
    errors: [{ pointer: '/csv', detail: why }],
  })

export const text =
  (max: number): ReadCell<string> =>
  (cell) =>
    cell.length <= max ? { value: cell } : { wrong: `at most ${max} characters` }

/** Whole pieces; a file from a spreadsheet may not round them. */
export const pieces =
  (min: number): ReadCell<number> =>
  (cell) => {
    const value = Number(cell)
    return /^-?\d{1,9}$/.test(cell) && value >= min && value <= MAX_PIECES
      ? { value }
      : { wrong: `"${cell}" is not a whole number from ${min} to ${MAX_PIECES}` }
  }

export const signedPieces: ReadCell<number> = (cell) => {
  const read = pieces(-MAX_PIECES)(cell)
  return 'value' in read && read.value === 0 ? { wrong: 'is zero' } : read
}

/** `2026-12-01`, or as Polish Excel shows it: `01.12.2026`. */
export const day: ReadCell<string> = (cell) => {
  const polish = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(cell)
  const iso = polish
    ? `${polish[3]}-${String(polish[2]).padStart(2, '0')}-${String(polish[1]).padStart(2, '0')}`
    : cell
  const at = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? new Date(`${iso}T00:00:00Z`) : new Date(Number.NaN)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso)
    ? { value: iso }
    : { wrong: `"${cell}" is no day: write 2026-12-01` }
}

export const oneOfWords =
  <Word extends string>(words: readonly Word[]): ReadCell<Word> =>
  (cell) => {
    const value = words.find((word) => word === cell.toLowerCase())
    return value ? { value } : { wrong: `"${cell}" is not one of ${words.join(', ')}` }
  }
