import type { Bench } from './benches.ts'
import { closedLoop } from './load.ts'
import { receiveStock } from './manager.ts'
import { buy, places, range, type Wish } from './shopper.ts'
import type { BenchWorld } from './world.ts'

/** Articles that are bought: enough that few buyers meet on one row, few enough that some do. */
const ARTICLES = 500
/** More than any run can sell of one article. */
const PIECES = 90_000
const SECONDS = 8
const CLIENTS = [1, 16, 64] as const

async function run(
  world: BenchWorld | undefined,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  if (!world) throw new Error('this benchmark needs a world')
  const { skus } = await range(world, ARTICLES)
  const { warehouse, stores } = await places(world)
  const store = stores[0]
  if (!store) throw new Error('the demo has stores')
  for (const place of [warehouse, store]) await receiveStock(world, place.id, skus, PIECES)
  let calls = 0
  let turn = 0
  // Every second basket is collected in a store, the others are sent home.
  const wish = (): Wish => {
    const sku = skus[turn++ % skus.length] ?? ''
    return Math.floor(turn / 2) % 2 === 0
      ? { sku, quantity: 1, fulfilment: { kind: 'pickup', locationId: store.id } }
      : { sku, quantity: 1, fulfilment: { kind: 'ship' } }
  }
  const metrics: Record<string, number> = {}
  let failed = 0
  for (const clients of CLIENTS) {
    note(`  ${clients} clients …`)
    let began = 0
    let cpu = 0
    const result = await closedLoop({
      clients,
      seconds: SECONDS,
      warmupSeconds: 2,
      work: async () => {
        calls = 3
        await buy(world, [wish(), wish()])
      },
      onWindow: (edge) => {
        if (edge === 'begin') began = world.cpuMs()
        else cpu = world.cpuMs() - began
      },
    })
    failed += result.failed
    metrics[`per_s_${clients}`] = result.perSecond
    metrics[`p50_ms_${clients}`] = result.p50
    metrics[`p99_ms_${clients}`] = result.p99
    if (clients === 64) metrics['cpu_ms'] = cpu / result.done
  }
  return { ...metrics, calls, failed }
}

export const purchase: Bench = {
  reach: {
    per_s_64: 'reach 500, goal 2000; Vendure 6.3, Medusa 0.9',
    p99_ms_1: 'reach 40; Vendure 368',
    cpu_ms: 'reach 3 (API + database); Vendure 176',
    calls: 'at most 4',
  },
  run,
}
