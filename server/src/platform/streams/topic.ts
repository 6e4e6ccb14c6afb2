import type { Actor } from '../context/index.ts'
import type { StoredEvent } from '../events/index.ts'

/** What a stream or a webhook may ask for: a name, the facts behind it, and who may follow. */
export interface Topic {
  readonly name: string
  /** Types of the facts, or null for every fact. */
  readonly types: readonly string[] | null
  /** Open to everybody, or needs this permission. */
  readonly permission: string | null
  /** The message for this follower, or null when the fact is not for it. `skus` is null when none were asked for. */
  readonly pick: (event: StoredEvent, asked: { skus: ReadonlySet<string> | null; actor: Actor }) => unknown
}
