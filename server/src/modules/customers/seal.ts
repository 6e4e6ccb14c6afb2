import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  randomFillSync,
  type KeyObject,
} from 'node:crypto'
import { InvariantError, type CustomerId } from '@splot/kernel'
import { secretFor } from '#platform/auth'
import type { Contact } from './types.ts'

/** AES-256-GCM (NIST SP 800-38D): 96-bit nonce, 128-bit tag. */
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Randomness is drawn for this many bytes at a time: a call per nonce would cost more than the cipher. */
const POOL_BYTES = 8_192

export interface Sealed {
  /** The person's own key, wrapped by the master key: nonce, ciphertext, tag. Whoever erases it erases the person. */
  readonly key: Buffer
  /** The contact under that key: nonce, ciphertext, tag. */
  readonly sealed: Buffer
}

const pool = Buffer.alloc(POOL_BYTES)
let used = POOL_BYTES

/** Fresh random bytes; the pool forgets what it gave away. */
function fresh(bytes: number): Buffer {
  if (used + bytes > POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  const given = Buffer.allocUnsafe(bytes)
  pool.copy(given, 0, used, used + bytes)
  pool.fill(0, used, used + bytes)
  used += bytes
  return given
}

/**
 * Seals a contact under a new key of this person. The customer's id is authenticated with both parts, so that neither can be
 * moved to another row. About 2^32 random nonces of one master key stay far from a collision; persons have one each.
 */
export function seal(id: CustomerId, contact: Contact): Sealed {
  const dataKey = fresh(KEY_BYTES)
  // A key object costs 1 us; bytes given to the cipher directly cost 10 (measured on Node 24).
  const owner = Buffer.from(id)
  const sealed = encrypt(createSecretKey(dataKey), owner, Buffer.from(JSON.stringify(contact)))
  const key = encrypt(secretFor('customers.key'), owner, dataKey)
  dataKey.fill(0)
  return { key, sealed }
}

/** Opens what `seal` made; throws when it was tampered with or the master secret is another. */
export function unseal(id: CustomerId, { key, sealed }: Sealed): Contact {
  const dataKey = decrypt(secretFor('customers.key'), id, key)
  const text = decrypt(createSecretKey(dataKey), id, sealed).toString('utf8')
  dataKey.fill(0)
  return JSON.parse(text) as Contact // Authenticated: only `seal` can have written it.
}

function encrypt(key: KeyObject, owner: Buffer, plain: Buffer): Buffer {
  const nonce = fresh(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, key, nonce)
  cipher.setAAD(owner)
  // GCM is a stream cipher: `update` gives everything, `final` only makes the tag.
  const hidden = cipher.update(plain)
  cipher.final()
  return Buffer.concat([nonce, hidden, cipher.getAuthTag()])
}

function decrypt(key: KeyObject, id: CustomerId, box: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, box.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(id))
  decipher.setAuthTag(box.subarray(-TAG_BYTES))
  const plain = decipher.update(box.subarray(NONCE_BYTES, -TAG_BYTES))
  try {
    decipher.final()
  } catch (cause) {
    throw new InvariantError(
      `the personal data of customer ${id} cannot be opened: tampered, or another master secret`,
      {
        cause,
      },
    )
  }
  return plain
}
