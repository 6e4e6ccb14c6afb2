import { expect, test } from 'vitest'
import { isPartOfNumber, readNumber, sayAllowed, writeNumber } from './typed-number.ts'

const NBSP = '\u00a0'
const percent = { min: 0, max: 100, decimals: 4 }

/** What a field holds when these keys are pressed one after the other: a key that makes no number is as if never pressed. */
const typing = (keys: string): string =>
  [...keys].reduce((text, key) => (isPartOfNumber(text + key) ? text + key : text), '')

test.each([
  ['12,5', 12.5],
  // A keyboard of digits has a point, in a country that writes a comma: it may not be swallowed and leave 125.
  ['12.5', 12.5],
  ['-5', -5],
  ['−5', -5],
  ['+7,25', 7.25],
  ['1 234,50', 1_234.5],
  [`1${NBSP}234,5`, 1_234.5],
  ['0,07', 0.07],
  ['120', 120],
])('%s is read as it is typed', (keys, number) => {
  expect(typing(keys)).toBe(keys)
  expect(readNumber(keys)).toBe(number)
})

test('a sign alone is no number, and letters are no part of one', () => {
  for (const text of ['', ' ', '-', ',', 'sto', '1,2,3', '5-']) expect(readNumber(text), text).toBeNaN()
  expect(typing('12zł')).toBe('12')
})

test('a number out of bounds is kept and told of with what is allowed', () => {
  expect(sayAllowed(120, percent, 'pl', '%')).toBe(`Wpisz liczbę od 0 do 100${NBSP}%.`)
  expect(sayAllowed(-1, percent, 'en', '%')).toBe(`Enter a number from 0 to 100${NBSP}%.`)
  expect(sayAllowed(0, { min: 1, decimals: 0 }, 'pl')).toBe('Wpisz liczbę nie mniejszą niż 1.')
  expect(sayAllowed(7, { max: 6.5, decimals: 2 }, 'en')).toBe('Enter a number not above 6.5.')
  for (const good of [0, 12.3456, 100, Number.NaN]) expect(sayAllowed(good, percent, 'pl')).toBeNull()
})

test('no digit is rounded away: too many of them are told of', () => {
  expect(writeNumber(12.345, 'pl', { minimumFractionDigits: 2, maximumFractionDigits: 2 })).toBe('12,345')
  expect(sayAllowed(12.345, { min: 0, decimals: 2 }, 'pl')).toBe('Cyfr po przecinku może być najwyżej 2.')
  expect(sayAllowed(2.5, { min: 1, decimals: 0 }, 'pl')).toBe('Wpisz liczbę całkowitą.')
})

test.each(['pl', 'en'] as const)('what a field shows in %s, it reads again', (locale) => {
  for (const value of [0.1, 7.35, -15, 1_234.5, 1_000_000, 33.3333])
    expect(readNumber(writeNumber(value, locale))).toBe(value)
})
