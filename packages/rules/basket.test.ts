import { PPM } from '@splot/kernel'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { basketTotals, vatBetween } from './index.ts'

const A = { taxLetter: 'A', taxPpm: 230_000 }
const B = { taxLetter: 'B', taxPpm: 80_000 }
const C = { taxLetter: 'C', taxPpm: 50_000 }
/** Rates at home and of some countries that goods may be sent to. */
const rate = fc.constantFrom(
  A,
  B,
  C,
  { taxLetter: 'D', taxPpm: 0 },
  { taxCountry: 'DE', taxLetter: 'A', taxPpm: 190_000 },
  { taxCountry: 'DE', taxLetter: 'C', taxPpm: 70_000 },
  { taxCountry: 'HU', taxLetter: 'A', taxPpm: 270_000 },
  { taxCountry: 'FI', taxLetter: 'A', taxPpm: 255_000 },
)
const line = fc
  .tuple(fc.integer({ min: -10_000_000, max: 10_000_000 }), rate)
  .map(([grossMinor, tax]) => ({ grossMinor, ...tax }))
const lines = fc.array(line, { maxLength: 60 })

test('a shirt, a children’s book and a bottle of water: VAT is counted per rate over the whole receipt', () => {
  const totals = basketTotals([
    { grossMinor: 12_999, ...A },
    { grossMinor: 3_990, ...C },
    { grossMinor: 1, ...A },
    { grossMinor: 299, ...B },
  ])
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

test('a coat collected at home and one sent to Germany bear the VAT of their own country, in rows of their own', () => {
  const german = { ...A, taxPpm: 190_000, taxCountry: 'DE' }
  const { vat, grossMinor, vatMinor } = basketTotals([
    { grossMinor: 11_900, ...german },
    { grossMinor: 12_300, ...A },
    { grossMinor: 1_070, taxCountry: 'DE', taxLetter: 'C', taxPpm: 70_000 },
  ])
  expect({ grossMinor, vatMinor }).toEqual({ grossMinor: 25_270, vatMinor: 2_300 + 1_900 + 70 })
  expect(vat).toEqual([
    { letter: 'A', ppm: 230_000, grossMinor: 12_300, netMinor: 10_000, vatMinor: 2_300 },
    { country: 'DE', letter: 'A', ppm: 190_000, grossMinor: 11_900, netMinor: 10_000, vatMinor: 1_900 },
    { country: 'DE', letter: 'C', ppm: 70_000, grossMinor: 1_070, netMinor: 1_000, vatMinor: 70 },
  ])
  expect(() =>
    basketTotals([
      { grossMinor: 1, ...A },
      { grossMinor: 1, ...A, taxPpm: 1 },
    ]),
  ).toThrow('letter A means two rates')
})

test('an empty basket costs nothing', () => {
  expect(basketTotals([])).toEqual({ grossMinor: 0, vatMinor: 0, vat: [] })
})

test('what bears no VAT has its row all the same, and one of another letter: a receipt tells exempt goods from those at 0 %', () => {
  const nought = { taxPpm: 0 }
  const { vat, vatMinor } = basketTotals([
    { grossMinor: 12_300, ...A },
    { grossMinor: 5_000, taxLetter: 'D', ...nought },
    { grossMinor: 700, taxLetter: 'E', ...nought },
    { grossMinor: 0, ...C },
  ])
  expect(vatMinor).toBe(2_300)
  expect(vat).toEqual([
    { letter: 'A', ppm: 230_000, grossMinor: 12_300, netMinor: 10_000, vatMinor: 2_300 },
    // Given away for nothing it is on the receipt, too.
    { letter: 'C', ppm: 50_000, grossMinor: 0, netMinor: 0, vatMinor: 0 },
    { letter: 'D', ppm: 0, grossMinor: 5_000, netMinor: 5_000, vatMinor: 0 },
    { letter: 'E', ppm: 0, grossMinor: 700, netMinor: 700, vatMinor: 0 },
  ])
  const [back, ...more] = vatBetween([{ grossMinor: 5_000, taxLetter: 'D', ...nought }], [])
  expect([back, more]).toEqual([{ letter: 'D', ppm: 0, grossMinor: 5_000, netMinor: 5_000, vatMinor: 0 }, []])
})

test('net and VAT make up the gross of every rate, and the rates make up the whole', () => {
  fc.assert(
    fc.property(lines, (basket) => {
      const totals = basketTotals(basket)
      for (const share of totals.vat) expect(share.netMinor + share.vatMinor).toBe(share.grossMinor)
      expect(totals.grossMinor).toBe(basket.reduce((sum, { grossMinor }) => sum + grossMinor, 0))
      expect(totals.vatMinor).toBe(totals.vat.reduce((sum, { vatMinor }) => sum + vatMinor, 0))
    }),
  )
})

test('VAT is within half a grosz of the exact figure per rate', () => {
  fc.assert(
    fc.property(lines, (basket) => {
      for (const { grossMinor, vatMinor, ppm } of basketTotals(basket).vat) {
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
      const whole = basketTotals([...basket, extra])
      const split = [
        { ...extra, grossMinor: part },
        ...basket.toReversed(),
        { ...extra, grossMinor: extra.grossMinor - part },
      ]
      expect(basketTotals(split)).toEqual(whole)
    }),
  )
})

test('what comes back mirrors what was sold', () => {
  fc.assert(
    fc.property(lines, (basket) => {
      const sold = basketTotals(basket)
      const back = basketTotals(basket.map((one) => ({ ...one, grossMinor: -one.grossMinor })))
      expect(back.grossMinor + sold.grossMinor).toBe(0)
      expect(back.vatMinor + sold.vatMinor).toBe(0)
    }),
  )
})

test('over any sequence of returns exactly the VAT that was charged comes back, per country and rate', () => {
  const paid = fc.tuple(fc.nat({ max: 100_000 }), rate).map(([grossMinor, tax]) => ({ grossMinor, ...tax }))
  fc.assert(
    fc.property(
      fc.array(paid, { minLength: 1, maxLength: 8 }),
      fc.array(fc.array(fc.nat({ max: 100 }), { minLength: 8, maxLength: 8 }), { maxLength: 5 }),
      (bought, steps) => {
        let stays = bought
        const back = new Map<string, number>()
        const nothing = bought.map((part) => ({ ...part, grossMinor: 0 }))
        for (const step of [...steps, null]) {
          // Of each line so many per cent of what is left; at last everything.
          const after = step
            ? stays.map((part, at) => ({
                ...part,
                grossMinor: part.grossMinor - Math.floor((part.grossMinor * (step[at] ?? 0)) / 100),
              }))
            : nothing
          for (const { country, letter, grossMinor, netMinor, vatMinor } of vatBetween(stays, after)) {
            expect(netMinor + vatMinor).toBe(grossMinor)
            expect(vatMinor).toBeGreaterThanOrEqual(0)
            back.set(`${country} ${letter}`, (back.get(`${country} ${letter}`) ?? 0) + vatMinor)
          }
          stays = after
        }
        for (const { country, letter, vatMinor } of basketTotals(bought).vat)
          expect(back.get(`${country} ${letter}`) ?? 0).toBe(vatMinor)
      },
    ),
  )
})
