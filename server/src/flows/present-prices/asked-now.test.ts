import { DAY_MS } from '@splot/kernel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PATIENCE } from '#test/patience'
import { openPresentWorld, type PresentWorld } from '#test/present-world'

let world: PresentWorld

beforeAll(async () => {
  world = await openPresentWorld()
})
afterAll(() => world.close())

interface Told {
  readonly reducedPrice?: { readonly minor: number }
}
/** The reduced price of an article as every door tells it; null where none is shown. */
async function reducedEverywhere(sku: string) {
  // Their schemas are proved elsewhere; only the parts that speak of a reduction are looked at.
  const read = async (path: string, who?: 'kiosk') =>
    (await world.read(path, who)) as Told & {
      readonly variants: readonly Told[]
      readonly items: readonly Told[]
      readonly reduction: { readonly price: { readonly minor: number } } | null
    }
  const handle = sku.toLowerCase()
  const minor = (told: Told | undefined) => told?.reducedPrice?.minor ?? null
  return {
    page: minor((await read(`/v1/products/${handle}`)).variants[0]),
    kiosk: minor((await read(`/v1/products/${handle}`, 'kiosk')).variants[0]),
    list: minor((await read(`/v1/products?category=${handle}`)).items[0]),
    scanned: minor(await read(`/v1/variants/${sku}`)),
    price: (await read(`/v1/prices/${sku}`)).reduction?.price.minor ?? null,
  }
}
const everywhere = (minor: number | null) => ({
  page: minor,
  kiosk: minor,
  list: minor,
  scanned: minor,
  price: minor,
})
const off = (sku: string, minor: number) => ({
  conditions: [{ kind: 'products' as const, anyOf: [sku] }],
  action: { kind: 'line_amount' as const, minor },
})

test('a promotion that has ended is shown nowhere from then on, however late that is recorded', async () => {
  const sku = 'LATE'
  await world.set([sku], 10_000, world.ago(40 * DAY_MS))
  const first = await world.promote(off(sku, 2_000))
  await expect.poll(() => reducedEverywhere(sku), PATIENCE).toEqual(everywhere(8_000))
  expect(world.inBasket(sku)).toBe(8_000)

  // Nothing is recorded from here on.
  const second = await world.draft(off(sku, 1_000))
  await world.publish([second], [first])
  expect(world.inBasket(sku)).toBe(9_000)
  expect(await reducedEverywhere(sku)).toEqual(everywhere(null))

  await world.publish([], [second])
  expect(world.inBasket(sku)).toBe(10_000)
  expect(await reducedEverywhere(sku)).toEqual(everywhere(null))
})

test('a promotion that ends by the clock is shown until then, and no longer', async () => {
  const sku = 'HOUR'
  await world.set([sku], 10_000, world.ago(40 * DAY_MS))
  await world.promote({ ...off(sku, 2_000), validUntil: world.now().getTime() + DAY_MS })
  await expect.poll(() => reducedEverywhere(sku), PATIENCE).toEqual(everywhere(8_000))
  world.turnClock(DAY_MS)
  expect(world.inBasket(sku)).toBe(10_000)
  expect(await reducedEverywhere(sku)).toEqual(everywhere(null))
})
