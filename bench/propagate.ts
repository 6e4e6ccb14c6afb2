import { randomUUID } from 'node:crypto'
import type { Bench } from './benches.ts'
import { percentile, sleep } from './load.ts'
import { machineKey, receiveStock } from './manager.ts'
import { places, range } from './shopper.ts'
import { call, type BenchWorld } from './world.ts'

const SALES = 300
const PAUSE_MS = 10
const TIMEOUT_MS = 5_000

/**
 * From sending a till sale (its commit included) to the message in another client's open stream. The sales go through the
 * articles in turn: of one that changes more often than ten times a second followers are told the newest value, so the same
 * article again and again would measure that rest (`streams/digest.ts`) instead of the way.
 */
async function run(
  world: BenchWorld | undefined,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  if (!world) throw new Error('this benchmark needs a world')
  const { skus } = await range(world, 20)
  const { stores } = await places(world)
  const [store] = stores
  if (!store) throw new Error('the demo has stores')
  await receiveStock(world, store.id, skus, SALES * 2)
  const key = await machineKey(world, ['till.sell'], store.id)
  const prices = await Promise.all(
    skus.map(async (sku) => {
      const { body } = await call<{ price: { minor: number; currency: string } }>(
        world.http,
        'GET',
        `/v1/variants/${sku}`,
      )
      return { sku, price: body.price }
    }),
  )
  const stream = await follow(world, skus)
  note(`  ${SALES} till sales …`)
  const times: number[] = []
  const afterAnswer: number[] = []
  for (let sale = 0; sale < SALES; sale += 1) {
    const article = prices[sale % prices.length]
    if (!article) throw new Error('the demo has articles')
    const seen = stream.next(article.sku)
    const began = performance.now()
    await call(world.http, 'POST', '/v1/till-sales', {
      headers: { authorization: `Bearer ${key}`, 'idempotency-key': randomUUID() },
      body: {
        lines: [{ sku: article.sku, quantity: 1 }],
        tender: { kind: 'cash' },
        expectedTotal: article.price,
      },
    })
    const answered = performance.now()
    const arrived = await seen
    times.push(arrived - began)
    afterAnswer.push(Math.max(0, arrived - answered))
    await sleep(PAUSE_MS)
  }
  stream.close()
  const sorted = times.toSorted((a, b) => a - b)
  const late = afterAnswer.toSorted((a, b) => a - b)
  return {
    p50_ms: percentile(sorted, 0.5),
    p99_ms: percentile(sorted, 0.99),
    after_answer_p50_ms: percentile(late, 0.5),
    after_answer_p99_ms: percentile(late, 0.99),
  }
}

async function follow(world: BenchWorld, skus: readonly string[]) {
  const stop = new AbortController()
  const answer = await fetch(`${world.baseUrl}/v1/events/stream?topics=availability&skus=${skus.join(',')}`, {
    signal: stop.signal,
  })
  let waiting: { sku: string; arrived: (at: number) => void } | undefined
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  void (async () => {
    for (;;) {
      const { value, done } = (await reader?.read().catch(() => ({ value: undefined, done: true }))) ?? {
        done: true,
      }
      if (done) return
      if (waiting && value?.includes('event: availability') && value.includes(`"${waiting.sku}"`)) {
        waiting.arrived(performance.now())
      }
    }
  })()
  await sleep(200)
  return {
    next: (sku: string) =>
      new Promise<number>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('no message arrived')), TIMEOUT_MS)
        waiting = {
          sku,
          arrived: (at) => {
            clearTimeout(timer)
            resolve(at)
          },
        }
      }),
    close: () => stop.abort(),
  }
}

export const propagate: Bench = {
  reach: { p99_ms: 'reach 300, the sale itself included' },
  run,
}
