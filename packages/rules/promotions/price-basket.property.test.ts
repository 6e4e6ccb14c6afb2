import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compileRules,
  priceBasket,
  type Basket,
  type BasketLine,
  type Promotion,
  type RuleSet,
} from '../index.ts'
import { anyBasket, anyRules } from '../test/any.ts'
import { context, line, promotion } from '../test/basket-of.ts'
import { naivePrice } from '../test/naive.ts'
import { evaluate } from './evaluate.ts'
import { layOut } from './price-basket.ts'
import { retry } from './retry.ts'
import { cheapestWay, KINDS, moveOf } from './search.ts'

const priced = (basket: Basket, rules: RuleSet) =>
  priceBasket(basket, compileRules(rules), context(), { explain: true })
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const RUNS = { numRuns: 300 }
/** Of a busy machine. */
const PATIENCE_MS = 120_000

test(
  'allocations sum: lines, discounts, traces and VAT tell the same total, and no line is negative',
  () => {
    fc.assert(
      fc.property(anyBasket, anyRules, (basket, rules) => {
        const answer = priced(basket, rules)
        for (const one of [...answer.lines, ...(answer.shipping ? [answer.shipping] : [])]) {
          expect(one.grossMinor).toBeGreaterThanOrEqual(0)
          expect(one.listMinor - sum(one.discounts.map(({ minor }) => minor))).toBe(one.grossMinor)
          expect(one.discounts.every(({ minor }) => minor > 0)).toBe(true)
        }
        expect(sum(answer.lines.map(({ grossMinor }) => grossMinor)) + answer.shippingMinor).toBe(
          answer.grossMinor,
        )
        expect(sum(answer.applied.map(({ minor }) => minor))).toBe(answer.discountMinor)
        expect(sum(answer.vat.map(({ grossMinor }) => grossMinor))).toBe(answer.grossMinor)
        for (const { promotionId, minor } of answer.applied) {
          const cap = rules.promotions.find(({ id }) => id === promotionId)?.atMostMinor
          expect(minor).toBeLessThanOrEqual(cap ?? Infinity)
        }
      }),
      RUNS,
    )
  },
  PATIENCE_MS,
)

test(
  'whose VAT a line bears never changes what is paid, and the lines of each country and rate sum to its row',
  () => {
    const rates = [
      null,
      { taxLetter: 'A', taxCountry: 'DE', taxPpm: 190_000 },
      { taxLetter: 'A', taxCountry: 'HU', taxPpm: 270_000 },
    ]
    fc.assert(
      fc.property(anyBasket, anyRules, fc.nat({ max: 2 }), (basket, rules, turn) => {
        const sent: Basket = {
          ...basket,
          lines: basket.lines.map((one, at) => ({ ...one, ...rates[(at + turn) % rates.length] })),
          shipping: basket.shipping && { ...basket.shipping, taxCountry: 'DE', taxPpm: 190_000 },
        }
        const home = priced(basket, rules)
        const abroad = priced(sent, rules)
        expect([abroad.grossMinor, ...abroad.lines.map(({ grossMinor }) => grossMinor)]).toEqual([
          home.grossMinor,
          ...home.lines.map(({ grossMinor }) => grossMinor),
        ])
        const parts = [...abroad.lines, ...(abroad.shipping ? [abroad.shipping] : [])]
        for (const { country, letter, ppm, grossMinor, netMinor, vatMinor } of abroad.vat) {
          const own = parts.filter((one) => one.taxCountry === country && one.taxLetter === letter)
          expect(own.every(({ taxPpm }) => taxPpm === ppm)).toBe(true)
          expect(sum(own.map((one) => one.grossMinor))).toBe(grossMinor)
          expect(netMinor + vatMinor).toBe(grossMinor)
        }
        expect(sum(abroad.vat.map(({ grossMinor }) => grossMinor))).toBe(abroad.grossMinor)
      }),
      RUNS,
    )
  },
  PATIENCE_MS,
)

test(
  'the order of lines and of rules changes nothing',
  () => {
    fc.assert(
      fc.property(anyBasket, anyRules, (basket, rules) => {
        const straight = priced(basket, rules)
        const turned = priced(
          { ...basket, lines: basket.lines.toReversed() },
          { ...rules, promotions: rules.promotions.toReversed() },
        )
        expect({ ...turned, lines: turned.lines.toReversed() }).toEqual(straight)
      }),
      RUNS,
    )
  },
  PATIENCE_MS,
)

test(
  'a line that no promotion matches never changes the price of another',
  () => {
    const stranger: BasketLine = line({
      sku: 'stranger',
      product: 'stranger',
      categories: [],
      lineId: 'stranger',
      quantity: 3,
    })
    fc.assert(
      fc.property(anyBasket, anyRules, fc.constantFrom('000', 'p2-ss', 'zzz'), (basket, rules, sku) => {
        // Every promotion names goods, and none names the stranger.
        const named = { kind: 'categories', anyOf: ['all'] } as const
        const promotions = rules.promotions.map((one) => ({
          ...one,
          conditions: [...one.conditions, named],
          action:
            one.action.kind === 'buy_get'
              ? { ...one.action, of: [...(one.action.of ?? []), named] }
              : one.action,
        }))
        const without = priced(basket, { ...rules, promotions })
        const withIt = priced(
          { ...basket, lines: [{ ...stranger, sku }, ...basket.lines] },
          { ...rules, promotions },
        )
        expect(withIt.lines.slice(1)).toEqual(without.lines)
        expect(withIt.shipping).toEqual(without.shipping)
        expect(withIt.applied).toEqual(without.applied)
      }),
      RUNS,
    )
  },
  PATIENCE_MS,
)

test(
  'the same input gives the same bytes, also when it went through JSON',
  () => {
    fc.assert(
      fc.property(anyBasket, anyRules, (basket, rules) => {
        const first = JSON.stringify(priced(basket, rules))
        expect(JSON.stringify(priced(basket, rules))).toBe(first)
        const [copied, copiedRules] = JSON.parse(JSON.stringify([basket, rules])) as [Basket, RuleSet] // just written
        expect(JSON.stringify(priced(copied, copiedRules))).toBe(first)
      }),
      RUNS,
    )
  },
  PATIENCE_MS,
)

test(
  'the search never charges more than greedy, and both agree with counting piece by piece',
  () => {
    fc.assert(
      fc.property(anyBasket, anyRules, (basket, rules) => {
        const { table } = layOut(basket, compileRules(rules), context())
        const order = table.candidates.map((_, index) => index)
        const greedy = evaluate(table, { order, leaves: new Set() })
        const best = cheapestWay(table)
        expect(best.totalMinor).toBeLessThanOrEqual(greedy.totalMinor)
        for (const { way, totalMinor } of [greedy, best]) {
          const promotions = way.order.map(
            (index) => table.candidates[index]?.compiled.promotion as Promotion,
          )
          const naive = naivePrice(basket, context(), {
            order: promotions,
            leaves: (one, at) => {
              const candidate = table.candidates.findIndex(({ compiled }) => compiled.promotion === one)
              const index = at === null ? table.lines.length : table.lines.indexOf(at)
              return way.leaves.has(candidate * (table.lines.length + 1) + index)
            },
          })
          expect(totalMinor).toBe(naive.total)
          if (way !== best.way) continue
          const answer = priced(basket, rules)
          for (const { lineId, grossMinor } of answer.lines) expect(grossMinor).toBe(naive.lines[lineId])
          expect(answer.shippingMinor).toBe(naive.shipping)
        }
      }),
      { numRuns: 500 },
    )
  },
  PATIENCE_MS,
)

test(
  'trying a move out tells what counting everything again would tell',
  () => {
    fc.assert(
      fc.property(anyBasket, anyRules, (basket, rules) => {
        const { table } = layOut(basket, compileRules(rules), context())
        for (const from of [
          evaluate(table, { order: table.candidates.map((_, index) => index), leaves: new Set() }),
          cheapestWay(table),
        ]) {
          for (const contest of from.contests.slice(0, 6)) {
            for (const kind of KINDS) {
              const move = moveOf(table, from, contest, kind)
              expect(retry(table, from, move).totalMinor).toBe(evaluate(table, move.way).totalMinor)
            }
          }
        }
      }),
      RUNS,
    )
  },
  PATIENCE_MS,
)

test(
  'of three promotions of one group that treat pieces alone, each of four lines gets the cheapest: so far the bounded search sees for certain',
  () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant('line_percent' as const), ppm: fc.integer({ min: 1, max: 1_000_000 }) }),
      fc.record({ kind: fc.constant('line_amount' as const), minor: fc.integer({ min: 1, max: 9_000 }) }),
      fc.record({ kind: fc.constant('fixed_price' as const), minor: fc.integer({ min: 0, max: 20_000 }) }),
    )
    fc.assert(
      fc.property(anyBasket, fc.array(action, { minLength: 1, maxLength: 3 }), (whole, actions) => {
        const basket = { ...whole, lines: whole.lines.slice(0, 4) }
        const promotions = actions.map((one, index) =>
          promotion({ id: `r${index}`, group: 'g', action: one }),
        )
        const together = priced(basket, { version: 1, promotions })
        const alone = promotions.map((one) => priced(basket, { version: 1, promotions: [one] }))
        for (const [index, { grossMinor }] of together.lines.entries()) {
          expect(grossMinor).toBe(Math.min(...alone.map(({ lines }) => lines[index]?.grossMinor ?? 0)))
        }
      }),
      RUNS,
    )
  },
  PATIENCE_MS,
)

test(
  'what sets cost less lies on all their pieces by what they cost, so whichever come back bring their share of what was paid',
  () => {
    const sets = new Set(['cheapest_free', 'buy_get', 'bundle'])
    const oneOfSets = anyRules
      .map(({ promotions }) => promotions.filter(({ action }) => sets.has(action.kind)).slice(0, 1))
      .filter((promotions) => promotions.length > 0)
    fc.assert(
      fc.property(anyBasket, oneOfSets, (basket, [rule]) => {
        if (!rule) return
        const { atMostMinor: _cap, ...uncapped } = rule
        const answer = priced(basket, { version: 1, promotions: [uncapped] })
        const [applied] = answer.applied
        if (!applied) return
        const touched = answer.lines.flatMap(({ discounts: [own], unitMinor }) =>
          own ? [{ minor: own.minor, costMinor: own.pieces * unitMinor }] : [],
        )
        // Lines on which less than half a grosz falls are not told; with one promotion they cost next to nothing.
        const costMinor = sum(touched.map((one) => one.costMinor))
        for (const one of touched)
          expect(Math.abs(one.minor - (applied.minor * one.costMinor) / costMinor)).toBeLessThan(
            basket.lines.length + 1,
          )
      }),
      RUNS,
    )
  },
  PATIENCE_MS,
)
