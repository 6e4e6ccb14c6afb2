import { expect, test } from 'vitest'
import { shippingFor } from './shipping.ts'
import { vatByRate } from './vat.ts'

const ship = { fulfilment: 'ship' } as const
const pickup = { fulfilment: 'pickup' } as const

test('the courier costs 14.99 below 200 PLN, nothing from there on, and pickup never', () => {
  expect(shippingFor([ship], 199_99, 'PLN')).toBe(14_99)
  expect(shippingFor([ship, pickup], 50_00, 'PLN')).toBe(14_99)
  expect(shippingFor([ship], 200_00, 'PLN')).toBe(0)
  expect(shippingFor([pickup], 50_00, 'PLN')).toBe(0)
  expect(shippingFor([], 0, 'PLN')).toBe(0)
})

test('VAT is counted once per rate from the gross sum, and nothing is told of rates without amount', () => {
  const rows = vatByRate([
    { letter: 'B', ppm: 80_000, grossMinor: 1080 },
    { letter: 'A', ppm: 230_000, grossMinor: 33 },
    { letter: 'A', ppm: 230_000, grossMinor: 33 },
    { letter: 'C', ppm: 50_000, grossMinor: 0 },
  ])
  // 66 × 23 ÷ 123 = 12.34: twelve, where counting each line would make 6 + 6; 1080 × 8 ÷ 108 = 80.
  expect(rows).toEqual([
    { letter: 'A', ppm: 230_000, grossMinor: 66, vatMinor: 12 },
    { letter: 'B', ppm: 80_000, grossMinor: 1080, vatMinor: 80 },
  ])
})
