import { DAY_MS, HOUR_MS } from '@splot/kernel'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noteWholeRange } from '#modules/pricing'
import type { PromotionDraft, PromotionId } from '#modules/promotions'
import { systemActor } from '#platform/context'
import { openPresentWorld, type PresentWorld } from '#test/present-world'
import { presentingOf, presentPrices } from '../present-prices.ts'

const actor = systemActor('test')
const skus = ['HOUR', 'LATE', 'SHIRT', 'TOWEL-CODE', 'TOWEL-PLACE', 'YOGHURT']
let world: PresentWorld

beforeAll(async () => {
  world = await openPresentWorld()
  await world.set(skus, 10_000, world.ago(60 * DAY_MS))
  await presentPrices(world.platform)
})
afterAll(() => world.close())

const off = { action: { kind: 'line_amount', minor: 1_000 } } as const
const rulesInstants = () =>
  world.platform
    .read(actor)
    .query<{ at: Date; cause: string; sku: string }>(
      `select at, cause, after_sku as sku from pricing.presentation where cause <> 'prices' order by at, id`,
    )
/** The articles that the newest publication was walked through for. */
async function walked(): Promise<readonly string[]> {
  const { touchedAt } = await presentingOf(world.platform)
  const at = (await rulesInstants()).findLast(({ cause }) => cause === 'rules')?.at
  return (at && (await touchedAt?.(world.platform.read(actor), at))) ?? []
}

test('a publication is walked through for the goods of the promotions that it changes alone', async () => {
  const towels = await world.promote({ ...off, conditions: [{ kind: 'categories', anyOf: ['towels'] }] })
  expect(await walked()).toEqual(['TOWEL-CODE', 'TOWEL-PLACE'])
  expect((await rulesInstants()).at(-1)?.sku).toBe('TOWEL-PLACE')
  const late = await world.promote({ ...off, conditions: [{ kind: 'products', anyOf: ['late', 'SHIRT'] }] })
  expect(await walked()).toEqual(['LATE', 'SHIRT'])
  // What no one piece is sold at lower for touches nothing that is presented.
  await world.promote({ action: { kind: 'shipping_price', minor: 0 }, conditions: [] })
  expect(await walked()).toEqual([])
  await world.publish([], [towels, late])
  await world.present()
  expect(await walked()).toEqual(['LATE', 'SHIRT', 'TOWEL-CODE', 'TOWEL-PLACE'])
})

test('an instant of the clock is walked through once, however many publications meet it', async () => {
  const validUntil = world.now().getTime() + HOUR_MS
  for (const sku of ['SHIRT', 'LATE', 'HOUR'])
    await world.promote({ ...off, validUntil, conditions: [{ kind: 'products', anyOf: [sku] }] })
  const then = (await rulesInstants()).filter(({ at }) => at.getTime() === validUntil)
  expect(then.map(({ cause }) => cause)).toEqual(['clock'])
  world.turnClock(HOUR_MS)
  await presentPrices(world.platform)
  for (const sku of ['SHIRT', 'LATE', 'HOUR'])
    expect((await world.history(sku)).at(-1)).toEqual([validUntil, 10_000, false])
})

/** How many rows a look at the whole range would still append. */
async function leftOut(): Promise<number> {
  const at = world.now()
  await world.platform.write(actor, (ctx) => noteWholeRange(ctx, at))
  await presentPrices(world.platform)
  const [whole] = await world.platform
    .read(actor)
    .query<{ appended: number }>(
      `select appended from pricing.presentation where cause = 'rules' and number = 0 and at = $1`,
      [at],
    )
  return whole?.appended ?? NaN
}

const goods = fc.constantFrom<PromotionDraft['conditions']>(
  [],
  [{ kind: 'products', anyOf: ['towel', 'LATE'] }],
  [{ kind: 'products', anyOf: ['SHIRT'], not: true }],
  [{ kind: 'categories', anyOf: ['shirts'] }],
  [{ kind: 'categories', anyOf: ['shirts', 'hour'] }],
  [{ kind: 'attributes', attribute: 'brand', anyOf: ['splot'] }],
)
const action = fc.constantFrom<PromotionDraft['action']>(
  { kind: 'line_percent', ppm: 100_000 },
  { kind: 'fixed_price', minor: 7_000 },
  { kind: 'gift', sku: 'YOGHURT', quantity: 1 },
  { kind: 'basket_amount', minor: 2_000 },
  { kind: 'buy_get', buy: 1, get: 1, of: [{ kind: 'products', anyOf: ['LATE'] }], ppm: 500_000 },
  { kind: 'quantity_tiers', tiers: [{ atLeast: 1, ppm: 50_000 }] },
)
const promotion = fc.record({
  conditions: goods,
  action,
  audience: fc.constantFrom<PromotionDraft['audience']>('public', 'public', 'code', 'individual'),
  exclusive: fc.boolean(),
  priority: fc.integer({ min: 1, max: 3 }),
  hours: fc.option(fc.integer({ min: 1, max: 6 })),
})

test('whatever is published, ended or over, a look at the whole range finds nothing that was left out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({ begin: fc.array(promotion, { maxLength: 2 }), end: fc.integer({ min: 0, max: 1 }) }),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
      async (steps) => {
        const live: PromotionId[] = []
        for (const { begin, end } of steps) {
          const drafts: PromotionId[] = []
          for (const { hours, ...one } of begin)
            drafts.push(
              await world.draft({
                ...one,
                ...(one.audience === 'code' && { publicCode: true }),
                validUntil: hours === null ? null : world.now().getTime() + hours * HOUR_MS,
              }),
            )
          const ended = live.splice(0, end)
          if (drafts.length + ended.length > 0) await world.publish(drafts, ended)
          live.push(...drafts)
          await world.present()
          expect(await leftOut()).toBe(0)
          world.turnClock(3 * HOUR_MS)
          await world.present()
          expect(await leftOut()).toBe(0)
        }
        if (live.length > 0) await world.publish([], live)
        await world.present()
        expect(await leftOut()).toBe(0)
      },
    ),
    { numRuns: 5 },
  )
})
