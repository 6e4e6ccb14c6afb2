import { randomUUID } from 'node:crypto'
import type { ReplayBasket, ReplayReturn } from '@splot/demo'
import { call } from '../world.ts'
import { bearer, eachAtMost, type OrderAnswer, type ReplayKeys, type ReplayWorld } from './api.ts'
import type { Due, DueOrder } from './reckon.ts'

/** Sales and returns that are under way at the same time. */
const WIDTH = 16
const PROGRESS_MS = 5_000

export interface Sent {
  /** Ids of orders by invoice. */
  readonly orders: ReadonlyMap<string, string>
  readonly calls: number
  /** Pieces in and out. */
  readonly pieces: number
  readonly seconds: number
}

type Act = { readonly at: string } & (
  | { readonly sale: ReplayBasket; readonly back?: undefined }
  | { readonly back: ReplayReturn; readonly sale?: undefined }
)

/**
 * Sends sales and returns through the public API in the order of their time, several at once; only a return waits, for its own
 * sale. The prices and totals that it sends are those of `due`: an API that charges anything else refuses the sale.
 * @throws Error that names the invoice when an answer is not the one that a customer would hope for.
 */
export async function send(
  world: ReplayWorld,
  keys: ReplayKeys,
  slice: { readonly baskets: readonly ReplayBasket[]; readonly returns: readonly ReplayReturn[] },
  due: Due,
  note: (line: string) => void,
): Promise<Sent> {
  const began = performance.now()
  // Sales stand before returns of the same second, since the sort keeps their order.
  const acts: Act[] = [
    ...slice.baskets.map((sale) => ({ at: sale.at, sale })),
    ...slice.returns.map((back) => ({ at: back.at, back })),
  ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  const sold = new Map<string, Promise<OrderAnswer>>()
  const orders = new Map<string, string>()
  let done = 0
  let pieces = 0
  const seconds = () => (performance.now() - began) / 1000
  const progress = setInterval(
    () => note(`  ${done} of ${acts.length}, ${(done / seconds()).toFixed(0)} per second`),
    PROGRESS_MS,
  )
  let calls = 0
  const post: Post = async <T>(path: string, key: Headers, body: unknown) => {
    calls += 1
    const headers = { ...key, 'idempotency-key': randomUUID() }
    return (await call<T>(world.http, 'POST', path, { headers, body })).body
  }
  const act = async ({ sale, back }: Act): Promise<void> => {
    if (sale) {
      const selling = sell(post, keys, sale, due)
      sold.set(sale.invoice, selling)
      orders.set(sale.invoice, (await selling).id)
    } else {
      // Its sale is older, so another of the loops has taken it up before.
      const order = await sold.get(back.originalInvoice)
      if (!order) throw new Error('comes before its sale')
      await takeBack(post, keys, back, order)
    }
    done += 1
    for (const { quantity } of (sale ?? back).lines) pieces += quantity
  }
  try {
    await eachAtMost(WIDTH, acts, (one) =>
      act(one).catch((error: Error) => {
        throw new Error(`invoice ${(one.sale ?? one.back).invoice}: ${error.message}`, { cause: error })
      }),
    )
  } finally {
    clearInterval(progress)
  }
  return { orders, calls, pieces, seconds: seconds() }
}

type Headers = Readonly<Record<string, string>>
/** Knocks at a door of the API, under a fresh Idempotency-Key. */
type Post = <T>(path: string, headers: Headers, body: unknown) => Promise<T>

function sell(post: Post, keys: ReplayKeys, sale: ReplayBasket, due: Due): Promise<OrderAnswer> {
  const order = due.orders.get(sale.invoice)
  if (!order) throw new Error('is not part of what is due')
  return sale.kind === 'till' ? sellAtTill(post, keys, sale, order) : sellOnTheWeb(post, keys, sale, order)
}

const money = (minor: number) => ({ minor, currency: 'PLN' })
const linesOf = (sale: ReplayBasket) => sale.lines.map(({ sku, quantity }) => ({ sku, quantity }))

const sellAtTill = (post: Post, keys: ReplayKeys, sale: ReplayBasket, due: DueOrder): Promise<OrderAnswer> =>
  post('/v1/till-sales', bearer(keys.at(sale.locationCode)), {
    lines: linesOf(sale),
    tender: { kind: 'cash' },
    expectedTotal: money(due.grossMinor),
  })

/** A guest orders a basket and pays it by card; the warehouse sends it, when that is due. */
async function sellOnTheWeb(
  post: Post,
  keys: ReplayKeys,
  sale: ReplayBasket,
  due: DueOrder,
): Promise<OrderAnswer> {
  const lines = linesOf(sale).map((line) => ({ ...line, fulfilment: { kind: 'ship' } }))
  const cart = await post<{ id: string; token: string }>('/v1/carts', {}, { lines })
  const order = await post<OrderAnswer>(
    `/v1/carts/${cart.id}/checkout`,
    { 'x-cart-token': cart.token },
    {
      // The source knows its customers by a number only; the rest is made up.
      contact: {
        name: 'Anna Próbna',
        email: `klient.${sale.customerRef ?? `bez-numeru-${sale.invoice}`}@example.com`,
      },
      address: { street: 'Próżna 1', postcode: '00-107', city: 'Warszawa', country: 'PL' },
      payment: { method: 'card', token: 'tok_ok' },
      expectedTotal: money(due.grossMinor),
      locale: 'pl',
      acceptTerms: true,
    },
  )
  if (order.state !== 'confirmed') throw new Error(`the order ended as ${order.state}`)
  if (!due.isHandedOver) return order
  for (const { id } of order.fulfilments) await sendParcel(post, bearer(keys.at(sale.locationCode)), id, sale)
  return order
}

/** Picks a parcel piece by piece, gives it to a carrier, and hears that it arrived: only then may it come back. */
async function sendParcel(post: Post, key: Headers, fulfilmentId: string, sale: ReplayBasket): Promise<void> {
  const parcel = `/v1/fulfilments/${fulfilmentId}`
  await post(`${parcel}/start-picking`, key, {})
  for (const { sku, quantity } of sale.lines) await post(`${parcel}/pick`, key, { code: sku, quantity })
  await post(`${parcel}/ship`, key, { carrier: 'Kurier Próbny', trackingNumber: `PL${sale.invoice}` })
  await post(`${parcel}/deliver`, key, {})
}

async function takeBack(post: Post, keys: ReplayKeys, back: ReplayReturn, order: OrderAnswer): Promise<void> {
  const lines = back.lines.map(({ sku, quantity }) => {
    const line = order.lines.find((one) => one.sku === sku)
    if (!line) throw new Error(`the order has no ${sku}`)
    return { lineId: line.lineId, quantity, reason: 'other', disposition: 'sellable' }
  })
  await post('/v1/returns', bearer(keys.at(back.locationCode)), { orderId: order.id, lines })
}
