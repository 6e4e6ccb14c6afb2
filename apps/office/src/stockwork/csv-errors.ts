import type { Problem } from '@splot/client'

export type CsvError = Readonly<{ row: number; column: string; detail: string }>

/** The errors of a refused file, row by row as a spreadsheet counts them: `/csv/7/quantity` is row 7, column quantity. */
export function csvErrorsOf({ code, errors = [] }: Problem): CsvError[] {
  if (code !== 'stockwork.csv_invalid') return []
  const found = errors.flatMap(({ pointer, detail }) => {
    const [, , row, column = ''] = pointer.split('/')
    const number = Number(row)
    if (!Number.isInteger(number)) return []
    const words = detail.startsWith(`row ${row}`) ? detail.slice(detail.indexOf(': ') + 2) : detail
    return [{ row: number, column, detail: words }]
  })
  return found.toSorted((a, b) => a.row - b.row)
}
