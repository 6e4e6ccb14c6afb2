import { DAY_MS } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { must } from '#test/answers'
import { clearDraftsJob } from './clear-drafts.ts'
import { openPricingWorld, type PricingWorld } from './test/pricing-world.ts'

let world: PricingWorld
beforeAll(async () => {
  world = await openPricingWorld()
})
afterAll(() => world.close())

test('rows of drafts that were given up go, old drafts are given up, and what was published stays', async () => {
  const draft = async (minor: number) => {
    const body = { note: 'a test', rows: [{ sku: world.newSku(), list: 'standard', minor }] }
    return must(await world.call('POST', '/prices/changes', body), 201).body.id
  }
  const [published, discarded, forgotten] = [await draft(100), await draft(200), await draft(300)]
  must(await world.call('POST', `/prices/changes/${published}/publish`, {}), 200)
  must(await world.call('POST', `/prices/changes/${discarded}/discard`), 200)
  const left = async () =>
    (
      await world.query<{ minor: number }>(
        `select gross_minor as minor from pricing.price order by gross_minor`,
      )
    ).map(({ minor }) => minor)
  await clearDraftsJob.run(world.platform, {})
  expect(await left()).toEqual([100, 300])
  world.turnClock(61 * DAY_MS)
  await clearDraftsJob.run(world.platform, {})
  expect(await left()).toEqual([100])
  expect(must(await world.call('GET', `/prices/changes/${forgotten}`), 200).body.state).toBe('discarded')
})
