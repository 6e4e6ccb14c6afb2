import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStockWorld, type StockWorld } from './stock-world.ts'
import { reserve } from './index.ts'

let world: StockWorld
beforeAll(async () => {
  world = await openStockWorld()
})
afterAll(() => world.close())

test('two hundred buyers want the last piece: one gets it', async () => {
  const { sku, place } = await world.stocked(1)
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => reserve(world.command(), world.hold([[sku, place, 1]]))),
  )
  expect(answers.filter((answer) => answer.state === 'held')).toHaveLength(1)
  expect(answers.filter((answer) => answer.state === 'short')).toHaveLength(199)
  expect(await world.level(sku, place)).toEqual({ onHand: 1, reserved: 1 })
})
