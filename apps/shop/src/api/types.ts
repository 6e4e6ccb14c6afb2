import type { paths } from '@splot/client'

/** The body of a route's good answer. */
type Answer<Operation> = Operation extends { responses: infer All }
  ? All extends { 200: { content: { 'application/json': infer Body } } }
    ? Body
    : All extends { 201: { content: { 'application/json': infer Body } } }
      ? Body
      : never
  : never

type Listed = Answer<paths['/v1/products']['get']>
/** When something that is not here can be had, by SKU: what nobody may order yet is not in it. */
export type Later = Readonly<Record<string, LaterOf>>
export type LaterOf = Omit<Answer<paths['/v1/variants/later']['get']>['items'][number], 'sku'>
export type ProductCard = Listed['items'][number] & { readonly later?: LaterOf }
export type Listing = Omit<Listed, 'items'> & { readonly items: readonly ProductCard[] }
export type ProductPage = Answer<paths['/v1/products/{handle}']['get']> & { readonly later: Later }
export type Variant = ProductPage['variants'][number]
/** A store of a product page: its name, and when an order placed now can be collected there. */
export type PickupStore = ProductPage['stores'][number]
export type StoreOfList = Answer<paths['/v1/locations']['get']>['items'][number]
export type Cart = Answer<paths['/v1/carts/{cartId}']['get']>
export type CartLine = Cart['lines'][number]
/** What a basket is counted with in the browser. */
export type Counting = Answer<paths['/v1/carts/{cartId}/counting']['get']>
export type Explanation = Answer<paths['/v1/carts/{cartId}/explanation']['get']>
/** A signed-in customer. */
export type Me = Answer<paths['/v1/customers/me']['get']>
export type Credit = Answer<paths['/v1/store-credit']['get']>['items'][number]
export type OwnPrices = Answer<paths['/v1/customers/me/prices']['get']>
export type OwnPrice = OwnPrices['items'][number]
export type Discount = CartLine['discounts'][number]
export type MyOrders = Answer<paths['/v1/orders/mine']['get']>
export type Order = Answer<paths['/v1/orders/track/{orderId}']['get']>
export type OrderFulfilment = Order['fulfilments'][number]
export type Money = Order['totals']['gross']
export type Totals = Order['totals']

/** The API's schema refers to itself here, which the generated types cut off. */
export interface Category {
  readonly handle: string
  readonly name: string
  readonly productCount: number
  readonly children: readonly Category[]
}

export type Fulfilment = { readonly kind: 'pickup'; readonly locationId: string } | { readonly kind: 'ship' }
export interface Contact {
  readonly name: string
  readonly email: string
  readonly phone?: string
}
export interface Address {
  readonly street: string
  readonly postcode: string
  readonly city: string
  readonly country: string
}
/** The business that somebody buys for. */
export interface Company {
  readonly nip: string
  readonly name: string
}
/** What a gift card opens with, and what it shall pay. */
export interface StoredPart {
  readonly number: string
  readonly pin: string
  readonly amount: Money
}
export type Tender =
  | { readonly method: 'card'; readonly token: string }
  | { readonly method: 'blik'; readonly code: string }
