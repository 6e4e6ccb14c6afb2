import {
  newHoldId,
  openAvailability,
  reserve,
  showAvailability,
  type Reservation,
  type StockLine,
} from '@splot/server/modules/inventory'
import { closedLoop } from '../load.ts'
import type { LoadedStock } from './loaded.ts'

const IN_FLIGHT = 512
const SECONDS = 6
const TTL_MS = 60_000
const MAX_LINES = 4
/** Of a hundred commands so many are sent a second time. */
const REPEATED_PERCENT = 10
const ATP_SKUS = 24
const ATP_SECONDS = 3

const oneOf = <T>(of: readonly T[]): T => of[Math.floor(Math.random() * of.length)] as T

/** Reservations a second from one process, and answers on availability from its memory. */
export async function inProcess(
  stock: LoadedStock,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  const line = (): StockLine => ({ sku: oneOf(stock.skus), locationId: oneOf(stock.places), quantity: 1 })
  const hot: StockLine = { ...line() }
  const perSecond = async (name: string, next: () => Reservation): Promise<number> => {
    note(`  ${name}, ${IN_FLIGHT} in flight …`)
    const result = await closedLoop({
      clients: IN_FLIGHT,
      seconds: SECONDS,
      warmupSeconds: 2,
      work: async () => {
        const answer = await reserve(stock.command(), next())
        if (answer.state !== 'held') throw new Error('there was enough for everybody')
      },
    })
    if (result.failed > 0) throw new Error(`${result.failed} reservations failed`)
    return result.perSecond
  }
  const fresh = (lines: readonly StockLine[]): Reservation => ({
    holdId: newHoldId(),
    kind: 'basket',
    ttlMs: TTL_MS,
    lines,
  })
  let last: Reservation | undefined
  const basket = (): Reservation => {
    if (last && Math.random() * 100 < REPEATED_PERCENT) return last
    last = fresh(Array.from({ length: 1 + Math.floor(Math.random() * MAX_LINES) }, line))
    return last
  }
  return {
    hot_per_s: await perSecond('one hot SKU', () => fresh([hot])),
    uniform_per_s: await perSecond('any SKU in any place', () => fresh([line()])),
    baskets_per_s: await perSecond('baskets', basket),
    atp_per_s: await answersPerSecond(stock, note),
  }
}

/** The same text that `GET /v1/stock/availability` sends. */
async function answersPerSecond(stock: LoadedStock, note: (line: string) => void): Promise<number> {
  const model = await openAvailability(stock.platform, { on: () => {}, onReset: () => {} })
  note(`  availability of ${ATP_SKUS} SKUs in ${stock.places.length} places, from memory …`)
  const { channel } = stock.command().actor
  const until = performance.now() + ATP_SECONDS * 1000
  let answers = 0
  while (performance.now() < until) {
    const skus = Array.from({ length: ATP_SKUS }, () => oneOf(stock.skus))
    if (showAvailability(model, skus, channel.id, null).length < ATP_SKUS * stock.places.length)
      throw new Error('every place has every SKU')
    answers += 1
  }
  return answers / ATP_SECONDS
}
