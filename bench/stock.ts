import { loadedStock } from './stock/loaded.ts'
import { inProcess } from './stock/in-process.ts'
import { overHttp } from './stock/over-http.ts'
import { decisionAlone } from './stock/decision.ts'
import { visibleElsewhere } from './stock/visible.ts'
import type { Bench } from './benches.ts'
import { openWorld } from './world.ts'

/**
 * The stock engine: in process on a million rows, then through HTTP on the demo retailer. Two worlds one after another, so that
 * neither works while the other is measured.
 */
async function run(_world: unknown, note: (line: string) => void): Promise<Record<string, number>> {
  const stock = await loadedStock(note)
  let metrics: Record<string, number>
  try {
    metrics = {
      ...(await decisionAlone(stock, note)),
      ...(await inProcess(stock, note)),
      ...(await visibleElsewhere(stock, note)),
    }
    note('  proving that what is reserved is what the holds have …')
    await stock.prove()
  } finally {
    await stock.close()
  }
  const world = await openWorld(note)
  try {
    return { ...metrics, ...(await overHttp(world, note)) }
  } finally {
    await world.close()
  }
}

export const stock: Bench = {
  ownWorld: true,
  reach: {
    hot_per_s: 'reach 60,000 reservations of one SKU, 512 in flight',
    uniform_per_s: 'reach 25,000, 10,000 SKUs x 100 places',
    baskets_per_s: 'reach 25,000 baskets of 1-4 lines, 10 % repeated',
    http_per_s_64: 'reach 8,000, 64 clients',
    http_p99_ms_1: 'reach 5, one client',
    atp_per_s: 'reach 8,000 answers on 24 SKUs x 100 places',
    visible_p99_ms: 'reach 20, committed here, seen in another process',
    flash_orders: 'exactly 100 of 10,000 buyers',
    flash_seconds: 'reach 3',
    decision_hot_per_s: 'limit: the SQL function alone, one connection, batches of 500',
    decision_uniform_per_s: 'limit: the same on a million rows',
  },
  run,
}
