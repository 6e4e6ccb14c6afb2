import { randomUUID } from 'node:crypto'
import { call, type BenchWorld } from './world.ts'

interface Money {
  readonly minor: number
  readonly currency: string
}

export interface CartAnswer {
  readonly id: string
  readonly token?: string
  readonly totals: { readonly gross: Money }
}

export interface OrderAnswer {
  readonly id: string
  readonly number: string
  readonly state: string
}

export type Wish =
  | { readonly sku: string; readonly quantity: number; readonly fulfilment: { readonly kind: 'ship' } }
  | {
      readonly sku: string
      readonly quantity: number
      readonly fulfilment: { readonly kind: 'pickup'; readonly locationId: string }
    }

/** The calls of the storefront for one purchase: start the basket with the first line, add each other, check out. */
export async function buy(world: BenchWorld, wishes: readonly Wish[]): Promise<OrderAnswer> {
  const [first, ...others] = wishes
  const { body: cart } = await call<CartAnswer>(world.http, 'POST', '/v1/carts', { body: { lines: [first] } })
  const headers = { 'x-cart-token': cart.token ?? '' }
  let total = cart.totals.gross
  for (const wish of others) {
    const added = await call<CartAnswer>(world.http, 'POST', `/v1/carts/${cart.id}/lines`, {
      body: wish,
      headers,
    })
    total = added.body.totals.gross
  }
  const { body: order } = await call<OrderAnswer>(world.http, 'POST', `/v1/carts/${cart.id}/checkout`, {
    headers: { ...headers, 'idempotency-key': randomUUID() },
    body: {
      contact: {
        name: 'Anna Próbna',
        email: `anna.${randomUUID().slice(0, 13)}@example.com`,
        phone: '+48 600 100 200',
      },
      ...(wishes.some((wish) => wish.fulfilment.kind === 'ship') && {
        address: { street: 'Próżna 1', postcode: '00-107', city: 'Warszawa', country: 'PL' },
      }),
      payment: { method: 'card', token: 'tok_ok' },
      expectedTotal: total,
      locale: 'pl',
      acceptTerms: true,
    },
  })
  if (order.state !== 'confirmed') throw new Error(`the order ended as ${order.state}`)
  return order
}

interface ListingAnswer {
  readonly items: readonly {
    readonly handle: string
    readonly variants: readonly { readonly sku: string }[]
  }[]
  readonly next: string | null
}

/** Handles and SKUs of the first `count` products of the range, as the shop lists them. */
export async function range(
  world: BenchWorld,
  count: number,
): Promise<{ handles: string[]; skus: string[] }> {
  const handles: string[] = []
  const skus: string[] = []
  let cursor: string | null = null
  while (handles.length < count) {
    const query: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const { body }: { body: ListingAnswer } = await call<ListingAnswer>(
      world.http,
      'GET',
      `/v1/products?limit=96${query}`,
    )
    for (const item of body.items) {
      handles.push(item.handle)
      const sku = item.variants[0]?.sku
      if (sku) skus.push(sku)
    }
    cursor = body.next
    if (!cursor) break
  }
  return { handles: handles.slice(0, count), skus: skus.slice(0, count) }
}

interface LocationAnswer {
  readonly id: string
  readonly code: string
  readonly kind: string
}

export async function places(
  world: BenchWorld,
): Promise<{ stores: LocationAnswer[]; warehouse: LocationAnswer }> {
  const { body } = await call<{ items: LocationAnswer[] }>(world.http, 'GET', '/v1/locations')
  const warehouse = body.items.find((location) => location.kind === 'warehouse')
  if (!warehouse) throw new Error('the demo has a warehouse')
  return { stores: body.items.filter((location) => location.kind === 'store'), warehouse }
}
