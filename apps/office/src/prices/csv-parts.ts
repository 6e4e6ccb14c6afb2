/** Rows and characters of one part, as many as the API takes. */
export const MAX_ROWS = 5_000
export const MAX_LENGTH = 900_000
/** The heading is the first row of a file and of every part. */
const FIRST_BODY_ROW = 2

/** A part of a file, with its heading; `firstRow` is the row of the file that its first row of prices is. */
export interface CsvPart {
  readonly csv: string
  readonly firstRow: number
}

/** Rows of a file as text, each with its line end. A line end within quotation marks ends no row. */
function rowsOf(text: string): string[] {
  const rows: string[] = []
  let begun = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === '"') quoted = !quoted
    if (char !== '\n' || quoted) continue
    rows.push(text.slice(begun, at + 1))
    begun = at + 1
  }
  if (begun < text.length) rows.push(text.slice(begun))
  return rows
}

/** Cuts a file of prices into parts that the API takes, each with the heading. A file without prices is one part: the API says what is wrong. */
export function partsOf(text: string, maxRows = MAX_ROWS, maxLength = MAX_LENGTH): CsvPart[] {
  const [heading = '', ...body] = rowsOf(text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'))
  const parts: { rows: string[]; length: number; firstRow: number }[] = []
  body.forEach((row, index) => {
    const last = parts.at(-1)
    if (last && last.rows.length < maxRows && last.length + row.length <= maxLength) {
      last.rows.push(row)
      last.length += row.length
    } else {
      parts.push({ rows: [row], length: heading.length + row.length, firstRow: index + FIRST_BODY_ROW })
    }
  })
  if (parts.length === 0) return [{ csv: heading || ' ', firstRow: FIRST_BODY_ROW }]
  return parts.map(({ rows, firstRow }) => ({ csv: heading + rows.join(''), firstRow }))
}

/** What is wrong with a cell: the row as a spreadsheet counts those of the whole file; null: it is about the file. */
export interface CsvError {
  readonly row: number | null
  readonly column: string
  /** What is wrong, for words of our own; undefined: the API has only its words. */
  readonly code: string | undefined
  /** In the words of the API. */
  readonly detail: string
}

/** An error of a part, `/csv/<row>/<column>`, told of the file. */
export function errorOf(
  part: CsvPart,
  { pointer, code, detail }: { pointer: string; code?: string | undefined; detail: string },
): CsvError {
  const [, , row, column = ''] = pointer.split('/')
  return {
    row: row === undefined ? null : Number(row) - FIRST_BODY_ROW + part.firstRow,
    column,
    code,
    detail,
  }
}

/** A file as text: UTF-8, or what Polish spreadsheets of Windows write when it is not. */
export function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1250').decode(bytes)
  }
}
