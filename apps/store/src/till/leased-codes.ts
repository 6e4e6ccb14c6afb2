import { readUniqueCode } from '@splot/rules'

/** Unique codes that this till may spend, as digests: it knows one that it is shown, and holds none. */
export interface CodeLease {
  readonly id: string
  readonly promotionId: string
  /** RFC 3339. */
  readonly until: string
  /** base64url. */
  readonly salt: string
  readonly rounds: number
  /** base64url. */
  readonly digests: readonly string[]
}

/** Bits of a digest, as the server counts them. */
const DIGEST_BITS = 128

/** The lease that covers a typed code; undefined: none does, or it cannot be a code at all. */
export async function findLeased(
  typed: string,
  leases: readonly CodeLease[],
): Promise<CodeLease | undefined> {
  const signs = readUniqueCode(typed)
  if (signs === undefined) return undefined
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(signs), 'PBKDF2', false, [
    'deriveBits',
  ])
  for (const lease of leases) {
    const terms = { name: 'PBKDF2', hash: 'SHA-256', salt: bytesOf(lease.salt), iterations: lease.rounds }
    const digest = textOf(new Uint8Array(await crypto.subtle.deriveBits(terms, key, DIGEST_BITS)))
    if (lease.digests.includes(digest)) return lease
  }
  return undefined
}

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))

const textOf = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
