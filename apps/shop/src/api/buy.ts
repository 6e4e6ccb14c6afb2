import { createSplotClient, unwrap } from '@splot/client'
import type { Locale } from '@splot/ui'
import type {
  Address,
  Cart,
  Company,
  Contact,
  Counting,
  Explanation,
  Fulfilment,
  Money,
  Order,
  Tender,
} from './types.ts'

/** Everything that buys happens in the browser, against the page's own origin. */
const api = createSplotClient()

/** What opens a guest's basket; the basket of a signed-in customer opens by who she is, and has no token here. */
export interface CartKey {
  readonly id: string
  readonly token: string
}
export interface Wanted {
  readonly sku: string
  readonly quantity: number
  readonly fulfilment: Fulfilment
}
const cartHeaders = ({ token }: CartKey) => ({ 'x-cart-token': token })

export const startCart = (line: Wanted): Promise<Cart> =>
  unwrap(api.POST('/v1/carts', { body: { lines: [line] } }))

export const readCart = (key: CartKey, paying?: string): Promise<Cart> =>
  unwrap(
    api.GET('/v1/carts/{cartId}', {
      params: { path: { cartId: key.id }, header: cartHeaders(key), ...(paying && { query: { paying } }) },
    }),
  )

export const readCounting = (key: CartKey): Promise<Counting> =>
  unwrap(
    api.GET('/v1/carts/{cartId}/counting', {
      params: { path: { cartId: key.id }, header: cartHeaders(key) },
    }),
  )

export const readExplanation = (key: CartKey): Promise<Explanation> =>
  unwrap(
    api.GET('/v1/carts/{cartId}/explanation', {
      params: { path: { cartId: key.id }, header: cartHeaders(key) },
    }),
  )

export const addLine = (key: CartKey, line: Wanted): Promise<Cart> =>
  unwrap(
    api.POST('/v1/carts/{cartId}/lines', {
      params: { path: { cartId: key.id }, header: cartHeaders(key) },
      body: line,
    }),
  )

export interface LineWish {
  readonly quantity?: number
  readonly fulfilment?: Fulfilment
}

export const changeLine = (key: CartKey, lineId: string, wish: LineWish): Promise<Cart> =>
  unwrap(
    api.PATCH('/v1/carts/{cartId}/lines/{lineId}', {
      params: { path: { cartId: key.id, lineId }, header: cartHeaders(key) },
      body: wish,
    }),
  )

/** Where a basket goes, or in which way. */
export interface Sending {
  readonly shipTo?: string
  readonly delivery?: string
}

export const sendTo = (key: CartKey, to: Sending): Promise<Cart> =>
  unwrap(
    api.PATCH('/v1/carts/{cartId}', {
      params: { path: { cartId: key.id }, header: cartHeaders(key) },
      body: to,
    }),
  )

/** The ways in which a basket can be sent to its country, each with what it costs this basket after promotions. */
export const waysToSend = async (key: CartKey) =>
  (
    await unwrap(
      api.GET('/v1/carts/{cartId}/deliveries', {
        params: { path: { cartId: key.id }, header: cartHeaders(key) },
      }),
    )
  ).items

export type WaysToSend = Awaited<ReturnType<typeof waysToSend>>

/** Codes of the countries that goods are sent to. */
export const servedCountries = async (): Promise<readonly string[]> =>
  (await unwrap(api.GET('/v1/delivery/countries'))).items.map(({ country }) => country)

export const removeLine = (key: CartKey, lineId: string): Promise<Cart> =>
  unwrap(
    api.DELETE('/v1/carts/{cartId}/lines/{lineId}', {
      params: { path: { cartId: key.id, lineId }, header: cartHeaders(key) },
    }),
  )

export const takeCoupon = (key: CartKey, code: string): Promise<Cart> =>
  unwrap(
    api.POST('/v1/carts/{cartId}/coupons', {
      params: { path: { cartId: key.id }, header: cartHeaders(key) },
      body: { code },
    }),
  )

export const dropCoupon = (key: CartKey, code: string): Promise<Cart> =>
  unwrap(
    api.DELETE('/v1/carts/{cartId}/coupons/{code}', {
      params: { path: { cartId: key.id, code }, header: cartHeaders(key) },
    }),
  )

export interface Purchase {
  readonly contact: Contact
  readonly address?: Address
  readonly company?: Company
  /** For what gift cards and store credit do not pay. */
  readonly payment?: Tender
  /** From her own store credit. */
  readonly storeCredit?: Money
  readonly giftCards?: { number: string; pin: string; amount: Money }[]
  readonly expectedTotal: Money
  /** What she saw as coming later, and agrees to wait for until that day. */
  readonly promises?: { lineId: string; promisedOn: string }[]
  /** The total as the server signed it. */
  readonly quote?: string
  readonly locale: Locale
  /** Pressing the button accepts the terms named beside it. */
  readonly acceptTerms: true
}

/** What a gift card holds; guesses are slowed down. */
export const askBalance = (number: string, pin: string) =>
  unwrap(api.POST('/v1/gift-cards/balance', { body: { number, pin } }))

/** Whether the check digit of a Polish tax number fits. */
export const isNip = async (nip: string): Promise<boolean> =>
  (await unwrap(api.POST('/v1/tax/nip', { body: { nip } }))).valid

/** Net and VAT of gross amounts at home rates, one row per rate. */
export const netOf = async (lines: { letter: 'A' | 'B' | 'C' | 'D'; grossMinor: number }[]) =>
  (await unwrap(api.POST('/v1/tax/net', { body: { lines } }))).rates

/** Orders and pays. `idempotencyKey` names the attempt: repeat with the same one when no answer came. */
export const checkOut = (key: CartKey, purchase: Purchase, idempotencyKey: string): Promise<Order> =>
  unwrap(
    api.POST('/v1/carts/{cartId}/checkout', {
      params: { path: { cartId: key.id }, header: cartHeaders(key) },
      headers: { 'idempotency-key': idempotencyKey },
      body: purchase,
    }),
  )

export const payAgain = (
  orderId: string,
  orderToken: string,
  payment: Tender,
  idempotencyKey: string,
): Promise<Order> =>
  unwrap(
    api.POST('/v1/orders/{orderId}/payments', {
      params: { path: { orderId }, header: { 'x-order-token': orderToken } },
      headers: { 'idempotency-key': idempotencyKey },
      body: { payment },
    }),
  )

/** Without a token: for whoever bought it signed in. */
export const trackOrder = (orderId: string, orderToken: string | null): Promise<Order> =>
  unwrap(
    api.GET('/v1/orders/track/{orderId}', {
      params: { path: { orderId }, ...(orderToken && { header: { 'x-order-token': orderToken } }) },
    }),
  )

/** Why a guest's own order cost what it cost. */
export const readOrderExplanation = (orderId: string, orderToken: string): Promise<Explanation> =>
  unwrap(
    api.GET('/v1/orders/track/{orderId}/explanation', {
      params: { path: { orderId }, header: { 'x-order-token': orderToken } },
    }),
  )

/** Waits for that line no longer: its price goes back. */
export const giveUpWaiting = (orderId: string, orderToken: string, lineId: number): Promise<Order> =>
  unwrap(
    api.POST('/v1/orders/track/{orderId}/give-up', {
      params: { path: { orderId }, header: { 'x-order-token': orderToken } },
      body: { lineId },
    }),
  )

export const lookUpOrder = (number: string, email: string): Promise<Order> =>
  unwrap(api.POST('/v1/orders/lookup', { body: { number, email } }))
