import { expect, test } from 'vitest'
import { csvErrorsOf } from './csv-errors.ts'

const refused = (errors: { pointer: string; detail: string }[]) => ({
  type: 'about:blank',
  title: 'Unprocessable',
  status: 422,
  code: 'stockwork.csv_invalid',
  detail: 'Some rows cannot be read.',
  errors,
})

test('each error says its row and column, without repeating them in its words', () => {
  const problem = refused([
    { pointer: '/csv/2/sku', detail: 'row 2, sku: there is no "NOPE"' },
    { pointer: '/csv/5/quantity', detail: 'row 5, quantity: a whole number: not 1.5' },
  ])
  expect(csvErrorsOf(problem)).toEqual([
    { row: 2, column: 'sku', detail: 'there is no "NOPE"' },
    { row: 5, column: 'quantity', detail: 'a whole number: not 1.5' },
  ])
})

test('a refusal of another kind has no rows', () => {
  expect(csvErrorsOf({ ...refused([]), code: 'stockwork.csv_unreadable' })).toEqual([])
})
