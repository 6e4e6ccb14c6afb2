import { createSplotClient, unwrap } from '@splot/client'
import type { CartKey } from './buy.ts'
import type { Cart, Money } from './types.ts'

const api = createSplotClient()

/** What gift cards can be bought for. */
export const readOffer = () => unwrap(api.GET('/v1/gift-cards/offer'))

/** A new card, for herself or for somebody; or money for the card of this number. */
export interface CardWish {
  readonly amount: Money
  readonly number?: string
  readonly receiver?: { email: string; message: string }
}

export const startEmptyCart = (): Promise<Cart> => unwrap(api.POST('/v1/carts', { body: {} }))

export const addCard = (key: CartKey, wish: CardWish): Promise<Cart> =>
  unwrap(
    api.POST('/v1/carts/{cartId}/gift-cards', {
      params: { path: { cartId: key.id }, header: { 'x-cart-token': key.token } },
      body: wish,
    }),
  )

export const removeCard = (key: CartKey, cardId: string): Promise<Cart> =>
  unwrap(
    api.DELETE('/v1/carts/{cartId}/gift-cards/{cardId}', {
      params: { path: { cartId: key.id, cardId }, header: { 'x-cart-token': key.token } },
    }),
  )

/** Gives up what is not spent of a card; `idempotencyKey` names the try. */
export const giveUpCard = (orderId: string, token: string, purchaseId: string, idempotencyKey: string) =>
  unwrap(
    api.POST('/v1/orders/{orderId}/gift-cards/{purchaseId}/returns', {
      params: {
        path: { orderId, purchaseId },
        header: { 'x-order-token': token, 'idempotency-key': idempotencyKey },
      },
    }),
  )

/** The letter with a card goes to the buyer once more. */
export const sendCardAgain = (orderId: string, token: string, purchaseId: string) =>
  unwrap(
    api.POST('/v1/orders/{orderId}/gift-cards/{purchaseId}/letters', {
      params: { path: { orderId, purchaseId }, header: { 'x-order-token': token } },
    }),
  )
