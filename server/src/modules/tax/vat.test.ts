import { expect, test } from 'vitest'
import { vatByRate } from './vat.ts'

test('VAT is counted once per rate from the gross sum, and nothing is told of rates without amount', () => {
  const rows = vatByRate([
    { taxLetter: 'B', taxPpm: 80_000, taxCountry: 'PL', grossMinor: 1080 },
    { taxLetter: 'A', taxPpm: 230_000, grossMinor: 33 },
    { taxLetter: 'A', taxPpm: 230_000, taxCountry: 'PL', grossMinor: 33 },
    { taxLetter: 'C', taxPpm: 50_000, grossMinor: 0 },
  ])
  // 66 × 23 ÷ 123 = 12.34: twelve, where counting each line would make 6 + 6; 1080 × 8 ÷ 108 = 80.
  expect(rows).toEqual([
    { country: 'PL', letter: 'A', ppm: 230_000, grossMinor: 66, vatMinor: 12 },
    { country: 'PL', letter: 'B', ppm: 80_000, grossMinor: 1080, vatMinor: 80 },
  ])
})
