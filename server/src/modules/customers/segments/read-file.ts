import { Refusal, type RefusalDetail } from '@splot/kernel'
import { readInstant, readTable } from '#platform/csv'
import { refuseRows, type By, type Told } from './find-people.ts'

/** Rows of one list: keeps its transaction far below half a second. A longer one is told in parts. */
export const MAX_TOLD = 5_000
/** Characters of a file. */
export const MAX_CSV_LENGTH = 900_000

const columns = {
  id: ['id', 'customer', 'klient', 'identyfikator'],
  email: ['email', 'e-mail'],
  phone: ['phone', 'telefon'],
  until: ['until', 'do'],
} as const
const ways: readonly By[] = ['id', 'email', 'phone']

/**
 * Reads a file of people by its headings: `id`, `email` or `phone`, and `until`. Of a row that has several the first one counts.
 * @throws Refusal `customers.csv_unreadable`, `customers.rows_invalid`.
 */
export function readPeopleFile(text: string): Told[] {
  const errors: RefusalDetail[] = []
  const rows = readTable(text, columns, [], { maxRows: MAX_TOLD, unreadable })
  const told = rows.flatMap(({ pointer, cell }): Told[] => {
    const by = ways.find((way) => cell(way) !== '')
    const until = readInstant(cell('until'))
    if (!by) errors.push({ pointer: `${pointer}/email`, code: 'nobody', detail: 'names nobody' })
    if (until === undefined)
      errors.push({
        pointer: `${pointer}/until`,
        code: 'no_instant',
        detail: 'is no day or time: write 2026-12-01',
      })
    return by && until !== undefined ? [{ pointer, by, text: cell(by), until }] : []
  })
  refuseRows(errors)
  return told
}

const unreadable = (why: string): Refusal =>
  new Refusal('unprocessable', 'customers.csv_unreadable', `This is not a file of customers. ${why}`, {
    errors: [{ pointer: '/csv', detail: why }],
  })
