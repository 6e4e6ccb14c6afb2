import { decodeCursor, encodeCursor } from './cursor.ts'
import { DEFAULT_PAGE } from './schemas.ts'

/** Which page somebody wants, as `PageQuery` has it. */
interface PageWish {
  readonly cursor?: string | undefined
  readonly limit?: number | undefined
}

interface Page<Item> {
  items: Item[]
  next: string | null
}

type KeyOf<Row> = (row: Row) => string | number | readonly (string | number)[]

/** How many rows are read for a page: one more than it shows tells that there is another. */
export const rowsAsked = ({ limit = DEFAULT_PAGE }: PageWish): number => limit + 1

/** The same, before the one key that the cursor holds; null on the first page. */
export const pageAsked = (wish: PageWish, key: 'uuid' | 'digits' = 'uuid') => ({
  before: decodeCursor(wish.cursor, [key])[0] ?? null,
  limit: rowsAsked(wish),
})

/** The page of rows that were read so; the cursor of the next is the key of the last row that is shown. */
export function pageFrom<Row>(rows: readonly Row[], wish: PageWish, keyOf: KeyOf<Row>): Page<Row>
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  wish: PageWish,
  keyOf: KeyOf<Row>,
  show: (row: Row) => Item,
): Page<Item>
export function pageFrom<Row>(
  rows: readonly Row[],
  { limit = DEFAULT_PAGE }: PageWish,
  keyOf: KeyOf<Row>,
  show: (row: Row) => unknown = (row) => row,
): Page<unknown> {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return { items: shown.map(show), next: last === undefined ? null : encodeCursor([keyOf(last)].flat()) }
}
