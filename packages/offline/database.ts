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

/** Labels that a device can read without a network; a large store has some thousands. The oldest go first. */
export const MAX_LABELS = 30_000
/** Answers of the server that are kept for when it is silent. The oldest go first. */
export const MAX_PAPERS = 500

/** An article's label: what is scanned (a GTIN or a SKU), and what it says, whatever the caller keeps of it. */
export interface LabelRow {
  /** `<locale>:<code>`. */
  readonly id: string
  readonly at: number
  readonly label: unknown
}
/** A part of something large that is kept in parts and changes in parts: prices. */
export interface ShelfRow {
  readonly id: number
  readonly content: unknown
}
/** A product with the codes of its articles. */
export interface RangeRow {
  readonly handle: string
  readonly codes: readonly string[]
  /** Of the catalogue that it was read from. */
  readonly version: string
  readonly product: unknown
}
interface PaperRow {
  readonly id: string
  readonly at: number
  readonly paper: unknown
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
  readonly labels: {
    find(ids: readonly string[]): Promise<LabelRow[]>
    put(rows: readonly LabelRow[]): Promise<void>
  }
  /** Prices, in parts. */
  readonly shelves: {
    all(): Promise<ShelfRow[]>
    /** Writes parts and, in the same transaction, a named value beside them. `anew`: parts that are not given go. */
    write(rows: readonly ShelfRow[], name: string, value: unknown, anew: boolean): Promise<void>
  }
  /** Every article that is sold, by the codes that are on its labels. */
  readonly range: {
    find(code: string): Promise<unknown>
    put(rows: readonly RangeRow[]): Promise<void>
    /** Forgets what no row of this version has brought again. */
    keepOnly(version: string): Promise<void>
  }
  /** What the server has answered, by its address. */
  readonly papers: {
    get(id: string): Promise<{ readonly at: number; readonly paper: unknown } | undefined>
    put(id: string, paper: unknown, at: number): Promise<void>
  }
}

/** Opens what this device keeps. Rejected operations mean that the browser refuses storage (private mode, disk full). */
export function openKept(name = 'splot-store'): Kept {
  const database = new Dexie(name)
  database.version(1).stores({ value: 'key', outbox: 'id', article: 'id, at' })
  database.version(2).stores({ label: 'id, at', paper: 'id, at' })
  database.version(3).stores({ shelf: 'id' })
  database.version(4).stores({ range: 'handle, *codes, version' })
  const values: Table<Row, string> = database.table('value')
  const outbox: Table<OutboxEntry, string> = database.table('outbox')
  const articles: Table<ArticleRow, string> = database.table('article')
  const labels: Table<LabelRow, string> = database.table('label')
  const papers: Table<PaperRow, string> = database.table('paper')
  const range: Table<RangeRow, string> = database.table('range')
  const shelves: Table<ShelfRow, number> = database.table('shelf')
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
        await forgetOldest(articles, MAX_ARTICLES)
      },
    },
    labels: {
      find: async (ids) => (await labels.bulkGet([...ids])).filter((row) => row !== undefined),
      put: async (rows) => {
        await labels.bulkPut(rows)
        await forgetOldest(labels, MAX_LABELS)
      },
    },
    shelves: {
      all: () => shelves.toArray(),
      write: (rows, name, value, anew) =>
        database.transaction('rw', shelves, values, async () => {
          if (anew) await shelves.clear()
          await shelves.bulkPut(rows)
          await values.put({ key: name, value })
        }),
    },
    range: {
      find: async (code) => (await range.where('codes').equals(code).first())?.product,
      put: async (rows) => void (await range.bulkPut(rows)),
      keepOnly: async (version) => void (await range.where('version').notEqual(version).delete()),
    },
    papers: {
      get: (id) => papers.get(id),
      put: async (id, paper, at) => {
        await papers.put({ id, paper, at })
        await forgetOldest(papers, MAX_PAPERS)
      },
    },
  }
}

async function forgetOldest<Row>(table: Table<Row, string>, most: number): Promise<void> {
  const surplus = (await table.count()) - most
  if (surplus > 0) await table.orderBy('at').limit(surplus).delete()
}
