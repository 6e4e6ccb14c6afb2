import { DAY_MS, HOUR_MS, MINUTE_MS, newId, wallClock } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCatalogue } from '#modules/catalogue'
import { presentChunk, type PublicPrices } from '#modules/pricing'
import { systemActor } from '#platform/context'
import type { OpenPlatform } from '#platform/database'
import { openPresentWorld, WEB, type PresentWorld } from '#test/present-world'
import { presentPrices } from './present-prices.ts'

const actor = systemActor('test')
const ZONE = 'Europe/Warsaw'

let world: PresentWorld

beforeAll(async () => {
  world = await openPresentWorld()
})
afterAll(() => world.close())

test('what is presented is appended at its instant, once, however late and however often the recorder is killed', async () => {
  const { platform, ago, set, history } = world
  const skus = Array.from({ length: 600 }, (_, index) => `K-${String(index).padStart(4, '0')}`)
  const [first, second, third] = [ago(9 * DAY_MS), ago(5 * DAY_MS), ago(DAY_MS)]
  await set(skus, 10_000, first)
  await set(skus.slice(0, 400), 9_000, second)
  await set(skus.slice(200), 8_000, third)
  const channels = [{ id: WEB, code: 'web', currency: 'PLN' }]
  const plain: PublicPrices = async () => ({
    places: [],
    priceOf: (_sku, _counter, { minor }) => ({ minor, shownMinor: minor }),
  })
  // Killed in the middle of every chunk, and after some of them: what was not committed never was.
  for (let kill = 0; kill < 4; kill += 1) {
    await platform.write(actor, (ctx) => presentChunk(ctx, { channels, publicPrices: plain }))
    await platform
      .write(actor, async (ctx) => {
        await presentChunk(ctx, { channels, publicPrices: plain })
        throw new Error('killed')
      })
      .catch(() => {})
  }
  // Two others finish it together.
  const other = world.openNode()
  await openCatalogue(other)
  const finish = async (one: OpenPlatform) => {
    while (await one.write(actor, (ctx) => presentChunk(ctx, { channels, publicPrices: plain })));
  }
  await Promise.all([finish(platform), finish(other)])
  await other.close()
  const at = (date: Date) => date.getTime()
  expect(await history('K-0000')).toEqual([
    [at(first), 10_000, false],
    [at(second), 9_000, false],
  ])
  expect(await history('K-0300')).toEqual([
    [at(first), 10_000, false],
    [at(second), 9_000, false],
    [at(third), 8_000, false],
  ])
  expect(await history('K-0599')).toEqual([
    [at(first), 10_000, false],
    [at(third), 8_000, false],
  ])
  // 600 at first, then 400, then 400 again: nothing twice and nothing left out.
  const [totals] = await platform.read(actor).query(
    `select count(*)::int as rows, count(distinct (sku, channel_id, currency, location_id, at))::int as different
       from pricing.presented`,
  )
  expect(totals).toEqual({ rows: 1_400, different: 1_400 })
})

test('a place with a price of its own has a history of its own until it is as everywhere again', async () => {
  const { platform, ago, set } = world
  const place = newId<'location'>()
  await set(['PLACE'], 5_000, ago(40 * DAY_MS))
  const setThere = await world.listOf(place)
  await setThere('PLACE', 6_000, ago(20 * DAY_MS))
  await setThere('PLACE', 5_000, ago(10 * DAY_MS))
  await presentPrices(platform)
  const rows = await platform
    .read(actor)
    .query<{ minor: number | null }>(
      `select minor from pricing.presented where sku = 'PLACE' and channel_id = $1 and location_id = $2 order by at`,
      [WEB, place],
    )
  expect(rows.map(({ minor }) => minor)).toEqual([6_000, null])
})

test('a happy hour is presented by the clock, each day anew', async () => {
  const { platform, now, ago, set, history } = world
  await set(['SHIRT'], 9_900, ago(60 * DAY_MS))
  // Three hours from now, so that it opens within the day, whenever the test runs.
  const opens = (wallClock(now(), ZONE).minutes + 180) % 1_440
  const closes = (opens + 120) % 1_440
  await world.promote({
    conditions: [
      { kind: 'categories', anyOf: ['shirts'] },
      { kind: 'hours', weekdays: [1, 2, 3, 4, 5, 6, 7], from: opens, until: closes },
    ],
    action: { kind: 'line_amount', minor: 900 },
  })
  const before = (await history('SHIRT')).length
  // A worker that slept for a day finds both instants of that day all the same.
  world.turnClock(DAY_MS)
  await presentPrices(platform)
  const rows = (await history('SHIRT')).slice(before)
  const minutes = (minor: number) => {
    const [at] = rows.find((row) => row[1] === minor) ?? []
    return at === undefined ? undefined : wallClock(new Date(at), ZONE).minutes
  }
  expect(minutes(9_000)).toBe(opens)
  expect(minutes(9_900)).toBe(closes)
})

test('a promotion that is over as its last happy hour closes is presented until then', async () => {
  const { platform, now, ago, set, history } = world
  await set(['LATE'], 9_900, ago(60 * DAY_MS))
  const over = Math.floor(now().getTime() / MINUTE_MS) * MINUTE_MS + 7 * HOUR_MS
  const closes = wallClock(new Date(over), ZONE).minutes
  await world.promote({
    conditions: [
      { kind: 'products', anyOf: ['LATE'] },
      { kind: 'hours', weekdays: [1, 2, 3, 4, 5, 6, 7], from: (closes + 1_440 - 120) % 1_440, until: closes },
    ],
    action: { kind: 'line_amount', minor: 900 },
    validUntil: over,
  })
  world.turnClock(DAY_MS)
  await presentPrices(platform)
  expect((await history('LATE')).slice(-2)).toEqual([
    [over - 2 * HOUR_MS, 9_000, true],
    [over, 9_900, false],
  ])
})
