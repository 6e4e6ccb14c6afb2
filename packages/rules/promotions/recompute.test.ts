import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileRules, keepBasket, priceBasket, recompute, type Basket, type Promotion } from '../index.ts'
import { basket, context, line, promotion } from '../test/basket-of.ts'
import { anyBasket, anyRules } from '../test/any.ts'

const sold = (of: Basket, promotions: readonly Promotion[]) => {
  const rules = compileRules({ version: 1, promotions })
  return keepBasket(of, rules, context(), priceBasket(of, rules, context()))
}
const threeForTwo = (returns: Promotion['returns']) =>
  promotion({ id: 'three', returns, action: { kind: 'cheapest_free', every: 3, free: 1 } })
const shirts = basket([line({ sku: 'A', quantity: 3 })])
const back = (quantity: number, grounds: 'voluntary' | 'statutory' = 'voluntary') => [
  { lineId: 'A', quantity, grounds },
]

test('a promotion that is kept refunds the share that was paid for the piece', () => {
  const refund = recompute(sold(shirts, [threeForTwo('keep')]), {
    before: [],
    refundedMinor: 0,
    now: back(1),
  })
  expect(refund).toEqual({ minor: 6_667, withheldMinor: 0, lines: [{ lineId: 'A', minor: 6_667 }] })
})

test('three for two recomputed: the first piece brings nothing, for two cost as much as three', () => {
  const kept = sold(shirts, [threeForTwo('recompute')])
  const first = recompute(kept, { before: [], refundedMinor: 0, now: back(1) })
  expect(first).toMatchObject({ minor: 0, withheldMinor: 6_667 })
  const second = recompute(kept, { before: back(1), refundedMinor: 0, now: back(1) })
  expect(second.minor).toBe(10_000)
  const third = recompute(kept, { before: back(2), refundedMinor: 10_000, now: back(1) })
  expect(third.minor).toBe(10_000)
})

test('a complaint keeps the promotion, and so does whatever comes back after it', () => {
  const kept = sold(shirts, [threeForTwo('recompute')])
  expect(recompute(kept, { before: [], refundedMinor: 0, now: back(1, 'statutory') }).minor).toBe(6_667)
  const later = recompute(kept, { before: back(1, 'statutory'), refundedMinor: 6_667, now: back(1) })
  expect(later.minor).toBe(0)
  const last = recompute(kept, {
    before: [...back(1, 'statutory'), ...back(1)],
    refundedMinor: 6_667,
    now: back(1),
  })
  expect(last.minor).toBe(20_000 - 6_667)
})

test('spend 200 get 30 off: what stays no longer reaches 200', () => {
  const kept = sold(basket([line({ sku: 'A', unitMinor: 15_000 }), line({ sku: 'B', unitMinor: 5_000 })]), [
    promotion({
      id: 'tiers',
      returns: 'recompute',
      action: { kind: 'value_tiers', tiers: [{ atLeastMinor: 20_000, minor: 3_000 }] },
    }),
  ])
  const refund = recompute(kept, {
    before: [],
    refundedMinor: 0,
    now: [{ lineId: 'B', quantity: 1, grounds: 'voluntary' }],
  })
  // Paid 170; A alone costs 150.
  expect(refund.minor).toBe(2_000)
})

test('what stays of a line whose price does not divide by its pieces is counted to the grosz', () => {
  // Ten groszy off three shirts of 100.00: two cost 99.97, one 99.96.
  const kept = sold(shirts, [
    promotion({ id: 'kept', action: { kind: 'basket_amount', minor: 10 } }),
    promotion({
      id: 'tiers',
      priority: 1,
      returns: 'recompute',
      action: { kind: 'value_tiers', tiers: [{ atLeastMinor: 19_994, minor: 3_000 }] },
    }),
  ])
  expect(kept.priced.grossMinor).toBe(26_990)
  // Without the tier the two that stay cost 199.93, a grosz too little to reach it.
  const refund = recompute(kept, { before: [], refundedMinor: 0, now: back(1) })
  expect(refund).toMatchObject({ minor: 26_990 - 19_993, withheldMinor: 8_997 - (26_990 - 19_993) })
})

test('money in is money out over any sequence of partial returns, and nothing ever goes below zero', () => {
  fc.assert(
    fc.property(
      anyBasket,
      anyRules,
      fc.infiniteStream(fc.nat({ max: 1_000_000 })),
      (of, ruleSet, chances) => {
        const next = (below: number) => (chances.next().value as number) % below // the stream never ends
        const rules = compileRules(ruleSet)
        const kept = keepBasket(of, rules, context(), priceBasket(of, rules, context()))
        const paid = kept.priced.grossMinor - kept.priced.shippingMinor
        const left = new Map(of.lines.map((one) => [one.lineId, one.quantity]))
        const before: { lineId: string; quantity: number; grounds: 'voluntary' | 'statutory' }[] = []
        let refundedMinor = 0
        while (left.size > 0) {
          const [lineId, most] = [...left][next(left.size)] ?? ['', 0]
          const quantity = 1 + next(most)
          const now = [
            { lineId, quantity, grounds: next(3) === 0 ? ('statutory' as const) : ('voluntary' as const) },
          ]
          const refund = recompute(kept, { before, refundedMinor, now })
          expect(refund.minor).toBeGreaterThanOrEqual(0)
          expect(refund.lines.reduce((sum, { minor }) => sum + minor, 0)).toBe(refund.minor)
          refundedMinor += refund.minor
          expect(refundedMinor).toBeLessThanOrEqual(paid)
          before.push(...now)
          if (quantity === most) left.delete(lineId)
          else left.set(lineId, most - quantity)
        }
        expect(refundedMinor).toBe(paid)
      },
    ),
  )
}, 120_000)
