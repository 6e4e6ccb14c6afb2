import { CsvError, parse } from 'csv-parse/sync'
import type { Refusal } from '@splot/kernel'

const SEPARATORS = [';', '\t', ',']

/** A row that is not empty: where it stands, and its cells by the name of their column. */
export interface CellsOfRow<Name extends string> {
  /** `/csv/<row>`, rows as a spreadsheet counts them. */
  readonly pointer: string
  readonly cell: (column: Name) => string
}

/**
 * Reads a file by its headings, as spreadsheets write it (semicolons, tabs or commas). `unreadable` makes the refusal that is thrown when it is
 * no such file: without a heading or rows, with more than `maxRows`, without a wanted column, with a quotation mark that never ends.
 */
export function readTable<Name extends string>(
  text: string,
  known: Readonly<Record<Name, readonly string[]>>,
  wanted: readonly NoInfer<Name>[],
  { maxRows, unreadable }: { readonly maxRows: number; readonly unreadable: (why: string) => Refusal },
): CellsOfRow<Name>[] {
  const [heading, ...body] = recordsOf(text, unreadable)
  if (!heading || body.length === 0) throw unreadable('It has a heading and at least one row.')
  if (body.length > maxRows) throw unreadable(`It has at most ${maxRows} rows; send it in parts.`)
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

function recordsOf(text: string, unreadable: (why: string) => Refusal): string[][] {
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
