import { buildRetailer } from '@splot/demo'
import { machineKey } from '../manager.ts'
import { openWorld, type BenchWorld } from '../world.ts'
import { sleep } from '../load.ts'

const ROWS = 100_000
const ROWS_PER_PART = 5_000
const LOOK_EVERY_MS = 25
const LONGEST_MS = 300_000

/**
 * A hundred thousand price changes from a file, through the doors: all parts sent, checked and drafted, published as one version, and that
 * version asked for in the shop. Then until every change stands in the history of presented prices.
 */
export async function importPrices(note: (line: string) => void): Promise<Record<string, number>> {
  const world = await openWorld(note)
  try {
    return await measure(world, note)
  } finally {
    await world.close()
  }
}

async function measure(world: BenchWorld, note: (line: string) => void): Promise<Record<string, number>> {
  const skus = buildRetailer().products.flatMap(({ variants }) =>
    variants.map(({ sku, priceMinor }) => ({ sku, priceMinor })),
  )
  const authorization = `Bearer ${await machineKey(world, ['prices.read', 'prices.write'])}`
  const send = async <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T> => {
    const answer = await world.http.request({
      method,
      path,
      headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
      body: body ? JSON.stringify(body) : null,
    })
    const text = await answer.body.text()
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${path}: ${answer.statusCode} ${text.slice(0, 300)}`)
    // The benchmark trusts the API's declared shapes; a wrong one fails where it is used.
    return JSON.parse(text) as T
  }
  await drained(send)
  // The range has fewer articles, so each has as many quantity breaks as it takes.
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const { sku, priceMinor } = skus[index % skus.length] ?? { sku: '', priceMinor: 0 }
    const quantity = 1 + Math.floor(index / skus.length)
    return `${sku};standard;${(Math.max(1, priceMinor - quantity) / 100).toFixed(2)};${quantity}`
  })
  note(`  ${ROWS} price changes of ${skus.length} articles …`)
  const began = performance.now()
  const { id } = await send<{ id: string }>('POST', '/v1/prices/imports', { note: 'benchmark' })
  for (let at = 0; at < ROWS; at += ROWS_PER_PART) {
    const csv = ['sku;list;price;quantity', ...rows.slice(at, at + ROWS_PER_PART)].join('\n')
    await send('PUT', `/v1/prices/imports/${id}/parts/${at / ROWS_PER_PART + 1}`, { csv })
  }
  const published = await send<{ versions: { number: number }[] }>(
    'POST',
    `/v1/prices/changes/${id}/publish`,
    {},
  )
  const version = published.versions[0]?.number ?? 0
  const [first, last] = [skus[0]?.sku, skus.at(-1)?.sku]
  for (const sku of [first, last]) {
    await until(async () => {
      const price = await send<{ source: { version: number } }>('GET', `/v1/prices/${sku}`)
      return price.source.version === version
    })
  }
  const seconds = (performance.now() - began) / 1_000
  await drained(send)
  return {
    import_seconds: seconds,
    import_presented_seconds: (performance.now() - began) / 1_000,
  }
}

/** Resolves when nothing is left to be written into the history of presented prices. */
const drained = (send: <T>(method: 'GET', path: string) => Promise<T>): Promise<void> =>
  until(async () => (await send<{ waiting: number }>('GET', '/v1/prices/presentations')).waiting === 0)

async function until(holds: () => Promise<boolean>): Promise<void> {
  const stop = performance.now() + LONGEST_MS
  while (!(await holds())) {
    if (performance.now() > stop) throw new Error('this took too long')
    await sleep(LOOK_EVERY_MS)
  }
}
