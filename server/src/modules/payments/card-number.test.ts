import { newId } from '@splot/kernel'
import { expect, test } from 'vitest'
import { holdsCardNumber, refuseCardNumbers } from './card-number.ts'

test('test numbers of the card schemes are found, however they are written', () => {
  for (const number of [
    '4111111111111111',
    '5555 5555 5555 4444',
    '3782-822463-10005',
    '6011111111111117',
    'pay with 4000056655665556 please',
  ]) {
    expect(holdsCardNumber(number)).toBe(true)
  }
})

test('phones, order numbers, GTINs, postcodes and ids are no card numbers', () => {
  for (const text of [
    '+48 601 234 567',
    '100000017',
    '5901234123457',
    '00-001',
    '2026-11-22T01:00:00.000Z',
    'tok_ok',
    '777123',
  ]) {
    expect(holdsCardNumber(text)).toBe(false)
  }
  for (let i = 0; i < 2000; i += 1) expect(holdsCardNumber(newId())).toBe(false)
})

test('a refusal points to the field and never repeats the number', () => {
  expect(() => refuseCardNumbers({ a: [{ b: '4111111111111111' }] })).toThrow(
    expect.objectContaining({
      code: 'payments.pan_refused',
      errors: [expect.objectContaining({ pointer: '/a/0/b' })],
    }),
  )
})
