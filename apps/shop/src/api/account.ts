import { createSplotClient, unwrap } from '@splot/client'
import type { Locale } from '@splot/ui'
import type { CartKey } from './buy.ts'
import type { Address, Credit, Me, MyOrders, OwnPrices } from './types.ts'

/** Orders that her page shows at once. */
const MY_ORDERS = 10

/** Cookies of the page's own origin say who she is. */
const api = createSplotClient()

export interface NewAccount {
  readonly name: string
  readonly email: string
  readonly phone?: string
  readonly password: string
  readonly locale: Locale
}

/** What she filled as a guest joins her own basket. A basket that is hers already has no token. */
const brought = (basket: CartKey | null) =>
  basket?.token ? { basket: { cartId: basket.id, token: basket.token } } : {}

export const signIn = (email: string, password: string, basket: CartKey | null) =>
  unwrap(api.POST('/v1/customers/sign-in', { body: { email, password, ...brought(basket) } }))

export const register = (account: NewAccount, basket: CartKey | null) =>
  unwrap(api.POST('/v1/customers', { body: { ...account, ...brought(basket) } }))

export const signOut = () => unwrap(api.POST('/v1/customers/sign-out'))

export const readMe = (): Promise<Me> => unwrap(api.GET('/v1/customers/me'))

export interface MyChange {
  readonly name?: string
  readonly phone?: string | null
  readonly address?: Address | null
}

export const changeMe = (change: MyChange): Promise<Me> =>
  unwrap(api.PATCH('/v1/customers/me', { body: change }))

export const deleteMe = (password: string) => unwrap(api.DELETE('/v1/customers/me', { body: { password } }))

export const readCredits = async (): Promise<readonly Credit[]> =>
  (await unwrap(api.GET('/v1/store-credit'))).items

/** The code by which a till recognises her, good until an instant (RFC 3339). */
export interface MyCodeShown {
  readonly code: string
  readonly until: string
}

export const readMyCode = (): Promise<MyCodeShown> => unwrap(api.GET('/v1/customers/me/code'))

/** Her orders, newest first; `cursor`: the next page. */
export const readMyOrders = (cursor?: string): Promise<MyOrders> =>
  unwrap(api.GET('/v1/orders/mine', { params: { query: { limit: MY_ORDERS, ...(cursor && { cursor }) } } }))

export const readOwnPrices = (skus: readonly string[]): Promise<OwnPrices> =>
  unwrap(api.GET('/v1/customers/me/prices', { params: { query: { sku: [...skus] } } }))
