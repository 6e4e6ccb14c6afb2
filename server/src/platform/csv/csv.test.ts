import { Refusal } from '@splot/kernel'
import { expect, test } from 'vitest'
import { readInstant, readTable } from './index.ts'

const at = (text: string) => {
  const read = readInstant(text)
  return read instanceof Date ? read.toISOString() : read
}

test('a day begins at its midnight in Warsaw, and people write days and hours in several ways', () => {
  // Winter time, one hour before Greenwich; in July two.
  expect(at('2026-12-01')).toBe('2026-11-30T23:00:00.000Z')
  expect(at('2026-07-01')).toBe('2026-06-30T22:00:00.000Z')
  for (const same of [
    '2026-12-01 06:30',
    '2026-12-01T06:30',
    '1.12.2026 6:30',
    '01.12.2026 06:30:00',
    '2026-12-01T05:30:00Z',
    '2026-12-01T06:30:00+01:00',
  ])
    expect(at(same)).toBe('2026-12-01T05:30:00.000Z')
  expect(at('2026-12-01 23:59')).toBe('2026-12-01T22:59:00.000Z')
  expect(at('')).toBeNull()
})

test('a day that there is not, an hour beyond the day and what is no day at all are told, not guessed', () => {
  const wrong = [
    '2026-02-30',
    '31.04.2026',
    '12.31.2026',
    '2026-12-01 24:00',
    '2026-12-01 06:60',
    '2026-12-01 6',
    'tomorrow',
    '2026-13-01T00:00:00Z',
  ]
  for (const text of wrong) expect(at(text)).toBeUndefined()
})

const columns = { sku: ['sku', 'indeks'], price: ['price', 'cena'], note: ['note'] } as const
const unreadable = (why: string) => new Refusal('invalid', 'test.unreadable', why)
const read = (text: string, maxRows = 10) =>
  readTable(text, columns, ['sku', 'price'], { maxRows, unreadable }).map(({ pointer, cell }) => [
    pointer,
    cell('sku'),
    cell('price'),
    cell('note'),
  ])

test('a table is read by its headings, whatever their order, language and separator; rows are counted as a spreadsheet does', () => {
  const rows = [
    ['/csv/2', 'A-1', '1,50', ''],
    ['/csv/4', 'A-2', '2', ''],
  ]
  expect(read('\uFEFFIndeks;Cena\r\nA-1; 1,50 \r\n ; \r\nA-2;2\r\n')).toEqual(rows)
  expect(read('price\tsku\n1,50\tA-1\n\t\n2\tA-2')).toEqual(rows)
  expect(read('sku,price,note\nA-1,"1,50"\n,,\nA-2,2,')).toEqual(rows)
})

test('a file that is no table, lacks a column or is too long says so', () => {
  const told = (text: string, maxRows?: number) => () => read(text, maxRows)
  expect(told('')).toThrow('at least one row')
  expect(told('sku;price')).toThrow('at least one row')
  expect(told('sku;note\nA;x')).toThrow('The column price is missing.')
  expect(told('sku;price\nA;"1')).toThrow('never closed')
  expect(told('sku;price\nA;1\nB;2', 2)).not.toThrow()
  expect(told('sku;price\nA;1\nB;2\nC;3', 2)).toThrow('at most 2 rows')
})
