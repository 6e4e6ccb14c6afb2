import { invariant, newId, type LocationId } from '@splot/kernel'
import { must, type AnswerOf, type AnsweredWith } from './answers.ts'
import type { Asking, Caller } from './world-http.ts'

export interface Money {
  readonly minor: number
  readonly currency: string
}

export interface Wish {
  readonly sku: string
  readonly quantity: number
  readonly fulfilment?:
    | { readonly kind: 'ship' }
    | { readonly kind: 'pickup'; readonly locationId: LocationId }
}

/** A basket as its owner knows it: its address, its token and what it cost when it was last seen. */
export interface Basket {
  readonly id: string
  readonly path: `/v1/carts/${string}`
  readonly headers: Readonly<Record<string, string>>
  readonly total: Money
  readonly body: AnswerOf<'POST', '/v1/carts'>
}

export type Checkout = AnswerOf<'POST', '/v1/carts/{cartId}/checkout'>

/** What shoppers do, through the doors of the storefront. */
export interface Shopper {
  /** A basket with these lines; fails unless it is made. */
  readonly basket: (...wishes: readonly Wish[]) => Promise<Basket>
  /** The body of a checkout that the shop would send for this basket. */
  readonly wishOf: (basket: Basket, change?: Readonly<Record<string, unknown>>) => Record<string, unknown>
  /** Orders and pays the basket; answers whatever the door says. */
  readonly checkout: (
    basket: Basket,
    options?: Pick<Asking, 'key' | 'from'> & { readonly change?: Readonly<Record<string, unknown>> },
  ) => Promise<AnsweredWith<Checkout>>
  /** A whole purchase; answers the confirmed order with pickup code and token. */
  readonly buy: (...wishes: readonly Wish[]) => Promise<Checkout>
}

export const CONTACT = { name: 'Anna Próbna', email: 'anna.probna@example.com', phone: '+48 600 100 200' }
const ADDRESS = { street: 'Próżna 1', postcode: '00-107', city: 'Warszawa', country: 'PL' }

/** The pickup in an order that is collected in a store: what its owner shows there. */
export function pickupIn({ fulfilments }: Checkout): { id: string; pickupCode: string; pickupQr: string } {
  const [{ id, pickupCode, pickupQr } = { id: '' }] = fulfilments
  invariant(pickupCode !== undefined && pickupQr !== undefined, 'its owner sees code and QR of a pickup')
  return { id, pickupCode, pickupQr }
}

export function openShopper(call: Caller): Shopper {
  const basket: Shopper['basket'] = async (...lines) => {
    const { body } = must(await call('POST', '/v1/carts', { body: { lines } }), 201)
    invariant(body.token !== undefined, 'a new basket tells its token')
    const headers = { 'x-cart-token': body.token }
    return { id: body.id, path: `/v1/carts/${body.id}`, headers, total: body.totals.gross, body }
  }
  const wishOf: Shopper['wishOf'] = ({ total }, change = {}) => ({
    contact: CONTACT,
    address: ADDRESS,
    payment: { method: 'card', token: 'tok_ok' },
    expectedTotal: total,
    locale: 'pl',
    acceptTerms: true,
    ...change,
  })
  const checkout: Shopper['checkout'] = (basket, { key = newId(), from, change } = {}) =>
    call('POST', `${basket.path}/checkout`, {
      headers: basket.headers,
      key,
      body: wishOf(basket, change),
      ...(from !== undefined && { from }),
    })
  return {
    basket,
    wishOf,
    checkout,
    buy: async (...wishes) => {
      const { body } = must(await checkout(await basket(...wishes)), 201)
      if (body.state !== 'confirmed') throw new Error(`the order ended as ${body.state}`)
      return body
    },
  }
}
