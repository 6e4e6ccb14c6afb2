import { createHmac, timingSafeEqual } from 'node:crypto'
import type { OrderId } from '@splot/kernel'
import { secretFor } from '#platform/auth'

/** 128 bits: nobody guesses a guest's order. */
const TOKEN_BYTES = 16

/** The guest's key to an order: derived from a secret, so nothing is stored and nothing can leak from a table. */
export const orderToken = (orderId: OrderId): string =>
  createHmac('sha256', secretFor('orders.token'))
    .update(`order:${orderId}`)
    .digest()
    .subarray(0, TOKEN_BYTES)
    .toString('base64url')

/** Whether `token` opens this order; compared in constant time. */
export function orderTokenFits(orderId: OrderId, token: string): boolean {
  const expected = Buffer.from(orderToken(orderId))
  const given = Buffer.from(token)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
