import { closedLoop } from '../load.ts'
import { openWorld } from '../world.ts'

const CLIENTS = 64
const SECONDS = 6
const WARMUP_SECONDS = 2
/** Of the demo: codes of one promotion each, one of them with a limit that is counted in the tables. */
const CODES = ['ZIMA25', 'PREZENT', 'WITAJ10'] as const
const LINES = 3

/** Codes validated a second over HTTP, each with a basket that is priced, against the whole demo in processes of their own. */
export async function validateCoupons(note: (line: string) => void): Promise<Record<string, number>> {
  const world = await openWorld(note)
  try {
    const skus = await someSkus(world.http)
    note(`  codes validated with baskets of ${LINES} lines …`)
    let turn = 0
    const result = await closedLoop({
      clients: CLIENTS,
      seconds: SECONDS,
      warmupSeconds: WARMUP_SECONDS,
      work: async () => {
        turn += 1
        const lines = Array.from({ length: LINES }, (_, index) => ({
          sku: skus[(turn * LINES + index) % skus.length],
          quantity: 1 + (turn % 2),
        }))
        const answer = await world.http.request({
          method: 'POST',
          path: '/v1/coupons/validate',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code: CODES[turn % CODES.length], lines, locale: 'pl' }),
        })
        if (answer.statusCode !== 200) throw new Error(`validate: ${answer.statusCode}`)
        await answer.body.dump()
      },
    })
    return { coupon_per_s: result.perSecond, coupon_p99_ms: result.p99, coupon_failed: result.failed }
  } finally {
    await world.close()
  }
}

interface Listing {
  readonly items: readonly { readonly variants: readonly { readonly sku: string }[] }[]
}

async function someSkus(http: Awaited<ReturnType<typeof openWorld>>['http']): Promise<string[]> {
  const answer = await http.request({
    method: 'GET',
    path: '/v1/products?limit=48&category=plaszcze-i-kurtki',
  })
  // The benchmark trusts the API's declared shapes; a wrong one fails where it is used.
  const { items } = (await answer.body.json()) as Listing
  return items.flatMap(({ variants }) => variants.map(({ sku }) => sku))
}
