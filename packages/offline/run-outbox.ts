import {
  amended,
  due,
  forgettable,
  isHeldUp,
  newEntry,
  settle,
  type NewEntry,
  type OutboxEntry,
  type Sent,
} from './outbox.ts'

/** Where entries are kept; IndexedDB in the app, a Map in tests. */
export interface OutboxStore {
  all(): Promise<OutboxEntry[]>
  /** Writes the entry and, in the same transaction, named values beside it. */
  commit(entry: OutboxEntry, beside: Readonly<Record<string, unknown>>): Promise<void>
  put(entry: OutboxEntry): Promise<void>
  remove(ids: readonly string[]): Promise<void>
}

export interface OutboxOptions {
  readonly store: OutboxStore
  readonly send: (entry: OutboxEntry) => Promise<Sent>
  /** Who is signed in; null while nobody is. */
  readonly staffId: () => string | null
  readonly now?: () => number
  /** Asks to be woken later; a timer by default. */
  readonly wakeAfter?: (ms: number, wake: () => void) => void
}

export interface Outbox {
  /** Reads what an earlier page left behind, and goes on sending it. */
  open(): Promise<void>
  entries(): readonly OutboxEntry[]
  /** Keeps a command, together with named values, and sends it. Resolves when it is kept, not when it is answered. */
  commit(command: NewEntry, beside?: Readonly<Record<string, unknown>>): Promise<OutboxEntry>
  /** Sends what is due; called when the network is back and when somebody signs in. */
  flush(options?: { readonly now?: boolean }): Promise<void>
  /** Resolves when the server has answered this command for good, however long that takes. */
  settled(id: string): Promise<OutboxEntry>
  /**
   * Puts another command in the place of a refused one, under a key of its own (the old key would only repeat the "no"), and sends
   * it; what stands behind it in its lane stays behind.
   */
  replace(id: string, next: Pick<NewEntry, 'id' | 'body' | 'note'>): Promise<void>
  /**
   * Sends the fact of a refused entry in its place, under the same key, in one write: whatever is killed in between, it is sent once. Only for
   * commands whose refusals leave nothing behind on the server. Without a fact nothing happens.
   */
  amend(id: string): Promise<void>
  /** A person has dealt with a refused entry, or its result was taken over by a screen. */
  remove(id: string): Promise<void>
  subscribe(tell: () => void): () => void
}

/** Sends kept commands until each is answered. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { store, send, staffId } = options
  const now = options.now ?? Date.now
  const wakeAfter = options.wakeAfter ?? ((ms, wake) => void setTimeout(wake, ms))
  const listeners = new Set<() => void>()
  let entries: readonly OutboxEntry[] = []
  const onTheWay = new Set<string>()

  const change = (next: readonly OutboxEntry[]): void => {
    entries = next
    for (const tell of listeners) tell()
  }
  const replace = (entry: OutboxEntry): void =>
    change(entries.map((known) => (known.id === entry.id ? entry : known)))

  const deliver = async (entry: OutboxEntry): Promise<void> => {
    onTheWay.add(entry.id)
    try {
      const after = settle(entry, await send(entry), now())
      // What was removed while it was on its way stays removed.
      if (!entries.some((known) => known.id === entry.id)) return
      await store.put(after)
      replace(after)
      if (after.state === 'waiting') wakeAfter(after.nextAt - now(), () => void outbox.flush())
      // What stood behind it in its lane was passed over while it was on its way.
      else if (after.lane !== undefined) queueMicrotask(() => void outbox.flush())
    } finally {
      onTheWay.delete(entry.id)
    }
  }

  const outbox: Outbox = {
    entries: () => entries,
    open: async () => {
      const found = await store.all()
      const old = forgettable(found).map(({ id }) => id)
      if (old.length > 0) await store.remove(old)
      change(found.filter(({ id }) => !old.includes(id)))
      await outbox.flush({ now: true })
    },
    commit: async (command, beside = {}) => {
      // Later than all before it, whatever the clock does: the order is what lanes go by.
      const latest = entries.reduce((last, { createdAt }) => Math.max(last, createdAt), 0)
      const entry = { ...newEntry(command, Math.max(now(), latest + 1)), nextAt: now() }
      await store.commit(entry, beside)
      change([...entries, entry])
      void outbox.flush()
      return entry
    },
    flush: async ({ now: atOnce = false } = {}) => {
      const ready = due(entries, staffId(), atOnce ? Number.POSITIVE_INFINITY : now())
      // One after the other, in the order in which they were given.
      for (const { id } of ready) {
        // As it stands by now: another flush may have sent it meanwhile.
        const entry = entries.find((known) => known.id === id)
        if (entry?.state !== 'waiting' || onTheWay.has(id) || isHeldUp(entry, entries)) continue
        await deliver(entry)
      }
    },
    settled: (id) =>
      new Promise((resolve) => {
        const look = (): void => {
          const entry = entries.find((known) => known.id === id)
          if (!entry || entry.state === 'waiting') return
          listeners.delete(look)
          resolve(entry)
        }
        listeners.add(look)
        look()
      }),
    replace: async (id, next) => {
      const refused = entries.find((known) => known.id === id)
      if (refused?.state !== 'refused') return
      const { problem: _, ...kept } = refused
      const entry: OutboxEntry = { ...kept, ...next, attempts: 0, nextAt: now(), state: 'waiting' }
      await store.commit(entry, {})
      await store.remove([id])
      change(entries.map((known) => (known.id === id ? entry : known)))
      void outbox.flush()
    },
    amend: async (id) => {
      const refused = entries.find((known) => known.id === id)
      if (refused?.state !== 'refused' || refused.fact === undefined) return
      const entry = amended(refused, now())
      // Shown first: whoever looks meanwhile must not amend it twice.
      replace(entry)
      await store.put(entry)
      void outbox.flush()
    },
    remove: async (id) => {
      await store.remove([id])
      change(entries.filter((entry) => entry.id !== id))
      void outbox.flush()
    },
    subscribe: (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
  }
  return outbox
}
