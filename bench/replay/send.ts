import { randomUUID } from 'node:crypto'
import type { ReplayBasket, ReplayReturn } from '@splot/demo'
import { call } from '../world.ts'
import { bearer, eachAtMost, type OrderAnswer, type ReplayKeys, type ReplayWorld } from './api.ts'
import type { Due, DueOrder } from './reckon.ts'

/** Sales and returns that are under way at the same time. */
const WIDTH = 16
const PROGRESS_MS = 2_000

export interface Sent {
  /** Ids of orders by invoice. */
  readonly orders: ReadonlyMap<string, string>
  readonly returns: number
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
  const act = async ({ sale, back }: Act): Promise<void> => {
    if (sale) {
      const selling = sell(world, keys, sale, due)
      sold.set(sale.invoice, selling)
      orders.set(sale.invoice, (await selling).id)
    } else {
      // Its sale is older, so another of the loops has taken it up before.
      const order = await sold.get(back.originalInvoice)
      if (!order) throw new Error('comes before its sale')
      await takeBack(world, keys, back, order)
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
  return { orders, returns: slice.returns.length, pieces, seconds: seconds() }
}

function sell(world: ReplayWorld, keys: ReplayKeys, sale: ReplayBasket, due: Due): Promise<OrderAnswer> {
  const order = due.orders.get(sale.invoice)
  if (!order) throw new Error('is not part of what is due')
  return sale.kind === 'till' ? sellAtTill(world, keys, sale, order) : sellOnTheWeb(world, keys, sale, order)
}

const money = (minor: number) => ({ minor, currency: 'PLN' })
const linesOf = (sale: ReplayBasket) => sale.lines.map(({ sku, quantity }) => ({ sku, quantity }))

async function sellAtTill(
  { http }: ReplayWorld,
  keys: ReplayKeys,
  sale: ReplayBasket,
  order: DueOrder,
): Promise<OrderAnswer> {
  const answer = await call<OrderAnswer>(http, 'POST', '/v1/till-sales', {
    headers: { ...bearer(keys.at(sale.locationCode)), 'idempotency-key': randomUUID() },
    body: { lines: linesOf(sale), tender: { kind: 'cash' }, expectedTotal: money(order.grossMinor) },
  })
  return answer.body
}

/** A guest orders a basket, pays it by card, and the warehouse picks it, gives it to a carrier and hears that it arrived. */
async function sellOnTheWeb(
  { http }: ReplayWorld,
  keys: ReplayKeys,
  sale: ReplayBasket,
  due: DueOrder,
): Promise<OrderAnswer> {
  const { body: cart } = await call<{ id: string; token: string }>(http, 'POST', '/v1/carts', {
    body: { lines: linesOf(sale).map((line) => ({ ...line, fulfilment: { kind: 'ship' } })) },
  })
  const { body: order } = await call<OrderAnswer>(http, 'POST', `/v1/carts/${cart.id}/checkout`, {
    headers: { 'x-cart-token': cart.token, 'idempotency-key': randomUUID() },
    body: {
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
  })
  if (order.state !== 'confirmed') throw new Error(`the order ended as ${order.state}`)
  for (const { id, location } of order.fulfilments) {
    await sendParcel(http, keys.at(location.code), id, sale)
  }
  return order
}

async function sendParcel(
  http: ReplayWorld['http'],
  key: string,
  fulfilmentId: string,
  sale: ReplayBasket,
): Promise<void> {
  const step = (name: string, body: unknown = {}) =>
    call(http, 'POST', `/v1/fulfilments/${fulfilmentId}/${name}`, {
      headers: { ...bearer(key), 'idempotency-key': randomUUID() },
      body,
    })
  await step('start-picking')
  for (const { sku, quantity } of sale.lines) await step('pick', { code: sku, quantity })
  await step('ship', { carrier: 'Kurier Próbny', trackingNumber: `PL${sale.invoice}` })
  await step('deliver')
}

async function takeBack(
  { http }: ReplayWorld,
  keys: ReplayKeys,
  back: ReplayReturn,
  order: OrderAnswer,
): Promise<void> {
  const lines = back.lines.map(({ sku, quantity }) => {
    const line = order.lines.find((one) => one.sku === sku)
    if (!line) throw new Error(`the order has no ${sku}`)
    return { lineId: line.lineId, quantity, reason: 'other', disposition: 'sellable' }
  })
  await call(http, 'POST', '/v1/returns', {
    headers: { ...bearer(keys.at(back.locationCode)), 'idempotency-key': randomUUID() },
    body: { orderId: order.id, lines },
  })
}
