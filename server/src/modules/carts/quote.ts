import { createHmac, timingSafeEqual } from 'node:crypto'
import { Refusal, type CartId } from '@splot/kernel'
import { secretFor } from '#platform/auth'

/**
 * What a basket cost when it was shown; signed, so that whoever sends it back cannot have made it up. It needs no end: the order is priced
 * anew, and another total is told before anything is sold.
 */
export interface Quote {
  readonly cartId: CartId
  /** Of the basket. */
  readonly version: number
  readonly rulesVersion: number
  readonly grossMinor: number
  readonly currency: string
}

const sign = (payload: string): Buffer =>
  createHmac('sha256', secretFor('carts.quote')).update(payload).digest()

/** Text for a URL or a header: the quote in base64url, a dot, its HMAC-SHA-256. */
export function signQuote(quote: Quote): string {
  const { cartId, version, rulesVersion, grossMinor, currency } = quote
  const payload = Buffer.from(JSON.stringify([cartId, version, rulesVersion, grossMinor, currency])).toString(
    'base64url',
  )
  return `${payload}.${sign(payload).toString('base64url')}`
}

/**
 * The quote that we signed for this basket.
 * @throws Refusal 422 `carts.quote_tampered`: not ours, or of another basket.
 */
export function readQuote(text: string, cartId: CartId): Quote {
  const [payload = '', signature = ''] = text.split('.')
  const expected = sign(payload)
  const given = Buffer.from(signature, 'base64url')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw tampered()
  // Signed by us, so it has the shape that `signQuote` gave it.
  const [quotedCart, version, rulesVersion, grossMinor, currency] = JSON.parse(
    Buffer.from(payload, 'base64url').toString(),
  ) as [CartId, number, number, number, string]
  if (quotedCart !== cartId) throw tampered()
  return { cartId, version, rulesVersion, grossMinor, currency }
}

const tampered = (): Refusal =>
  new Refusal(
    'unprocessable',
    'carts.quote_tampered',
    'This total was not told by us for this basket. Load the basket again.',
    { errors: [{ pointer: '/quote', detail: 'its signature does not fit' }] },
  )
