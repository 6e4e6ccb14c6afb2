import { expect, test } from 'vitest'
import { errorOf, partsOf, textOf } from './csv-parts.ts'

test('a file is cut into parts that each have its heading, and errors are told of the whole file', () => {
  const parts = partsOf('\uFEFFsku;list;price\r\nA;standard;1\r\nB;standard;2\r\nC;standard;x\r\n', 2)
  expect(parts).toEqual([
    { csv: 'sku;list;price\nA;standard;1\nB;standard;2\n', firstRow: 2 },
    { csv: 'sku;list;price\nC;standard;x\n', firstRow: 4 },
  ])
  const [, second] = parts
  expect(second && errorOf(second, { pointer: '/csv/2/price', detail: 'is no amount' })).toEqual({
    row: 4,
    column: 'price',
    detail: 'is no amount',
  })
})

test('a part is never longer than the API takes', () => {
  const parts = partsOf('h\nAAAA\nBBBB\nCCCC', 10, 12)
  expect(parts.map(({ csv }) => csv)).toEqual(['h\nAAAA\nBBBB\n', 'h\nCCCC'])
})

test('a line end within quotation marks ends no row', () => {
  expect(partsOf('sku;note\nA;"one\ntwo"\nB;three\n', 1)).toMatchObject([
    { csv: 'sku;note\nA;"one\ntwo"\n', firstRow: 2 },
    { csv: 'sku;note\nB;three\n', firstRow: 3 },
  ])
})

test('a file without prices is one part, and an error of the file has no row', () => {
  const [part] = partsOf('')
  expect(part).toMatchObject({ csv: ' ' })
  expect(part && errorOf(part, { pointer: '/csv', detail: 'is empty' })).toMatchObject({ row: null })
})

test('a file of an old spreadsheet is read with its letters', () => {
  const bytes = new Uint8Array([0x69, 0x6c, 0x6f, 0x9c, 0xe6])
  expect(textOf(bytes.buffer)).toBe('ilość')
  expect(textOf(new TextEncoder().encode('ilość').buffer)).toBe('ilość')
})
