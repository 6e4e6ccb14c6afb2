import { compileRules, type Promotion } from '@splot/rules'
import { expect, test } from 'vitest'
import { NO_RULES, priceSale } from './price-sale.ts'
import type { SaleLine } from './sale.ts'

const line = (sku: string, minor: number, quantity: number): SaleLine => ({
  quantity,
  article: {
    sku,
    gtin: '5900000000008',
    name: sku,
    options: '',
    price: { minor, currency: 'PLN' },
    picture: null,
    product: 'koszulka',
    categories: ['koszulki', 'odziez'],
    attributes: {},
    taxLetter: 'A',
    taxPpm: 230_000,
  },
})
const promotion = (more: Partial<Promotion>): Promotion => ({
  id: '0199a000-0000-7000-8000-000000000001',
  version: 1,
  name: 'Test',
  label: { pl: '3 za 2', en: '3 for 2' },
  priority: 1,
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  audience: 'public',
  returns: 'keep',
  currency: 'PLN',
  conditions: [{ kind: 'categories', anyOf: ['odziez'] }],
  action: { kind: 'cheapest_free', every: 3, free: 1 },
  ...more,
})
const by = (...promotions: Promotion[]) => ({
  rules: compileRules({ version: 7, promotions }),
  locationId: 'here',
  at: new Date('2026-11-22T10:00:00Z'),
})

test('three for two is counted at the till, without asking anybody', () => {
  const priced = priceSale([line('A', 3_000, 2), line('B', 2_000, 1)], [], by(promotion({})))
  expect(priced).toMatchObject({ grossMinor: 6_000, discountMinor: 2_000, rulesVersion: 7 })
  expect(priced?.lines[1]).toMatchObject({ grossMinor: 0, discounts: [{ minor: 2_000 }] })
})

test('a code counts only when it was found good', () => {
  const rules = by(promotion({ audience: 'code', action: { kind: 'basket_amount', minor: 500 } }))
  const lines = [line('A', 3_000, 1)]
  expect(priceSale(lines, [], rules)?.grossMinor).toBe(3_000)
  const coupon = { code: 'LATO', promotionId: '0199a000-0000-7000-8000-000000000001' }
  expect(priceSale(lines, [coupon], rules)?.grossMinor).toBe(2_500)
})

test('what counts elsewhere, or at another counter, does not count here', () => {
  const web = promotion({ conditions: [{ kind: 'channel', anyOf: ['web'] }] })
  const there = promotion({ conditions: [{ kind: 'location', anyOf: ['there'] }] })
  for (const one of [web, there]) expect(priceSale([line('A', 3_000, 3)], [], by(one))?.discountMinor).toBe(0)
})

test('an empty sale has no price, and without rules everything costs what its label says', () => {
  expect(priceSale([], [], by())).toBeNull()
  expect(priceSale([line('A', 3_000, 3)], [], { ...by(), rules: NO_RULES })?.grossMinor).toBe(9_000)
})
