import { call } from '../world.ts'
import {
  bearer,
  eachAtMost,
  type Charge,
  type Money,
  type OrderAnswer,
  type ReplayKeys,
  type ReplayWorld,
} from './api.ts'
import { pairKey } from './reckon.ts'

/** Reads that are under way at the same time. */
const WIDTH = 8
/** The largest page of the API. */
const PAGE = 200
/** Rows that one page of the proof recounts, at most. */
const PROOF_PAGE = 20_000

export interface FoundLevel {
  readonly onHand: number
  readonly reserved: number
}

/** The books as they stand: stock and orders as the API tells them, card money as the provider tells it. */
export interface Found {
  /** By `pairKey`. */
  readonly stock: ReadonlyMap<string, FoundLevel>
  /** Every order there is, by id; whoever sold it. */
  readonly orders: ReadonlyMap<string, OrderAnswer>
  /** What the list of orders says each is worth, by id. */
  readonly listedMinor: ReadonlyMap<string, number>
  readonly charges: readonly Charge[]
  /** What all pages of `GET /v1/stock/proof` say: that every counter is the sum of its ledger and of its holds. */
  readonly ledgerAgrees: boolean
}

interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** Reads everything that the proof compares. */
export async function find(world: ReplayWorld, keys: ReplayKeys): Promise<Found> {
  const headers = bearer(keys.reader)
  const get = async <T>(path: string) => (await call<T>(world.http, 'GET', path, { headers })).body
  const pages = async function* <T>(path: string): AsyncGenerator<T> {
    let cursor: string | null = ''
    while (cursor !== null) {
      const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`
      const page: Page<T> = await get<Page<T>>(`${path}${from}`)
      yield* page.items
      cursor = page.next
    }
  }
  const places = await get<{ items: { id: string; code: string }[] }>('/v1/locations')
  const stock = new Map<string, FoundLevel>()
  await eachAtMost(WIDTH, places.items, async ({ id, code }) => {
    const rows = pages<FoundLevel & { sku: string }>(`/v1/stock?locationId=${id}&limit=${PAGE}`)
    for await (const { sku, onHand, reserved } of rows) stock.set(pairKey(sku, code), { onHand, reserved })
  })
  const listedMinor = new Map<string, number>()
  for await (const { id, gross } of pages<{ id: string; gross: Money }>(`/v1/orders?limit=${PAGE}`)) {
    listedMinor.set(id, gross.minor)
  }
  const orders = new Map<string, OrderAnswer>()
  await eachAtMost(WIDTH, [...listedMinor.keys()], async (id) => {
    orders.set(id, await get<OrderAnswer>(`/v1/orders/${id}`))
  })
  const ledgerAgrees = await prove(get)
  return { stock, orders, listedMinor, charges: await world.charges(), ledgerAgrees }
}

/** Whether every page of the proof is proven, down to the last. */
async function prove(get: <T>(path: string) => Promise<T>): Promise<boolean> {
  for (let cursor = ''; ;) {
    const from = cursor && `&cursor=${encodeURIComponent(cursor)}`
    const page = await get<{ proven: boolean; next: string | null }>(
      `/v1/stock/proof?limit=${PROOF_PAGE}${from}`,
    )
    if (!page.proven) return false
    if (page.next === null) return true
    cursor = page.next
  }
}

/** Every charge in the sandbox provider's book, read through the provider's own API. */
export async function readCharges(provider: {
  readonly url: string
  readonly secret: string
}): Promise<readonly Charge[]> {
  const charges: (Charge & { readonly id: string })[] = []
  for (;;) {
    const last = charges.at(-1)
    const answer = await fetch(
      `${provider.url}/v1/charges?limit=1000${last ? `&starting_after=${last.id}` : ''}`,
      {
        headers: { authorization: `Bearer ${provider.secret}` },
      },
    )
    if (!answer.ok) throw new Error(`the payment provider answered ${answer.status}`)
    // The provider's own wire, described in fakes/README.md.
    const page = (await answer.json()) as { data: (Charge & { id: string })[]; has_more: boolean }
    charges.push(...page.data)
    if (!page.has_more) return charges
  }
}
