import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify(pbkdf2)

/**
 * How often PBKDF2 (RFC 8018) turns for one digest. A till holds the digests of up to 1,000 codes under one salt, so whoever steals it tests each
 * guess against all of them, and expects 2^60 / 1,000, about 2^50 guesses for the first hit, each of 2 · 2,000 ≈ 2^12 SHA-256 blocks: 2^62 blocks, for a
 * graphics card of 2^34 blocks a second 2^28 seconds, eight years; a lease lasts a week. Granting 1,000 codes takes 0.3 s of one core, knowing one at
 * the till 1 ms.
 */
const ROUNDS = 2_000
const SALT_BYTES = 16
/** Long enough that no two codes of a lease share one. */
const DIGEST_BYTES = 16

/** By what a till knows the codes of one lease, without holding them. */
export interface DigestTerms {
  readonly salt: Buffer
  readonly rounds: number
}

export const newDigestTerms = (): DigestTerms => ({ salt: randomBytes(SALT_BYTES), rounds: ROUNDS })

/** The digests of codes, each as its signs; counted off the main thread, one after another, so that others of the process get their turns. */
export async function digestsOf(
  signs: readonly string[],
  { salt, rounds }: DigestTerms,
): Promise<readonly Buffer[]> {
  const digests: Buffer[] = []
  for (const one of signs) digests.push(await derive(one, salt, rounds, DIGEST_BYTES, 'sha256'))
  return digests
}
