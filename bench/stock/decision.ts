import { newId } from '@splot/kernel'
import { factFor } from '@splot/server/platform/events'
import { closedLoop } from '../load.ts'
import type { LoadedStock } from './loaded.ts'

const BATCH = 500
const SECONDS = 4

const list = (values: readonly unknown[]): string => `{${values.join(',')}}`

/** What the SQL function decides and commits by itself: the limit of everything that is built on it. */
export async function decisionAlone(
  stock: LoadedStock,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  note('  the SQL function alone …')
  const perSecond = async (rowOf: () => readonly [number, number]): Promise<number> => {
    const result = await closedLoop({
      clients: 1,
      seconds: SECONDS,
      warmupSeconds: 1,
      work: () => decide(stock, Array.from({ length: BATCH }, rowOf)),
    })
    return result.perSecond * BATCH
  }
  const below = (length: number) => Math.floor(Math.random() * length)
  return {
    decision_hot_per_s: await perSecond(() => [0, 0]),
    decision_uniform_per_s: await perSecond(() => [below(stock.skus.length), below(stock.places.length)]),
  }
}

/** One batch of reservations of one piece each, in one statement that commits on its own. */
async function decide(stock: LoadedStock, wanted: readonly (readonly [number, number])[]): Promise<void> {
  const { skus, places } = stock
  const totals = new Map<number, number>()
  for (const [sku, place] of wanted) {
    const key = sku * places.length + place
    totals.set(key, (totals.get(key) ?? 0) + 1)
  }
  // SKUs are padded, so their order is that of their numbers; places are made in order.
  const rows = [...totals.keys()].sort((a, b) => a - b)
  const at = new Map(rows.map((key, index) => [key, index + 1]))
  const one = wanted.map((_, index) => index + 1)
  const { now, actor } = stock.command()
  const fact = factFor(actor, { type: 'inventory.availability_changed', subject: 'stock' })
  const [answer] = await stock.platform.statement<{ verdicts: string }>(
    `select verdicts from inventory.reserve(
      $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    [
      now,
      fact,
      list(wanted.map(() => newId())),
      list(wanted.map(() => newId())),
      list(wanted.map(() => 1)),
      list(['basket']),
      list(['pinned']),
      list([false]),
      list([60_000]),
      list([actor.channel.id]),
      list(['system:bench']),
      list(one),
      null,
      list(wanted.map(([sku, place]) => at.get(sku * places.length + place))),
      list(wanted.map(() => 1)),
      list(rows.map((key) => skus[Math.floor(key / places.length)])),
      list(rows.map((key) => (key % places.length) + 1)),
      list(places),
      list(rows.map((key) => totals.get(key))),
      rows
        .map(
          (key) =>
            `{"sku":"${skus[Math.floor(key / places.length)]}","locationId":"${places[key % places.length]}"`,
        )
        .join('\n'),
    ],
  )
  if (answer?.verdicts !== 'h'.repeat(wanted.length)) throw new Error('there was enough for everybody')
}
