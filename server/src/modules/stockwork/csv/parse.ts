import { CsvError, parse } from 'csv-parse/sync'

/** A value of a file, and the line it began in, as a spreadsheet counts them. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

const SEPARATORS = [';', ',', '\t']
const LINE_END = /\r\n|\r|\n/g

/**
 * Reads comma-separated values (RFC 4180) as spreadsheets write them: a byte order mark, semicolons (Polish Excel) or tabs, any line
 * ends. The separator is the one that the first line has most of. Empty lines are left out. Undefined when a quote is never closed.
 */
export function parseCsv(text: string): readonly CsvRow[] | undefined {
  try {
    const records = parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_records_with_empty_values: true,
      // With `info` each record comes with where it ended.
    }) as unknown as { readonly info: { readonly lines: number }; readonly record: readonly string[] }[]
    return records.map(({ info, record }) => ({
      line: info.lines - record.reduce((breaks, cell) => breaks + (cell.match(LINE_END)?.length ?? 0), 0),
      cells: record,
    }))
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return undefined
    throw error
  }
}

function separatorOf(source: string): string {
  const first = source.split(/[\r\n]/, 1)[0] ?? ''
  const counts = SEPARATORS.map((separator) => first.split(separator).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ';'
}
