import { Refusal, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import { decodeCursor, encodeCursor } from '#platform/http'
import { SNAPSHOT_PAGE } from './limits.ts'
import type { NetContent } from '@splot/rules'
import type { PricesInMemory } from './model.ts'
import { surroundings } from './surroundings.ts'
import type { ExceptionRevision, PriceList, PriceSpan } from './types.ts'

/** What a till asks for: the prices that count in its channel and place, all of them or those of newer versions. */
export interface SnapshotQuestion {
  readonly channel: ChannelId
  readonly location: LocationId
  /** The newest publication that it has; null: everything. */
  readonly after: number | null
  readonly cursor: string | undefined
}

/** A row as a till keeps it: it counts from `startsAt` on and gives way as `rules` say. */
export interface SnapshotRow {
  readonly list: string
  readonly sku: string
  readonly fromQuantity: number
  readonly version: number
  readonly startsAt: number
  readonly endsAt: number | null
  readonly minor: number | null
  readonly taxLetter: string
  /** What the price per unit is counted from (`unitPrice` of the rules); missing: none must be shown. */
  readonly netContent?: NetContent
}

/**
 * One page of the rows that count now or later, by list and SKU. All pages of one walk are as of the same publication: when another comes
 * in between, the walk ends with `pricing.snapshot_moved` and begins anew.
 */
export function snapshotRows(
  book: PricesInMemory,
  lists: readonly PriceList[],
  question: SnapshotQuestion,
): { readonly rows: readonly SnapshotRow[]; readonly next: string | null } {
  const from = question.cursor === undefined ? undefined : placeOf(book, question.cursor)
  const after = question.after ?? 0
  const rows: SnapshotRow[] = []
  for (const list of lists) {
    if (from && list.code < from.list) continue
    for (const sku of sortedSkus(book, list)) {
      if (from && list.code === from.list && sku <= from.sku) continue
      const netContent = surroundings().article(sku)?.netContent
      for (const span of book.spans(list, sku) ?? [])
        if (span.version > after) rows.push(rowOf(list, sku, span, netContent))
      if (rows.length >= SNAPSHOT_PAGE) return { rows, next: encodeCursor([book.seq, list.code, sku]) }
    }
  }
  return { rows, next: null }
}

const sorted = new WeakMap<Map<Sku, PriceSpan[]>, { loads: number; skus: readonly Sku[] }>()

/** The SKUs of a list in order; kept until prices change. */
export function sortedSkus(book: PricesInMemory, list: PriceList): readonly Sku[] {
  const shelf = book.shelves.get(list.id)
  if (!shelf) return []
  const known = sorted.get(shelf)
  if (known?.loads === book.loads) return known.skus
  const skus = [...shelf.keys()].sort()
  sorted.set(shelf, { loads: book.loads, skus })
  return skus
}

function placeOf(book: PricesInMemory, cursor: string): { readonly list: string; readonly sku: string } {
  const [seq, list = '', sku = ''] = decodeCursor(cursor, ['digits', 'text', 'text'])
  if (Number(seq) === book.seq) return { list, sku }
  throw new Refusal(
    'conflict',
    'pricing.snapshot_moved',
    'Prices were published while this was read. Begin again without a cursor.',
    { facts: { seq: book.seq } },
  )
}

/** The lists that may count in a channel and place, by code. */
export const listsOfPlace = (
  book: PricesInMemory,
  { channel, location }: Pick<SnapshotQuestion, 'channel' | 'location'>,
): readonly PriceList[] =>
  book.lists
    .filter(
      (list) =>
        (list.channelId === null || list.channelId === channel) &&
        (list.locationId === null || list.locationId === location),
    )
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))

/**
 * The history of every exception that ever counts in this channel and place. What it does elsewhere is not told: a revision that counts
 * only there ends it here.
 */
export function revisionsOfPlace(
  book: PricesInMemory,
  { channel, location }: Pick<SnapshotQuestion, 'channel' | 'location'>,
): readonly ExceptionRevision[] {
  const own = book.revisions.map((revision) => {
    const { terms } = revision
    const counts =
      (terms?.channels ?? [channel]).includes(channel) && (terms?.locations ?? [location]).includes(location)
    return counts ? revision : { ...revision, terms: null }
  })
  const here = new Set(own.flatMap(({ id, terms }) => (terms ? [id] : [])))
  return own.filter(({ id }) => here.has(id))
}

const rowOf = (
  list: PriceList,
  sku: string,
  span: PriceSpan,
  netContent: NetContent | null | undefined,
): SnapshotRow => ({
  list: list.code,
  sku,
  fromQuantity: span.fromQuantity,
  version: span.version,
  startsAt: span.start,
  endsAt: span.end === Infinity ? null : span.end,
  minor: span.minor,
  taxLetter: span.taxLetter,
  ...(netContent && { netContent }),
})
