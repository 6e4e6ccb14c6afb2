import { SECOND_MS } from '@splot/kernel'
import type { Platform, WriteContext } from '../context/index.ts'
import { emit } from '../events/write.ts'
import type { Credential, CredentialLookup } from './credential.ts'

/** How long a process may trust what it read: the longest that a revocation can stay unseen if every wake-up is lost. */
const CREDENTIAL_TTL_MS = 30 * SECOND_MS
/** Credentials remembered by one process; beyond that the oldest goes. */
const MAX_REMEMBERED = 20_000

/** The fact that credentials were revoked, locked or changed their grants; its data carries the ids, no secret. */
export const CREDENTIALS_CHANGED = 'staff.credentials_changed'

interface Remembered {
  readonly credential: Credential
  readonly until: number
}

const caches = new Set<CredentialCache>()

/**
 * Says that the credentials that concern these ids (sessions, keys, devices, people) are no longer what they were:
 * this process forgets them as soon as the transaction has committed, the others as soon as they read the fact.
 */
export function credentialsChanged(ctx: WriteContext, ids: readonly string[]): void {
  const [subject] = ids
  if (subject === undefined) return
  emit(ctx, { type: CREDENTIALS_CHANGED, subject, data: { ids: [...ids] } })
  ctx.afterCommit(() => forgetCredentials(ids))
}

/** Drops what this process remembers about the ids. */
export function forgetCredentials(ids: readonly string[]): void {
  for (const cache of caches) cache.forget(ids)
}

/** What one process knows about credentials, so that a request on the hot path costs no SQL. */
export class CredentialCache {
  readonly platform: Platform
  readonly remembered = new Map<string, Remembered>()
  readonly underWay = new Map<string, Promise<Credential | undefined>>()
  /** Grows with every `forget`: an answer that was being read meanwhile is not remembered. */
  generation = 0

  constructor(platform: Platform) {
    this.platform = platform
    caches.add(this)
    platform.onClose(() => {
      caches.delete(this)
    })
  }

  /** The credential, at once when it is remembered. Callers that ask while it is being read share the answer. */
  find(hash: Buffer, lookup: CredentialLookup): Credential | undefined | Promise<Credential | undefined> {
    const name = hash.toString('base64url')
    const known = this.remembered.get(name)
    if (known && this.platform.clock().getTime() < known.until) return known.credential
    const shared = this.underWay.get(name)
    if (shared) return shared
    const promise = this.read(name, hash, lookup).finally(() => {
      if (this.underWay.get(name) === promise) this.underWay.delete(name)
    })
    this.underWay.set(name, promise)
    return promise
  }

  async read(name: string, hash: Buffer, lookup: CredentialLookup): Promise<Credential | undefined> {
    const { generation } = this
    const credential = await lookup(this.platform, hash)
    this.remembered.delete(name)
    if (credential && generation === this.generation) {
      if (this.remembered.size >= MAX_REMEMBERED) this.dropOldest()
      const until = this.platform.clock().getTime() + CREDENTIAL_TTL_MS
      this.remembered.set(name, { credential, until })
    }
    return credential
  }

  dropOldest(): void {
    for (const oldest of this.remembered.keys()) {
      this.remembered.delete(oldest)
      return
    }
  }

  forget(ids: readonly string[]): void {
    this.generation += 1
    // A request that begins after the change must not share a reading that began before it.
    this.underWay.clear()
    const changed = new Set(ids)
    for (const [name, { credential }] of this.remembered) {
      if (credential.concerns.some((id) => changed.has(id))) this.remembered.delete(name)
    }
  }
}
