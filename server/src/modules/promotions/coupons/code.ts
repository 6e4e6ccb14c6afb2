import { createHmac } from 'node:crypto'
import { normaliseCode, readUniqueCode, signsOfBits } from '@splot/rules'
import { secretFor } from '#platform/auth'

/** A typed code as it is looked up: capital letters, without spaces, dashes and what else people put between. */
export const normalise = normaliseCode

/**
 * The signs of the code with this number in its batch: 60 bits of an HMAC under the master secret, and a check sign. Whoever has the secret
 * can make it again, so no code needs to be stored to be downloaded.
 */
export const signsOf = (batchId: string, number: number): string =>
  signsOfBits(
    createHmac('sha256', secretFor('promotions.code'))
      .update(`${batchId}:${number}`)
      .digest()
      .readBigUInt64BE(),
  )

/** The code with this number in its batch, in groups for people. */
export function codeOf(batchId: string, number: number): string {
  const signs = signsOf(batchId, number)
  return `${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`
}

/** The key under which a unique code is stored; undefined when it cannot be one, so that mistypings cost no look-up. */
export function keyOfUnique(typed: string): string | undefined {
  const signs = readUniqueCode(typed)
  if (signs === undefined) return undefined
  const digest = createHmac('sha256', secretFor('promotions.code-key')).update(signs).digest('hex')
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-${digest.slice(12, 16)}-${digest.slice(16, 20)}-${digest.slice(20, 32)}`
}
