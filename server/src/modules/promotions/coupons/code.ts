import { createHmac } from 'node:crypto'
import { secretFor } from '#platform/auth'

/** Crockford's base 32: no I, L, O and U, which people mistake for others. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BASE = ALPHABET.length
/** Signs of five bits: 60 bits, which nobody guesses over a network. */
const SIGNS = 12
const valueOf = new Map([...ALPHABET].map((sign, value) => [sign, value]))
// What people type for a sign that they took for another.
for (const [typed, meant] of [
  ['O', '0'],
  ['I', '1'],
  ['L', '1'],
] as const)
  valueOf.set(typed, valueOf.get(meant) ?? 0)

/** A typed code as it is looked up: capital letters, without spaces, dashes and what else people put between. */
export const normalise = (typed: string): string => typed.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')

/**
 * The code with this number in its batch: 60 bits of an HMAC under the master secret, and a check sign, in groups for people. Whoever has
 * the secret can make it again, so no code needs to be stored to be downloaded.
 */
export function codeOf(batchId: string, number: number): string {
  const bits = createHmac('sha256', secretFor('promotions.code'))
    .update(`${batchId}:${number}`)
    .digest()
    .readBigUInt64BE()
  const values = Array.from({ length: SIGNS }, (_, index) => Number((bits >> BigInt(5 * index)) & 31n))
  const signs = values.map((value) => ALPHABET[value]).join('') + ALPHABET[checkOf(values)]
  return `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`
}

/** Luhn's sum (ISO/IEC 7812-1, annex B) to the base of the alphabet: finds every single wrong sign, and nearly all neighbours that changed places. */
function checkOf(values: readonly number[]): number {
  let sum = 0
  for (let index = values.length - 1, factor = 2; index >= 0; index -= 1, factor = 3 - factor) {
    const product = (values[index] ?? 0) * factor
    sum += Math.floor(product / BASE) + (product % BASE)
  }
  return (BASE - (sum % BASE)) % BASE
}

/** The key under which a unique code is stored; undefined when it cannot be one, so that mistypings cost no look-up. */
export function keyOfUnique(normalised: string): string | undefined {
  if (normalised.length !== SIGNS + 1) return undefined
  const values: number[] = []
  for (const sign of normalised) {
    const value = valueOf.get(sign)
    if (value === undefined) return undefined
    values.push(value)
  }
  if (checkOf(values.slice(0, SIGNS)) !== values[SIGNS]) return undefined
  const signs = values.map((value) => ALPHABET[value]).join('')
  const digest = createHmac('sha256', secretFor('promotions.code-key')).update(signs).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-${digest.slice(12, 16)}-${digest.slice(16, 20)}-${digest.slice(20, 32)}`
}
