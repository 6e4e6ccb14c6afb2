import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { invariant } from '@splot/kernel'

/** A master secret shorter than this (in characters) is a mistake. */
const MIN_MASTER_LENGTH = 32

let bound: { readonly masterSecret: string; readonly https: boolean } | undefined
const derived = new Map<string, KeyObject>()

/**
 * Called by main before anything else: the secret that every other one is derived from, and whether people reach this
 * server through https. Whoever loses the master secret loses the customers' data and the PINs: keep a copy of it.
 */
export function bindSecrets(secrets: { readonly masterSecret: string; readonly https?: boolean }): void {
  invariant(
    secrets.masterSecret.length >= MIN_MASTER_LENGTH,
    `the master secret needs at least ${MIN_MASTER_LENGTH} characters`,
  )
  bound = { masterSecret: secrets.masterSecret, https: secrets.https ?? false }
  derived.clear()
}

/** A 256-bit key for one purpose (`staff.pin`), derived from the master secret by HKDF-SHA-256 (RFC 5869). */
export function secretFor(purpose: string): KeyObject {
  const known = derived.get(purpose)
  if (known) return known
  invariant(bound, 'bindSecrets must be called before a secret is used')
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', bound.masterSecret, 'splot', purpose, 32)))
  derived.set(purpose, key)
  return key
}

/** Whether cookies carry `Secure`. */
export const isHttps = (): boolean => bound?.https ?? false
