import { createHash, createHmac } from 'node:crypto'
import type { CartId } from '@splot/kernel'
import { secretFor } from '#platform/auth'

/** 128 bits: nobody guesses a basket. */
const TOKEN_BYTES = 16

/**
 * The guest's key to a basket. It is a pseudo-random function of the basket's id under a derived secret, so that a
 * repeated create answers with the same token although only its hash is stored.
 */
export const cartToken = (cartId: CartId): string =>
  createHmac('sha256', secretFor('carts.token'))
    .update(`cart:${cartId}`)
    .digest()
    .subarray(0, TOKEN_BYTES)
    .toString('base64url')

/** What is stored of a token: its SHA-256 in hex. A random 128-bit token needs no slow hash. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
