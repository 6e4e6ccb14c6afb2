import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { customerQr, gtinCheckDigit, isGtin, orderQr, parseScan, pickupQr } from './parse.ts'

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''))

test('check digits of published examples', () => {
  // GS1's own sample numbers.
  expect(isGtin('5901234123457')).toBe(true)
  expect(isGtin('4006381333931')).toBe(true)
  expect(isGtin('96385074')).toBe(true)
  expect(isGtin('036000291452')).toBe(true)
  expect(isGtin('5901234123458')).toBe(false)
})

test('one wrong digit is never a product', () => {
  fc.assert(
    fc.property(digits(12), fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, place, shift) => {
      const gtin = body + gtinCheckDigit(body)
      const wrong = gtin.slice(0, place) + ((Number(gtin[place]) + shift) % 10) + gtin.slice(place + 1)
      expect(parseScan(gtin)).toEqual({ kind: 'product', gtin })
      expect(parseScan(wrong)).toEqual({ kind: 'unknown', text: wrong })
    }),
  )
})

test('a UPC-A and a padded GTIN-14 answer the EAN that the catalogue knows; a real GTIN-14 stays', () => {
  expect(parseScan('036000291452')).toEqual({ kind: 'product', gtin: '0036000291452' })
  expect(parseScan('05901234123457')).toEqual({ kind: 'product', gtin: '5901234123457' })
  expect(parseScan(']d20105901234123457')).toEqual({ kind: 'product', gtin: '5901234123457' })
  const box = `1590123412345${gtinCheckDigit('1590123412345')}`
  expect(parseScan(box)).toEqual({ kind: 'product', gtin: box })
})

test('our own QR codes come back as what was put in', () => {
  const id = '01936f5e-7b3a-7c44-9d11-2f8a64e0c001'
  expect(parseScan(pickupQr(id, '482913'))).toEqual({ kind: 'pickup', fulfilmentId: id, code: '482913' })
  expect(parseScan(orderQr('S-100234'))).toEqual({ kind: 'order', number: 'S-100234' })
  const code = '7ZK3'.repeat(19)
  expect(parseScan(customerQr(code))).toEqual({ kind: 'customer', code })
  expect(parseScan(customerQr(code).toLowerCase())).toEqual({ kind: 'customer', code })
  expect(parseScan('  splot:o:s-100234 ')).toEqual({ kind: 'order', number: 'S-100234' })
})

test('anything at all is parsed without throwing, and is a product only with a right check digit', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const scan = parseScan(text)
      if (scan.kind === 'product') expect(isGtin(scan.gtin)).toBe(true)
    }),
  )
  for (const text of [
    'SPLOT:P:only-id',
    'SPLOT:O:',
    'SPLOT:X:1',
    'SPLOT:P::1234',
    'https://example.test/5901234123457',
  ])
    expect(parseScan(text).kind).toBe('unknown')
})
