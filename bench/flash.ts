import type { Bench } from './benches.ts'
import { percentile } from './load.ts'
import { receiveStock } from './manager.ts'
import { buy, places, range } from './shopper.ts'
import type { BenchWorld } from './world.ts'

const BUYERS = 1_000
const PIECES = 100

async function run(
  world: BenchWorld | undefined,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  if (!world) throw new Error('this benchmark needs a world')
  const { skus } = await range(world, 200)
  const { stores } = await places(world)
  const target = await emptyShelf(world, skus, stores)
  await receiveStock(world, target.locationId, [target.sku], PIECES)
  note(`  ${BUYERS} buyers at once for ${PIECES} pieces, the whole purchase each …`)
  const outcome = { orders: 0, soldOut: 0, errors: 0 }
  const refusalTimes: number[] = []
  const began = performance.now()
  await Promise.all(
    Array.from({ length: BUYERS }, async () => {
      const asked = performance.now()
      try {
        await buy(world, [
          { sku: target.sku, quantity: 1, fulfilment: { kind: 'pickup', locationId: target.locationId } },
        ])
        outcome.orders += 1
      } catch (error) {
        if (/409 (carts|checkout)\.sold_out/.test((error as Error).message)) {
          outcome.soldOut += 1
          refusalTimes.push(performance.now() - asked)
        } else {
          outcome.errors += 1
          if (outcome.errors === 1) note(`  ${(error as Error).message}`)
        }
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  return {
    orders: outcome.orders,
    sold_out: outcome.soldOut,
    errors: outcome.errors,
    seconds,
    refused_p99_ms: percentile(
      refusalTimes.toSorted((a, b) => a - b),
      0.99,
    ),
  }
}

/** An article and a store that has none of it. */
async function emptyShelf(
  world: BenchWorld,
  skus: readonly string[],
  stores: readonly { id: string }[],
): Promise<{ sku: string; locationId: string }> {
  for (const sku of skus) {
    for (const store of stores) {
      const answer = await world.http.request({
        method: 'POST',
        path: '/v1/carts',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          lines: [{ sku, quantity: 1, fulfilment: { kind: 'pickup', locationId: store.id } }],
        }),
      })
      const body = (await answer.body.json()) as { code?: string }
      if (answer.statusCode === 409 && body.code === 'carts.sold_out') return { sku, locationId: store.id }
      if (answer.statusCode === 201) break
    }
  }
  throw new Error('every store has every article: the flash sale needs an empty shelf')
}

export const flash: Bench = {
  reach: { orders: 'exactly 100', sold_out: '900', errors: '0', seconds: 'under 2; Medusa 270' },
  run,
}
