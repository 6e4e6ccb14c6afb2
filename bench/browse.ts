import type { Bench } from './benches.ts'
import { closedLoop } from './load.ts'
import { range } from './shopper.ts'
import type { BenchWorld } from './world.ts'

const CLIENTS = 64
const SECONDS = 6
const PRODUCTS = 400

async function run(
  world: BenchWorld | undefined,
  note: (line: string) => void,
): Promise<Record<string, number>> {
  if (!world) throw new Error('this benchmark needs a world')
  const { handles } = await range(world, PRODUCTS)
  const categories = await listed(world)
  const get = async (path: string): Promise<void> => {
    const answer = await world.http.request({ method: 'GET', path })
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode}`)
    await answer.body.dump()
  }
  let turn = 0
  const shared = { clients: CLIENTS, seconds: SECONDS, warmupSeconds: 2 }
  note('  listings of 24 with prices and availability …')
  const listing = await closedLoop({
    ...shared,
    work: () => get(`/v1/products?limit=24&category=${categories[turn++ % categories.length]}`),
  })
  note('  product pages with the stock of every store …')
  const detail = await closedLoop({
    ...shared,
    work: () => get(`/v1/products/${handles[turn++ % handles.length]}`),
  })
  note('  searches with a typo …')
  const search = await closedLoop({
    ...shared,
    clients: 16,
    work: () => get('/v1/products?limit=24&q=koszla'),
  })
  return {
    listing_per_s: listing.perSecond,
    listing_p99_ms: listing.p99,
    detail_per_s: detail.perSecond,
    detail_p99_ms: detail.p99,
    search_per_s: search.perSecond,
    failed: listing.failed + detail.failed + search.failed,
  }
}

interface CategoryNode {
  readonly handle: string
  readonly productCount: number
  readonly children: readonly CategoryNode[]
}

/** Categories with at least a full page. */
async function listed(world: BenchWorld): Promise<string[]> {
  const answer = await world.http.request({ method: 'GET', path: '/v1/categories' })
  const body = (await answer.body.json()) as { items: CategoryNode[] }
  const walk = (nodes: readonly CategoryNode[]): string[] =>
    nodes.flatMap((node) => [...(node.productCount >= 24 ? [node.handle] : []), ...walk(node.children)])
  return walk(body.items)
}

export const browse: Bench = {
  reach: {
    listing_per_s: 'reach 1500; Vendure 13 (164 from its index, without stock), Medusa 6',
    detail_per_s: 'reach 2500; Vendure 92, Medusa 38',
  },
  run,
}
