import { newId } from '@splot/kernel'
import { closedLoop, percentile } from '../load.ts'
import { machineKey, receiveStock } from '../manager.ts'
import { places, range } from '../shopper.ts'
import type { BenchWorld } from '../world.ts'

const CLIENTS = 64
const SECONDS = 6
/** Enough for every reservation of a run. */
const PIECES = 99_000
const BUYERS = 10_000
const FOR_SALE = 100
const TTL_SECONDS = 300

/** Reservations by a machine with a key, as a marketplace connector or a till makes them; then a drop with too many buyers. */
export async function overHttp(
  world: BenchWorld,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  const { skus } = await range(world, 200)
  const [store] = (await places(world)).stores
  if (!store) throw new Error('the demo has stores')
  await receiveStock(world, store.id, skus, PIECES)
  const authorization = `Bearer ${await machineKey(world, ['stock.reserve'], store.id)}`
  const hold = async (sku: string): Promise<number> => {
    const answer = await world.http.request({
      method: 'PUT',
      path: `/v1/stock/holds/${newId()}`,
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        kind: 'basket',
        ttlSeconds: TTL_SECONDS,
        lines: [{ sku, locationId: store.id, quantity: 1 }],
      }),
    })
    await answer.body.dump()
    return answer.statusCode
  }
  const holdAny = async (): Promise<void> => {
    const status = await hold(skus[Math.floor(Math.random() * skus.length)] ?? '')
    if (status !== 200) throw new Error(`a hold was answered with ${status}`)
  }
  const load = async (clients: number) => {
    note(`  holds through HTTP, ${clients} client(s) …`)
    const result = await closedLoop({ clients, seconds: SECONDS, warmupSeconds: 2, work: holdAny })
    if (result.failed > 0) throw new Error(`${result.failed} holds failed`)
    return result
  }
  const alone = await load(1)
  const many = await load(CLIENTS)
  return {
    http_per_s_64: many.perSecond,
    http_p99_ms_64: many.p99,
    http_p50_ms_1: alone.p50,
    http_p99_ms_1: alone.p99,
    ...(await flash(world, store.id, hold, note)),
  }
}

async function flash(
  world: BenchWorld,
  locationId: string,
  hold: (sku: string) => Promise<number>,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  const { skus } = await range(world, 400)
  const sku = await soldOut(skus.slice(200), hold)
  await receiveStock(world, locationId, [sku], FOR_SALE)
  note(`  ${BUYERS} buyers at once for ${FOR_SALE} pieces …`)
  const began = performance.now()
  const times: number[] = []
  const statuses = await Promise.all(
    Array.from({ length: BUYERS }, async () => {
      const status = await hold(sku)
      times.push(performance.now() - began)
      return status
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const of = (status: number) => statuses.filter((answered) => answered === status).length
  return {
    flash_orders: of(200),
    flash_sold_out: of(409),
    flash_errors: BUYERS - of(200) - of(409),
    flash_seconds: seconds,
    flash_p50_ms: percentile(
      times.toSorted((a, b) => a - b),
      0.5,
    ),
  }
}

/** An article of which the place has nothing. */
async function soldOut(skus: readonly string[], hold: (sku: string) => Promise<number>): Promise<string> {
  for (const sku of skus) if ((await hold(sku)) === 409) return sku
  throw new Error('every article is there: the flash sale needs an empty shelf')
}
