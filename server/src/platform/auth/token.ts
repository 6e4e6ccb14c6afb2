import { hash, randomFillSync } from 'node:crypto'
import { crc32 } from 'node:zlib'

/**
 * What a credential is, told by its prefix, so that a leaked one is recognised at sight and by secret scanners:
 * `spk` publishable channel key, `ssk` machine key, `sdk` device key, `sst` staff session, `sct` customer session.
 */
export type TokenKind = 'spk' | 'ssk' | 'sdk' | 'sst' | 'sct'

/** 256 bits: nobody guesses one, so a plain SHA-256 is enough to keep it. */
const SECRET_BYTES = 32
const SHAPE = /^(spk|ssk|sdk|sst|sct)_([A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})$/

export interface NewToken {
  /** Shown once, never kept. */
  readonly token: string
  /** SHA-256, 32 bytes: the only thing that is stored. */
  readonly hash: Buffer
  /** Prefix and first characters, so that people can tell keys apart in a list. */
  readonly hint: string
}

/** Makes a credential: prefix, 32 random bytes in base64url, and a CRC-32 that tells a typing error from an unknown key. */
export function newToken(kind: TokenKind): NewToken {
  const secret = randomFillSync(Buffer.allocUnsafe(SECRET_BYTES)).toString('base64url')
  const token = `${kind}_${secret}${checksum(kind, secret)}`
  return { token, hash: hashToken(token), hint: token.slice(0, 8) }
}

/** What is stored of a credential and looked up by: its SHA-256. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer')

/** The kind of a well-formed credential; undefined for anything that Splot cannot have issued. */
export function kindOfToken(token: string): TokenKind | undefined {
  const parts = SHAPE.exec(token)
  if (!parts) return undefined
  const [, prefix, secret, sum] = parts
  const kind = prefix as TokenKind // The expression admits nothing else.
  return secret !== undefined && checksum(kind, secret) === sum ? kind : undefined
}

function checksum(kind: TokenKind, secret: string): string {
  const sum = Buffer.allocUnsafe(4)
  sum.writeUInt32BE(crc32(`${kind}_${secret}`))
  return sum.toString('base64url')
}
