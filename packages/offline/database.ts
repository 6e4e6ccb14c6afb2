import { Dexie, type Table } from 'dexie'
import type { OutboxEntry } from './outbox.ts'
import type { OutboxStore } from './run-outbox.ts'

/** Articles that a device remembers; a store sells a few thousand. The oldest go first. */
export const MAX_ARTICLES = 20_000

interface Row {
  readonly key: string
  readonly value: unknown
}
interface ArticleRow {
  /** `<locale>:<code>`: names are kept in the language in which they were asked. */
  readonly id: string
  readonly at: number
  readonly article: unknown
}

export interface Kept {
  /** Named values: the enrolment, the session, the open sale. The caller knows what it has kept under which name. */
  read(key: string): Promise<unknown>
  write(key: string, value: unknown): Promise<void>
  forget(key: string): Promise<void>
  readonly outbox: OutboxStore
  readonly articles: {
    get(id: string): Promise<{ readonly at: number; readonly article: unknown } | undefined>
    put(id: string, article: unknown, at: number): Promise<void>
  }
}

/** Opens what this device keeps. Rejected operations mean that the browser refuses storage (private mode, disk full). */
export function openKept(name = 'splot-store'): Kept {
  const database = new Dexie(name)
  database.version(1).stores({ value: 'key', outbox: 'id', article: 'id, at' })
  const values: Table<Row, string> = database.table('value')
  const outbox: Table<OutboxEntry, string> = database.table('outbox')
  const articles: Table<ArticleRow, string> = database.table('article')
  return {
    read: async (key) => (await values.get(key))?.value,
    write: async (key, value) => void (await values.put({ key, value })),
    forget: (key) => values.delete(key),
    outbox: {
      all: () => outbox.toArray(),
      commit: (entry, beside) =>
        database.transaction('rw', outbox, values, async () => {
          await outbox.put(entry)
          await values.bulkPut(Object.entries(beside).map(([key, value]) => ({ key, value })))
        }),
      put: async (entry) => void (await outbox.put(entry)),
      remove: (ids) => outbox.bulkDelete([...ids]),
    },
    articles: {
      get: (id) => articles.get(id),
      put: async (id, article, at) => {
        await articles.put({ id, article, at })
        const surplus = (await articles.count()) - MAX_ARTICLES
        if (surplus > 0) await articles.orderBy('at').limit(surplus).delete()
      },
    },
  }
}
