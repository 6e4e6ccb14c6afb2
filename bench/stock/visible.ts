import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { newHoldId, reserve } from '@splot/server/modules/inventory'
import { percentile, sleep } from '../load.ts'
import type { LoadedStock } from './loaded.ts'

const RESERVATIONS = 500
const PAUSE_MS = 5
const GIVE_UP_MS = 5_000

/** From the answer of a reservation here to its row in the memory of another process; milliseconds. */
export async function visibleElsewhere(
  stock: LoadedStock,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  note(`  ${RESERVATIONS} reservations, watched from another process …`)
  const watcher = fork(fileURLToPath(new URL('./watcher.ts', import.meta.url)), [stock.url])
  await once(watcher, 'message')
  const times: number[] = []
  for (let index = 0; index < RESERVATIONS; index += 1) {
    const sku = stock.skus[index % stock.skus.length]
    const locationId = stock.places[index % stock.places.length]
    if (sku === undefined || locationId === undefined) throw new Error('the stock is loaded')
    const seen = messageOf(watcher)
    const lines = [{ sku, locationId, quantity: 1 }]
    await reserve(stock.command(), { holdId: newHoldId(), kind: 'basket', ttlMs: 60_000, lines })
    const answered = Number(process.hrtime.bigint()) / 1e6
    times.push(Math.max(0, (await seen) - answered))
    await sleep(PAUSE_MS)
  }
  watcher.disconnect()
  await once(watcher, 'exit')
  const sorted = times.toSorted((a, b) => a - b)
  return { visible_p50_ms: percentile(sorted, 0.5), visible_p99_ms: percentile(sorted, 0.99) }
}

/** The machine's monotonic clock when the watcher saw the next change, in milliseconds: one clock for all processes. */
const messageOf = (watcher: ReturnType<typeof fork>): Promise<number> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the change was not seen')), GIVE_UP_MS)
    watcher.once('message', (at) => {
      clearTimeout(timer)
      resolve(Number(at))
    })
  })
