import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { MINUTE_MS, Refusal, SECOND_MS, type CustomerId } from '@splot/kernel'
import { secretFor } from '#platform/auth'

/** A code that somebody photographed over her shoulder is good for no longer than this. */
export const SHOWN_CODE_MS = 5 * MINUTE_MS

/** AES-256-GCM (NIST SP 800-38D): 96-bit nonce, 128-bit tag. */
const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const ID_BYTES = 16
/** Seconds since the epoch, when it ends. */
const END_BYTES = 4
const BYTES = NONCE_BYTES + ID_BYTES + END_BYTES + TAG_BYTES

/** Crockford's base 32, in capitals: a scanner that types small letters or Caps Lock changes nothing, and a QR code of it is small. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SIGNS = Math.ceil((BYTES * 8) / 5)

/** What a code of an account tells whoever can open it. */
export interface ShownCode {
  readonly customerId: CustomerId
  /** What tells this code from each other one. */
  readonly nonce: Buffer
  readonly until: Date
}

/**
 * The code by which a till recognises her until `until`: her id and the end, sealed, so that whoever reads it learns nothing, and another
 * one each time. Nothing is stored
 * until it has paid for something: `used-codes.ts`.
 */
export function shownCode(id: CustomerId, now: Date): { readonly code: string; readonly until: Date } {
  const until = new Date(now.getTime() + SHOWN_CODE_MS)
  const told = Buffer.alloc(ID_BYTES + END_BYTES)
  told.write(id.replaceAll('-', ''), 0, 'hex')
  told.writeUInt32BE(Math.floor(until.getTime() / SECOND_MS), ID_BYTES)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, secretFor('customers.shown_code'), nonce)
  const sealed = Buffer.concat([nonce, cipher.update(told), cipher.final(), cipher.getAuthTag()])
  return { code: signsOf(sealed), until }
}

/**
 * Whose code this is. It may have paid already: `useCodes` of the sale tells.
 * @throws Refusal 422 `customers.bad_code` for anything that we did not make, 422 `customers.code_over` for one whose minutes have passed.
 */
export function readShownCode(code: string, now: Date): ShownCode {
  const found = opened(code)
  if (!found) {
    throw new Refusal(
      'unprocessable',
      'customers.bad_code',
      'This is no code of a customer. Ask her to open "My code" in her account and scan it again.',
      { errors: [{ pointer: '/code', detail: 'not made by this shop' }] },
    )
  }
  const { nonce, told } = found
  const until = new Date(told.readUInt32BE(ID_BYTES) * SECOND_MS)
  if (until < now) {
    throw new Refusal(
      'unprocessable',
      'customers.code_over',
      'This code has run out. The page of her account shows a new one every few minutes: scan that.',
      { errors: [{ pointer: '/code', detail: 'its time is over' }] },
    )
  }
  const hex = told.toString('hex', 0, ID_BYTES)
  // Only `shownCode` seals, and only ids of customers.
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  )
  return { customerId: id as CustomerId, nonce, until }
}

function opened(code: string): { readonly nonce: Buffer; readonly told: Buffer } | undefined {
  const sealed = bytesOf(code.toUpperCase())
  if (!sealed) return undefined
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const cipher = createDecipheriv(CIPHER, secretFor('customers.shown_code'), nonce)
  cipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  try {
    const told = Buffer.concat([cipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), cipher.final()])
    return { nonce, told }
  } catch {
    // The tag does not fit: mistyped, or made by somebody else.
    return undefined
  }
}

function signsOf(bytes: Buffer): string {
  const number = BigInt(`0x${bytes.toString('hex')}`)
  return Array.from(
    { length: SIGNS },
    (_, index) => ALPHABET[Number((number >> BigInt(5 * (SIGNS - 1 - index))) & 31n)],
  ).join('')
}

function bytesOf(text: string): Buffer | undefined {
  if (text.length !== SIGNS) return undefined
  let number = 0n
  for (const sign of text) {
    const value = ALPHABET.indexOf(sign)
    if (value < 0) return undefined
    number = (number << 5n) | BigInt(value)
  }
  const hex = number.toString(16).padStart(BYTES * 2, '0')
  return hex.length === BYTES * 2 ? Buffer.from(hex, 'hex') : undefined
}
