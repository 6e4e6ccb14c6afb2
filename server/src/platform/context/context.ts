import type { ChannelId, CustomerId, DeviceId, LocationId, StaffId } from '@splot/kernel'
import type { Logger } from 'pino'

/** Who acts: every command and fact carries this without being asked. */
export interface Actor {
  readonly kind: 'visitor' | 'customer' | 'staff' | 'device' | 'machine' | 'system'
  /** The id of the visitor session, customer, staff member, device or key; the name of the job for `system`. */
  readonly id: string
  readonly channel: { readonly id: ChannelId; readonly code: string }
  /** The place this credential belongs to: a till's store, a store assistant's store. */
  readonly locationId: LocationId | null
  readonly staffId: StaffId | null
  readonly deviceId: DeviceId | null
  readonly customerId: CustomerId | null
  readonly grants: readonly Grant[]
}

/** A permission, everywhere (`locationId: null`) or in one place. */
export interface Grant {
  readonly permission: string
  readonly locationId: LocationId | null
}

/** The values a row may carry back from PostgreSQL through `query`. */
export type Row = Record<string, unknown>

/**
 * One prepared statement: `text` with $1… placeholders. Statements are prepared once per connection under a name derived
 * from the text, so keep texts constant (pass lists as arrays: `= any($1)`), never built from values.
 */
export type Query = <R extends Row = Row>(text: string, values?: readonly unknown[]) => Promise<R[]>

/** What a read verb may use. Outside a transaction each statement sees the newest committed state. */
export interface ReadContext {
  readonly now: Date
  readonly actor: Actor
  readonly log: Logger
  readonly query: Query
}

/** What a write verb gets: it is inside a transaction, and everything it does commits or vanishes together. */
export interface WriteContext extends ReadContext {
  readonly transaction: true
  /** Facts buffered by `emit`; written in one statement right before the commit. */
  readonly pendingEvents: PendingEvent[]
  /** Runs after the commit, in this process only: for waking readers and caches, never for facts. */
  readonly afterCommit: (run: () => void) => void
}

/**
 * What a write-combined verb gets (`reserve`, `release`, `extend` of stock; placing an order): it stands outside any
 * transaction and commits on its own, together with others that arrived at the same moment.
 */
export interface CommandContext {
  readonly transaction: false
  readonly now: Date
  readonly actor: Actor
  readonly log: Logger
  readonly platform: Platform
}

/** A published fact: ids and amounts, never personal data. */
export interface PendingEvent {
  /** UUIDv7. */
  readonly id: string
  /** `module.fact_in_past_tense`, e.g. `orders.placed`. */
  readonly type: string
  readonly version: number
  /** The thing it is about, e.g. the order id: events of one subject are in order. */
  readonly subject: string
  readonly locationId: string | null
  readonly channelId: string
  readonly actor: { readonly kind: string; readonly id: string; readonly staffId: string | null }
  readonly occurredAt: Date
  readonly data: Readonly<Record<string, unknown>>
}

/** The running process: what contexts are made from. Modules receive it only inside a CommandContext or at start. */
export interface Platform {
  /** The database, for the few that need a connection of their own (LISTEN). */
  readonly url: string
  readonly log: Logger
  readonly clock: () => Date
  /** A context for reads outside any transaction. */
  readonly read: (actor: Actor) => ReadContext
  /** A context for write-combined verbs. */
  readonly command: (actor: Actor) => CommandContext
  /** One statement that is a transaction by itself: for functions in SQL that decide and write at once. */
  readonly statement: Query
  /**
   * Runs `work` in one READ COMMITTED transaction; commits unless it throws or answers with `abandon`. Where the database ends it to break a
   * circle of waiting transactions it is run once more with a context of its own, so it keeps nothing of a first time outside.
   */
  readonly write: <T>(actor: Actor, work: (ctx: WriteContext) => Promise<T>) => Promise<Settled<T>>
  readonly onClose: (close: () => Promise<void> | void) => void
}

const abandoned = Symbol('abandoned')

/** A negative answer that must leave nothing behind. */
export interface Abandoned<A> {
  readonly [abandoned]: true
  readonly answer: A
}

/**
 * Rolls back what the verb has written so far and still answers the caller: `return abandon({ state: 'sold_out' })`.
 * @public verbs of today decide before they write; the door stands for those that cannot
 */
export const abandon = <A>(answer: A): Abandoned<A> => ({ [abandoned]: true, answer })

export const isAbandoned = (value: unknown): value is Abandoned<unknown> =>
  typeof value === 'object' && value !== null && abandoned in value

/** The answer without its wrapping, whichever way the transaction ended. */
export type Settled<T> = T extends Abandoned<infer A> ? A : T
