import { PPM } from '@splot/kernel'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { basketTotals } from './index.ts'

const rates = { A: 230_000, B: 80_000, C: 50_000, D: 0 }
const letter = fc.constantFrom('A' as const, 'B' as const, 'C' as const, 'D' as const)
const line = fc.record({ grossMinor: fc.integer({ min: -10_000_000, max: 10_000_000 }), taxRate: letter })
const lines = fc.array(line, { maxLength: 60 })

test('a shirt, a children’s book and a bottle of water: VAT is counted per rate over the whole receipt', () => {
  const totals = basketTotals(
    [
      { grossMinor: 12_999, taxRate: 'A' },
      { grossMinor: 3_990, taxRate: 'C' },
      { grossMinor: 1, taxRate: 'A' },
      { grossMinor: 299, taxRate: 'B' },
    ],
    rates,
  )
  expect(totals).toEqual({
    grossMinor: 17_289,
    vatMinor: 2_431 + 22 + 190,
    vat: [
      { letter: 'A', ppm: 230_000, grossMinor: 13_000, netMinor: 10_569, vatMinor: 2_431 },
      { letter: 'B', ppm: 80_000, grossMinor: 299, netMinor: 277, vatMinor: 22 },
      { letter: 'C', ppm: 50_000, grossMinor: 3_990, netMinor: 3_800, vatMinor: 190 },
    ],
  })
})

test('an empty basket costs nothing', () => {
  expect(basketTotals([], rates)).toEqual({ grossMinor: 0, vatMinor: 0, vat: [] })
})

test('net and VAT make up the gross of every rate, and the rates make up the whole', () => {
  fc.assert(
    fc.property(lines, (basket) => {
      const totals = basketTotals(basket, rates)
      for (const share of totals.vat) expect(share.netMinor + share.vatMinor).toBe(share.grossMinor)
      expect(totals.grossMinor).toBe(basket.reduce((sum, { grossMinor }) => sum + grossMinor, 0))
      expect(totals.vatMinor).toBe(totals.vat.reduce((sum, { vatMinor }) => sum + vatMinor, 0))
    }),
  )
})

test('VAT is within half a grosz of the exact figure per rate', () => {
  fc.assert(
    fc.property(lines, (basket) => {
      for (const { grossMinor, vatMinor, ppm } of basketTotals(basket, rates).vat) {
        // Twice the error times the divisor, in whole numbers: |2·vat·(1+r) − 2·gross·r| ≤ (1+r).
        const error = 2n * BigInt(vatMinor) * BigInt(PPM + ppm) - 2n * BigInt(grossMinor) * BigInt(ppm)
        expect(error < 0n ? -error : error).toBeLessThanOrEqual(BigInt(PPM + ppm))
      }
    }),
  )
})

test('the order of lines changes nothing, and neither does splitting one in two', () => {
  fc.assert(
    fc.property(lines, line, fc.integer({ min: -5_000, max: 5_000 }), (basket, extra, part) => {
      const whole = basketTotals([...basket, extra], rates)
      const split = [
        { ...extra, grossMinor: part },
        ...basket.toReversed(),
        { ...extra, grossMinor: extra.grossMinor - part },
      ]
      expect(basketTotals(split, rates)).toEqual(whole)
    }),
  )
})

test('what comes back mirrors what was sold', () => {
  fc.assert(
    fc.property(lines, (basket) => {
      const sold = basketTotals(basket, rates)
      const back = basketTotals(
        basket.map((one) => ({ ...one, grossMinor: -one.grossMinor })),
        rates,
      )
      expect(back.grossMinor + sold.grossMinor).toBe(0)
      expect(back.vatMinor + sold.vatMinor).toBe(0)
    }),
  )
})
