import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { refundFor } from './index.ts'

test('returns of any sizes, in any number, sum to what was paid, to the grosz', () => {
  const line = fc.record({
    grossMinor: fc.integer({ min: 0, max: 100_000_000 }),
    visits: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
  })
  fc.assert(
    fc.property(line, ({ grossMinor, visits }) => {
      const quantity = visits.reduce((sum, pieces) => sum + pieces, 0)
      let returnedQuantity = 0
      let refunded = 0
      for (const pieces of visits) {
        const amount = refundFor({ grossMinor, quantity, returnedQuantity }, pieces)
        // No piece is worth a grosz more or less than its even share.
        const share = (grossMinor * pieces) / quantity
        expect(Math.abs(amount - share)).toBeLessThanOrEqual(pieces)
        returnedQuantity += pieces
        refunded += amount
      }
      expect(refunded).toBe(grossMinor)
    }),
  )
})

test('three pieces for a zloty: 34, 33 and 33 grosze', () => {
  const line = { grossMinor: 100, quantity: 3 }
  expect([0, 1, 2].map((returnedQuantity) => refundFor({ ...line, returnedQuantity }, 1))).toEqual([
    34, 33, 33,
  ])
  expect(() => refundFor({ ...line, returnedQuantity: 2 }, 2)).toThrow('no more comes back')
})
