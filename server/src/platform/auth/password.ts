import { hash, verify, type Options } from '@node-rs/argon2'
import { secretFor } from './secrets.ts'

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, 2 passes, 1 lane. About 20 ms of one core. */
const PASSWORD_OPTIONS: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/**
 * A PIN of four digits has ten thousand values: no cost of hashing saves it from somebody who holds the table. What does is
 * the pepper, which is not in the database, and the lock after wrong tries. So it is cheap: 4 MiB, 2 passes, about 2 ms,
 * and a till that is unlocked a hundred times a day answers at once.
 */
const PIN_OPTIONS: Options = { memoryCost: 4096, timeCost: 2, parallelism: 1 }

/** NIST SP 800-63B: length is what counts, no rules of composition. The upper limit keeps hashing bounded. */
export const MIN_PASSWORD_LENGTH = 12
export const MAX_PASSWORD_LENGTH = 128
/** Digits of a staff PIN. */
export const PIN_PATTERN = '^[0-9]{4,8}$'

/** Hashes a password with argon2id; the answer carries its own parameters and salt. */
export const hashPassword = (password: string): Promise<string> =>
  hash(password.normalize('NFKC'), PASSWORD_OPTIONS)

/** Hashes a PIN with argon2id, peppered from the master secret. */
export const hashPin = (pin: string): Promise<string> => hash(pin, withPepper())

/** Whether the password is right; without a hash it takes as long and says no, so that nobody learns who exists. */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const right = await verify(stored ?? (await decoy('password')), password.normalize('NFKC'))
  return right && stored !== null && stored !== undefined
}

/** Whether the PIN is right; without a hash it takes as long and says no. */
export async function verifyPin(stored: string | null | undefined, pin: string): Promise<boolean> {
  const right = await verify(stored ?? (await decoy('pin')), pin, withPepper())
  return right && stored !== null && stored !== undefined
}

const withPepper = (): Options => ({ ...PIN_OPTIONS, secret: secretFor('staff.pin').export() })

const decoys = new Map<string, Promise<string>>()

/** A hash of nothing, made with the same parameters as the real ones. */
function decoy(kind: 'password' | 'pin'): Promise<string> {
  let made = decoys.get(kind)
  if (!made) decoys.set(kind, (made = kind === 'password' ? hashPassword('decoy') : hashPin('decoy')))
  return made
}
