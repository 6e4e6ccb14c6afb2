import { localDate } from '@splot/kernel'
import { expect, test } from 'vitest'
import { netFromGross, rateOn, readNip, taxCountry, type TaxRate } from '../index.ts'

const rate = (country: string, ppm: number, from: string | null, until: string | null): TaxRate => ({
  country,
  taxClass: 'standard',
  letter: 'A',
  ppm,
  validFrom: from === null ? null : localDate(from),
  validUntil: until === null ? null : localDate(until),
})

test('Germany’s 19 % was 16 % in the second half of 2020', () => {
  const rates = [
    rate('DE', 190_000, null, null),
    rate('DE', 160_000, '2020-07-01', '2021-01-01'),
    rate('PL', 230_000, null, null),
  ]
  const on = (day: string) => rateOn(rates, 'DE', 'standard', localDate(day))?.ppm
  expect(['2020-06-30', '2020-07-01', '2020-12-31', '2021-01-01'].map(on)).toEqual([
    190_000, 160_000, 160_000, 190_000,
  ])
  expect(rateOn(rates, 'DE', 'books', localDate('2026-01-01'))).toBeUndefined()
})

test('goods sent to a consumer in another member state bear that state’s VAT in the one-stop shop', () => {
  const seller = { country: 'PL', oss: true }
  expect(taxCountry(seller, { shipTo: 'DE', business: false })).toBe('DE')
  expect(taxCountry(seller, { shipTo: 'DE', business: true })).toBe('PL')
  expect(taxCountry(seller, { shipTo: null, business: false })).toBe('PL')
  expect(taxCountry(seller, { shipTo: 'GB', business: false })).toBe('PL')
  expect(taxCountry({ ...seller, oss: false }, { shipTo: 'DE', business: false })).toBe('PL')
  expect(taxCountry({ ...seller, country: 'GB' }, { shipTo: 'DE', business: false })).toBe('GB')
})

test('net prices for businesses are derived from gross: 123.00 is 100.00 net', () => {
  expect([netFromGross(12_300, 230_000), netFromGross(9_999, 230_000), netFromGross(9_999, 0)]).toEqual([
    10_000, 8_129, 9_999,
  ])
})

test('a NIP is read as people write it, and one wrong digit is found', () => {
  expect(readNip('526-000-12-46')).toBe('5260001246')
  expect(readNip('PL 526 000 12 46')).toBe('5260001246')
  for (const wrong of ['5260001247', '526000124', '0000000000', '52600012461', 'DE5260001246', '']) {
    expect(readNip(wrong)).toBeUndefined()
  }
  // No weight is divisible by 11, so every single changed digit shows.
  for (let at = 1; at < 10; at += 1) {
    for (const digit of '0123456789') {
      const changed = `${'5260001246'.slice(0, at)}${digit}${'5260001246'.slice(at + 1)}`
      expect(readNip(changed)).toBe(changed === '5260001246' ? changed : undefined)
    }
  }
})
