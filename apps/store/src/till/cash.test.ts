import { expect, test } from 'vitest'
import { changeOf, MAX_DIGITS, readDigits, suggestNotes, typeDigits } from './cash.ts'

test('the suggested notes are what people hand over', () => {
  expect(suggestNotes(8_730, 'PLN')).toEqual([9_000, 10_000, 20_000, 50_000])
  expect(suggestNotes(24_897, 'PLN')).toEqual([25_000, 30_000, 40_000, 50_000])
  expect(suggestNotes(123_400, 'PLN')).toEqual([130_000, 140_000, 150_000])
  expect(suggestNotes(450, 'PLN')).toEqual([1_000, 2_000, 5_000, 10_000])
})

test('the exact amount has a button of its own and is no suggestion', () => {
  expect(suggestNotes(10_000, 'PLN')).toEqual([20_000, 50_000])
})

test('no suggestion is ever less than the total', () => {
  for (let total = 1; total < 120_000; total += 37) {
    const suggested = suggestNotes(total, 'PLN')
    expect(suggested.every((amount) => amount > total)).toBe(true)
    expect(suggested).toEqual([...suggested].sort((a, b) => a - b))
  }
})

test('a currency without a list of notes gets round amounts', () => {
  expect(suggestNotes(730, 'EUR')[0]).toBe(1_000)
})

test('keys are read as on a cash register: the last two are grosze', () => {
  expect(readDigits('')).toBe(0)
  expect(readDigits('5')).toBe(5)
  expect(readDigits('10000')).toBe(10_000)
  expect(readDigits('1 00,00')).toBe(10_000)
})

test('an amount has no zeros in front and an end', () => {
  expect(typeDigits('00')).toBe('')
  expect(typeDigits('0500')).toBe('500')
  expect(typeDigits('9'.repeat(40))).toHaveLength(MAX_DIGITS)
})

test('there is no change while too little is given', () => {
  expect(changeOf(5_000, 5_001)).toBeNull()
  expect(changeOf(5_000, 5_000)).toBe(0)
  expect(changeOf(10_000, 8_730)).toBe(1_270)
})
