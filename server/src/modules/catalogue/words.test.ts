import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance, fold, stem, wordsOf } from './words.ts'

test('letters typed without accents are the same letters', () => {
  expect(fold('Żółta ŁĄKA, ćma; ŹDŹBŁO')).toBe('zolta laka, cma; zdzblo')
  expect(wordsOf('T-shirt „Łąka” 3/4, 100% bawełna')).toEqual([
    't',
    'shirt',
    'laka',
    '3',
    '4',
    '100',
    'bawelna',
  ])
})

test.each([
  ['sukienka', 'sukienki', 'sukienkę', 'sukienek', 'sukienkami', 'sukienką'],
  ['koszula', 'koszule', 'koszuli', 'koszul', 'koszulach'],
  ['but', 'buty', 'butów', 'butami', 'butach'],
  ['sweter', 'swetry', 'swetra', 'swetrów'],
  ['żółty', 'żółta', 'żółtego', 'żółtej', 'żółtych', 'żółtymi'],
  ['niebieski', 'niebieska', 'niebieskie', 'niebieskich', 'niebieskiego'],
  ['kubek', 'kubki', 'kubka', 'kubków'],
  ['biżuteria', 'biżuterii', 'biżuterię'],
  ['spodnie', 'spodni', 'spodniami'],
  ['świeca', 'świece', 'świec'],
])('forms of one Polish word share a stem: %s', (...forms) => {
  expect(new Set(forms.map((form) => stem(fold(form), 'pl'))).size).toBe(1)
})

test('different goods stay apart', () => {
  const goods = ['koszula', 'kosz', 'but', 'butelka', 'spodnie', 'spodnica', 'pas', 'pasta']
  expect(new Set(goods.map((word) => stem(word, 'pl'))).size).toBe(goods.length)
})

test('English plurals', () => {
  expect(['dresses', 'dress', 'boxes', 'jeans', 'candies'].map((word) => stem(word, 'en'))).toEqual([
    'dress',
    'dress',
    'box',
    'jean',
    'candy',
  ])
})

test('codes and sizes are left as they are', () => {
  expect(stem('22281a', 'pl')).toBe('22281a')
})

const word = fc.stringMatching(/^[a-z]{1,8}$/)

test('a stem is a beginning of the word but for the moving e, never empty', () => {
  fc.assert(
    fc.property(word, (text) => {
      for (const locale of ['pl', 'en'] as const) {
        const base = stem(text, locale)
        expect(base.length).toBeGreaterThan(0)
        expect(base.length).toBeLessThanOrEqual(text.length)
      }
    }),
  )
})

test('edit distance counts single mistakes as one, and is symmetric', () => {
  expect(editDistance('koszla', 'koszula')).toBe(1)
  expect(editDistance('jensy', 'jeansy')).toBe(1)
  expect(editDistance('kubke', 'kubek')).toBe(1)
  expect(editDistance('', 'abc')).toBe(3)
  fc.assert(fc.property(word, word, (a, b) => editDistance(a, b) === editDistance(b, a)))
  fc.assert(fc.property(word, word, (a, b) => (editDistance(a, b) === 0) === (a === b)))
})
