import type { Actor, Platform } from '../context/index.ts'
import type { StoredEvent } from '../events/index.ts'

/** What a stream may ask for: a name and who may follow. */
export type Topic = FactTopic | ValueTopic

interface Named {
  readonly name: string
  /** Open to everybody, or needs this permission. */
  readonly permission: string | null
}

export interface Asked {
  /** null when none were asked for. */
  readonly skus: ReadonlySet<string> | null
  readonly actor: Actor
}

/** Tells each fact, once and in order. */
export interface FactTopic extends Named {
  /** Types of the facts, or null for every fact. */
  readonly types: readonly string[] | null
  /** The message for this follower, or null when the fact is not for it. */
  readonly pick: (event: StoredEvent, asked: Asked) => unknown
}

/** Tells newest values: what changed several times within a moment is told once, and who comes back hears how everything is now. */
export interface ValueTopic extends Named {
  /** Opened once per process, when somebody first follows. */
  readonly open: (platform: Platform) => Values
}

/** What has changed: parts by what they are parts of (the places of a SKU), which are told together and in order. */
export type Changed = ReadonlyMap<string, ReadonlySet<string>>

/** A read model of this process that follows the log from before the first follower. */
export interface Values {
  /** Calls `heard` whenever a value here has become newer; answers how to stop. */
  readonly onChange: (heard: (subject: string, part: string) => void) => () => void
  /** Brings the values at least as far as these facts, and answers what they speak of. */
  readonly catchUp: (events: readonly StoredEvent[]) => Iterable<readonly [subject: string, part: string]>
  /** The message with the values of this moment, or null when nothing of it is for this follower. */
  readonly tell: (changed: Changed, asked: Asked) => unknown
}
