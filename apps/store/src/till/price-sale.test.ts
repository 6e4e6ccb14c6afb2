import { compileRules, type Promotion } from '@splot/rules'
import { expect, test } from 'vitest'
import { factOf } from './offline-fact.ts'
import { NO_RULES, priceSale } from './price-sale.ts'
import type { SaleLine } from './sale.ts'
import { whyLine } from './why-line.ts'

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
  expect(priced?.lines[1]).toMatchObject({ grossMinor: 1_500, discounts: [{ minor: 500 }] })
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

test('what is cheaper for cash is so until a gift card pays a part, as the server counts it', () => {
  const rules = by(
    promotion({
      conditions: [{ kind: 'tender', anyOf: ['cash'] }],
      action: { kind: 'basket_amount', minor: 500 },
    }),
  )
  const due = (tender?: string | string[]) =>
    priceSale([line('A', 3_000, 1)], [], { ...rules, ...(tender && { tender }) })?.grossMinor
  expect([due(), due('cash'), due(['gift_card', 'cash']), due(['gift_card'])]).toEqual([
    2_500, 2_500, 3_000, 3_000,
  ])
})

test('an empty sale has no price, and without rules everything costs what its label says', () => {
  expect(priceSale([], [], by())).toBeNull()
  expect(priceSale([line('A', 3_000, 3)], [], { ...by(), rules: NO_RULES })?.grossMinor).toBe(9_000)
})

test('a sale that is told as a fact adds up, line by line, with what each promotion took off and by which prices', () => {
  const lines = [line('A', 3_333, 2), line('B', 2_000, 1)]
  const source = { list: 'standard', version: 41, fromQuantity: 1, listMinor: 3_500, exceptions: [] }
  const at = new Date('2026-11-22T10:00:00Z')
  const priced = priceSale(lines, [], {
    ...by(promotion({})),
    priceOf: ({ sku }) =>
      sku === 'A' ? { unitMinor: 3_500, taxLetter: 'A', taxPpm: 230_000, source } : undefined,
  })
  if (!priced) throw new Error('it has lines')
  const total = { minor: priced.grossMinor, currency: 'PLN' }
  const paid = {
    stage: 'paid',
    saleId: 'sale',
    lines,
    coupons: [],
    total,
    given: total.minor,
    change: 0,
    number: null,
  } as const
  const body = {
    lines: lines.map(({ article: { sku }, quantity }) => ({ sku, quantity })),
    expectedTotal: total,
  }
  const fact = factOf(body, paid, priced, at)
  expect(fact.offline).toEqual({ at: at.toISOString(), rulesVersion: 7 })
  expect(fact.lines.map((one) => one.paid)).toMatchObject([
    { unitMinor: 3_500, grossMinor: 5_444, priceVersion: 41, name: 'A' },
    { unitMinor: 2_000, grossMinor: 1_556, discounts: [{ minor: 444, label: { pl: '3 za 2' } }] },
  ])
  const sum = fact.lines.reduce((all, one) => all + (one.paid?.grossMinor ?? 0), 0)
  expect(sum).toBe(total.minor)
})

test('promotions for a group, a segment and a first order count for a customer who was recognised, and for no guest', () => {
  const half = { kind: 'basket_percent', ppm: 500_000 } as const
  const lines = [line('A', 3_000, 1)]
  const due = (condition: Promotion['conditions'][number], customer: typeof known | null) =>
    priceSale(lines, [], { ...by(promotion({ conditions: [condition], action: half })), customer })
      ?.grossMinor
  const known = { groups: ['klub'], segments: ['wracajacy'], firstOrder: true }
  const conditions = [
    { kind: 'group', anyOf: ['klub'] },
    { kind: 'segment', anyOf: ['wracajacy'] },
    { kind: 'first_order' },
  ] as const
  for (const condition of conditions) {
    expect(due(condition, known)).toBe(1_500)
    expect(due(condition, { groups: ['inna'], segments: ['inny'], firstOrder: false })).toBe(3_000)
    expect(due(condition, null)).toBe(3_000)
  }
})

test('a line tells staff why it costs that: list and version, what was taken in order, and what kept the rest', () => {
  const threeForTwo = promotion({ name: 'Trzy za dwa' })
  const spend = promotion({
    id: '0199a000-0000-7000-8000-000000000002',
    name: 'Za dwieście',
    priority: 2,
    conditions: [{ kind: 'value', atLeastMinor: 20_000 }],
    action: { kind: 'basket_amount', minor: 1_000 },
  })
  const shoes = promotion({
    id: '0199a000-0000-7000-8000-000000000003',
    name: 'Buty',
    conditions: [{ kind: 'categories', anyOf: ['buty'] }],
  })
  const source = { list: 'standard', version: 4, fromQuantity: 1, listMinor: 2_000, exceptions: [] }
  const told = {
    ...by(threeForTwo, spend, shoes),
    priceOf: ({ price }: { price: { minor: number } }) => ({
      unitMinor: price.minor,
      taxLetter: 'A',
      taxPpm: 230_000,
      source,
    }),
  }
  const lines = [line('A', 3_000, 2), line('B', 2_000, 1)]
  expect(whyLine(lines, [], told, 'B')).toMatchObject({
    rulesVersion: 7,
    priced: { sku: 'B', price: source, grossMinor: 1_500 },
    taken: [{ name: 'Trzy za dwa', minor: 500, pieces: 1 }],
    notTaken: [{ name: 'Za dwieście', obstacle: { reason: 'value', wanted: 20_000, had: 6_000 } }],
    others: [{ name: 'Buty', obstacle: { reason: 'no_matching_goods' } }],
  })
  // A fourth piece fills no set: its line is told that the promotion counts, elsewhere.
  expect(whyLine([...lines, line('D', 1_000, 1)], [], told, 'D')?.notTaken).toMatchObject([
    { name: 'Trzy za dwa', obstacle: null },
    { name: 'Za dwieście' },
  ])
  expect(whyLine(lines, [], told, 'C')).toBeNull()
})
