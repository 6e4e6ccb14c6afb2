import type { Actor, Platform } from '../context/index.ts'
import type { TokenKind } from './token.ts'

/** What stands behind a credential that somebody once received. */
export interface Credential {
  /** `locked`: the session waits for its PIN. */
  readonly state: 'live' | 'locked' | 'expired' | 'revoked'
  readonly actor: Actor
  /** From then on it is expired; null lasts until it is revoked. */
  readonly expiresAt: Date | null
  /** Ids (session, key, device, person) whose change makes this answer stale: see `credentialsChanged`. */
  readonly concerns: readonly string[]
}

/** Finds a credential by the SHA-256 of its token; undefined when there never was one. Outside any transaction. */
export type CredentialLookup = (platform: Platform, hash: Buffer) => Promise<Credential | undefined>

/** The port through which `platform/auth` reads credentials; the modules that own the tables implement it. */
export type CredentialStore = Readonly<Record<TokenKind, CredentialLookup>>
