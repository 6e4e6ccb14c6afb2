/** A value of a file, and the line it began in, as a spreadsheet counts them. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

const BYTE_ORDER_MARK = '\uFEFF'
const SEPARATORS = [';', ',', '\t']

/**
 * Reads comma-separated values (RFC 4180: quotes may hold separators, line ends and doubled quotes), as spreadsheets write them: a byte
 * order mark, semicolons (Polish Excel) or tabs, any line ends. The separator is the one that the first line has most of. Empty
 * lines are left out. Undefined when a quote is never closed.
 */
export function parseCsv(text: string): readonly CsvRow[] | undefined {
  const source = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  const separator = separatorOf(source)
  const rows: CsvRow[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let line = 1
  let began = 1
  const endRow = () => {
    cells.push(cell)
    if (cells.some((value) => value.trim() !== '')) rows.push({ line: began, cells })
    cells = []
    cell = ''
    began = line
  }
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? ''
    const next = source[at + 1]
    if (char === '\n' || (char === '\r' && next !== '\n')) line += 1
    if (quoted) {
      if (char !== '"') cell += char
      else if (next === '"') {
        cell += char
        at += 1
      } else quoted = false
    } else if (char === '"' && cell === '') quoted = true
    else if (char === separator) {
      cells.push(cell)
      cell = ''
    } else if (char === '\n' || (char === '\r' && next !== '\n')) endRow()
    else if (char !== '\r') cell += char
  }
  if (quoted) return undefined
  endRow()
  return rows
}

function separatorOf(source: string): string {
  const first = source.split(/[\r\n]/, 1)[0] ?? ''
  const counts = SEPARATORS.map((separator) => first.split(separator).length)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ';'
}
