import { unwrap, type SplotClient } from '@splot/client'
import { createContext, use, useMemo } from 'react'
import type { CartKey, LineWish, Wanted } from '../api/buy.ts'
import { CartStore, useCartOf, type CartCalls, type CartState } from '../memory/cart-store.ts'
import type { Remembered } from '../memory/device.ts'
import type { Enrolment } from './device.ts'

/** What a shopper sees; a stack of these is the way back. */
export type View =
  | { readonly kind: 'start' }
  | { readonly kind: 'results'; readonly q: string }
  | {
      readonly kind: 'article'
      readonly handle: string
      readonly colour: string | null
      readonly size: string | null
    }
  | { readonly kind: 'card'; readonly number: string }
  | { readonly kind: 'basket' }
  | { readonly kind: 'hand' }

/** One shopper at the kiosk, from the first touch until everything is wiped. */
export interface Visit {
  readonly enrolment: Enrolment
  readonly api: SplotClient
  readonly cart: CartStore
  readonly go: (view: View) => void
  readonly say: (message: string | null) => void
  /** Ends it: what the stores keep for the basket is given back, unless it was offered to a phone. */
  readonly end: () => void
}

const VisitContext = createContext<Visit | null>(null)
export const VisitProvider = VisitContext

export function useVisit(): Visit {
  const visit = use(VisitContext)
  if (!visit) throw new Error('Every view stands inside a visit.')
  return visit
}

export const useBasket = (): CartState => useCartOf(useVisit().cart)

/** A basket that only this page remembers: nothing of a shopper is ever stored on the device. */
export const useNewCart = (api: SplotClient): CartStore =>
  useMemo(() => new CartStore(callsOf(api), inThisPage<CartKey>()), [api])

function inThisPage<T>(): Remembered<T> {
  let kept: T | null = null
  const listeners = new Set<() => void>()
  return {
    get: () => kept,
    set: (value) => {
      kept = value
      for (const tell of listeners) tell()
    },
    listen: (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
  }
}

const CART = '/v1/carts/{cartId}'
const LINE = '/v1/carts/{cartId}/lines/{lineId}'

/** The calls of a basket, as this kiosk. */
function callsOf(api: SplotClient): CartCalls {
  const header = ({ token }: CartKey) => ({ 'x-cart-token': token })
  const of = (key: CartKey) => ({ path: { cartId: key.id }, header: header(key) })
  const line = (key: CartKey, lineId: string) => ({ path: { cartId: key.id, lineId }, header: header(key) })
  const code = (key: CartKey, text: string) => ({ path: { cartId: key.id, code: text }, header: header(key) })
  return {
    startCart: (wanted: Wanted) => unwrap(api.POST('/v1/carts', { body: { lines: [wanted] } })),
    readCart: (key) => unwrap(api.GET(CART, { params: of(key) })),
    addLine: (key, wanted) => unwrap(api.POST(`${CART}/lines`, { params: of(key), body: wanted })),
    changeLine: (key, lineId, wish: LineWish) =>
      unwrap(api.PATCH(LINE, { params: line(key, lineId), body: wish })),
    sendTo: (key, to) => unwrap(api.PATCH(CART, { params: of(key), body: to })),
    removeLine: (key, lineId) => unwrap(api.DELETE(LINE, { params: line(key, lineId) })),
    takeCoupon: (key, text) => unwrap(api.POST(`${CART}/coupons`, { params: of(key), body: { code: text } })),
    dropCoupon: (key, text) => unwrap(api.DELETE(`${CART}/coupons/{code}`, { params: code(key, text) })),
  }
}
