import { DAY_MS, newId, type LocationId } from '@splot/kernel'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { publishPromotions } from '#modules/promotions'
import { systemActor } from '#platform/context'
import { PATIENCE } from '#test/patience'
import { openPresentWorld, WEB, type PresentWorld } from '#test/present-world'
import { presentPrices } from './present-prices.ts'

let world: PresentWorld

beforeAll(async () => {
  world = await openPresentWorld()
})
afterAll(() => world.close())

/** What is told of a reduction beside a price, everywhere or in one place. */
const told = (sku: string, minor: number, location: LocationId | null = null) =>
  world.reductions.running(sku, { channel: WEB, currency: 'PLN', location }, minor)

test('a public promotion is a reduction, with the lowest price of the thirty days before it', async () => {
  const { platform, ago, set, promote } = world
  await set(['SHIRT'], 10_000, ago(60 * DAY_MS))
  await set(['SHIRT'], 8_900, ago(20 * DAY_MS))
  await set(['SHIRT'], 9_900, ago(10 * DAY_MS))
  await presentPrices(platform)
  const running = () => told('SHIRT', 9_900)
  expect(running()).toBeUndefined()
  const validUntil = world.now().getTime() + 2 * DAY_MS
  const shirts = { validUntil, conditions: [{ kind: 'categories', anyOf: ['shirts'] }] } as const
  await promote({ ...shirts, action: { kind: 'line_percent', ppm: 200_000 } })
  await promote({ ...shirts, audience: 'individual', action: { kind: 'line_percent', ppm: 500_000 } })
  // 20 % off 9900; the lowest price before was 8900, so that 11 % may be said.
  await vi.waitFor(
    () =>
      expect(running()).toMatchObject({ minor: 7_920, regularMinor: 9_900, lowestMinor: 8_900, percent: 11 }),
    PATIENCE,
  )
  // When it is over the price goes back by itself, at the instant that the promotion said.
  world.turnClock(3 * DAY_MS)
  await presentPrices(platform)
  await vi.waitFor(() => expect(running()).toBeUndefined(), PATIENCE)
  const history = await world.history('SHIRT')
  expect(history.map(([, minor, reduced]) => [minor, reduced])).toEqual([
    [10_000, false],
    [8_900, false],
    [9_900, false],
    [7_920, true],
    [9_900, false],
  ])
  expect(history.at(-1)?.[0]).toBe(validUntil)
})

test('a reduction upon a reduction is told by the law of the place, and otherwise for what spoils', async () => {
  const { law } = world
  await world.set(['YOGHURT'], 1_000, world.ago(60 * DAY_MS))
  for (const minor of [200, 400]) {
    await world.promote({
      exclusive: true,
      conditions: [{ kind: 'products', anyOf: ['YOGHURT'] }],
      action: { kind: 'line_amount', minor },
    })
    world.turnClock(DAY_MS)
  }
  const yoghurt = () => told('YOGHURT', 1_000)
  const counted = async (minor: number) => {
    world.reductions.recount(['YOGHURT'])
    await vi.waitFor(() => expect(yoghurt()?.lowestMinor).toBe(minor), PATIENCE)
  }
  // Poland: the second reduction looks back thirty days of its own, and the first was among them.
  await counted(800)
  expect(yoghurt()?.beforeFirst).toBe(false)
  law.spoiling.add('YOGHURT')
  await counted(1_000)
  expect(yoghurt()?.beforeFirst).toBe(true)
  law.spoiling.clear()
  await counted(800)
  // Germany: reductions that follow each other look back from the first.
  law.country = 'DE'
  await counted(1_000)
  law.country = 'PL'
})

/** Takes an amount off one article. */
const off = (sku: string, minor: number) => ({
  conditions: [{ kind: 'products' as const, anyOf: [sku] }],
  action: { kind: 'line_amount' as const, minor },
})

test('a public code lowers what counts as the lowest price, and shows nobody a price that only the code gives', async () => {
  const sku = 'TOWEL-CODE'
  await world.set([sku], 10_000, world.ago(40 * DAY_MS))
  const shown = () => told(sku, 10_000)
  const code = await world.promote({ ...off(sku, 2_500), audience: 'code', publicCode: true })
  // The code is recorded, and nothing is announced: without it the basket asks the full price.
  expect((await world.history(sku)).map(([, minor, reduced]) => [minor, reduced])).toEqual([
    [10_000, false],
    [7_500, false],
  ])
  expect(shown()).toBeUndefined()
  expect(world.inBasket(sku)).toBe(10_000)
  expect(world.inBasket(sku, [{ code: 'TOWEL25', promotionId: code }])).toBe(7_500)

  world.turnClock(DAY_MS)
  await world.promote(off(sku, 2_000))
  // 8000 is what everybody pays; the code gave 7500 in the days before, so no percentage may be said.
  await vi.waitFor(
    () =>
      expect(shown()).toMatchObject({
        minor: 8_000,
        regularMinor: 10_000,
        lowestMinor: 7_500,
        percent: null,
      }),
    PATIENCE,
  )
  expect(world.inBasket(sku)).toBe(shown()?.minor)
})

test('a promotion of one store is presented there, with its lowest price, and nowhere else', async () => {
  const { platform, ago, set } = world
  const sku = 'TOWEL-PLACE'
  const [place, other] = [newId<'location'>(), newId<'location'>()]
  await set([sku], 10_000, ago(40 * DAY_MS))
  await set([sku], 9_000, ago(20 * DAY_MS))
  await set([sku], 10_000, ago(10 * DAY_MS))
  const { conditions, action } = off(sku, 2_000)
  const promotionId = await world.promote({
    conditions: [...conditions, { kind: 'location', anyOf: [place] }],
    action,
  })
  await vi.waitFor(
    () => expect(told(sku, 10_000, place)).toMatchObject({ minor: 8_000, lowestMinor: 9_000, percent: 11 }),
    PATIENCE,
  )
  expect(world.reductions.namesPlace(place)).toBe(true)
  expect(told(sku, 10_000, other)).toBeUndefined()
  expect(told(sku, 10_000)).toBeUndefined()

  // When nothing names the store any more it is told once that it is as everywhere.
  world.turnClock(DAY_MS)
  const { version } = await platform.write(systemActor('test'), (ctx) =>
    publishPromotions(ctx, { publish: [], archive: [promotionId], at: ctx.now, reason: 'test' }),
  )
  await world.presented(version)
  await vi.waitFor(() => expect(told(sku, 10_000, place)).toBeUndefined(), PATIENCE)
})
