import fc from 'fast-check'
import { expect, test } from 'vitest'
import { balancesAfter, reconcile } from './balance.ts'

const ledger = [
  { id: 'c', quantity: -1 },
  { id: 'b', quantity: -2 },
  { id: 'a', quantity: 10 },
]

test('the newest line stands at what is on hand, the oldest at its own quantity', () => {
  expect(balancesAfter(7, ledger)).toEqual([7, 8, 10])
})

test('a whole ledger explains on hand', () => {
  expect(reconcile(7, ledger, true)).toEqual({ state: 'reconciled', movements: 3 })
})

test('a counter that is not the sum of its ledger is told, with both figures', () => {
  expect(reconcile(8, ledger, true)).toEqual({ state: 'differs', onHand: 8, moved: 7 })
})

test('half a ledger proves nothing', () => {
  expect(reconcile(7, ledger.slice(0, 2), false)).toEqual({ state: 'partly' })
})

test('any ledger: every balance is the sum of the movements up to it', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -999, max: 999 })), (quantities) => {
      const newestFirst = quantities.map((quantity, index) => ({ id: String(index), quantity }))
      const onHand = quantities.reduce((sum, quantity) => sum + quantity, 0)
      const sums = newestFirst.map((_, index) =>
        quantities.slice(index).reduce((sum, quantity) => sum + quantity, 0),
      )
      expect(balancesAfter(onHand, newestFirst)).toEqual(sums)
    }),
  )
})
