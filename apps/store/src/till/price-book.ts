import {
  exceptionsInForce,
  priceFromBook,
  type ListTerms,
  type PriceSource,
  type PriceSpan,
  type RevisedException,
} from '@splot/rules'
import type { Article } from './sale.ts'

/** Parts in which rows are kept on the device: a change of some prices writes some of them. */
const SHELVES = 128

/** A row as it is kept: list, pieces from which it counts, version, start, end (null: for good), minor units, VAT letter. */
export type PackedRow = readonly [
  list: string,
  fromQuantity: number,
  version: number,
  startsAt: number,
  endsAt: number | null,
  minor: number | null,
  taxLetter: string,
]
type Shelf = Readonly<Record<string, readonly PackedRow[]>>

/** What a device knows of prices besides their rows. */
export interface PriceTerms {
  /** Id of the channel, and of the place, whose prices these are. */
  readonly channel: string
  readonly location: string
  /** The newest publication in it. */
  readonly seq: number
  readonly lists: readonly ListTerms[]
  readonly exceptions: readonly RevisedException[]
  /** VAT in parts per million by letter, from an instant on, in order. */
  readonly rates: readonly { readonly from: number; readonly ppm: Readonly<Record<string, number>> }[]
  /** Instants at which published versions take effect, in order. */
  readonly versions: readonly { readonly version: number; readonly effectiveAt: number }[]
  /** When all of it was read last, epoch ms; since then only what changed. */
  readonly wholeAt: number
}

/** What one walk through the snapshot has brought. */
export interface Brought {
  readonly terms: PriceTerms
  readonly rows: readonly { readonly sku: string; readonly row: PackedRow }[]
  /** Versions that were taken back. */
  readonly cancelled: readonly number[]
  /** Everything, and not only what changed. */
  readonly whole: boolean
}

type Row = PriceSpan & { readonly list: string }

/** Prices of a place, as a device keeps them: found by the same rules as on the server, at any instant from now on. */
export interface PriceBook {
  readonly terms: PriceTerms
  /** By SKU, as they are kept: a large range has tens of thousands of rows, and a day's sales ask for some hundreds. */
  readonly rows: ReadonlyMap<string, readonly PackedRow[]>
}

export interface TillPrice {
  /** Gross of one piece, minor units. */
  readonly unitMinor: number
  readonly taxLetter: string
  readonly taxPpm: number
  readonly source: PriceSource
}

/** What one piece costs when so many are bought by somebody of these groups, at an instant; undefined: it has no price here. */
export function priceIn(
  { terms, rows }: PriceBook,
  { sku, categories, price: { currency } }: Pick<Article, 'sku' | 'categories' | 'price'>,
  quantity: number,
  at: number,
  groups: readonly string[] = [],
): TillPrice | undefined {
  const own = rows.get(sku)?.map(unpacked)
  if (!own) return undefined
  const found = priceFromBook(
    {
      lists: terms.lists,
      spans: (list) => own.filter((row) => row.list === list.code),
      exceptions: exceptionsInForce(terms.exceptions, at),
    },
    {
      sku,
      categories,
      currency,
      channel: terms.channel,
      location: terms.location,
      groups,
      quantity,
      at,
    },
  )
  const taxPpm = found && terms.rates.findLast(({ from }) => from <= at)?.ppm[found.taxLetter]
  if (!found || taxPpm === undefined) return undefined
  const { unitMinor, taxLetter, source } = found
  return { unitMinor, taxLetter, taxPpm, source }
}

/** The version of prices that is in force at an instant; 0 before the first. */
export const versionAt = ({ versions }: PriceTerms, at: number): number =>
  versions.findLast(({ effectiveAt }) => effectiveAt <= at)?.version ?? 0

/**
 * The book with what a walk has brought. Rows that nothing can bring back are left out, so that years of changes do not pile up. Answers also
 * which parts of what is kept have changed.
 */
export function withBrought(
  before: PriceBook | null,
  { terms, rows, cancelled, whole }: Brought,
  now: number,
): { readonly book: PriceBook; readonly changed: ReadonlySet<number> } {
  const next = new Map(whole ? [] : before?.rows)
  const gone = new Set(cancelled)
  const touched = new Set<string>()
  if (gone.size > 0) {
    for (const [sku, own] of next) {
      const kept = own.filter(([, , version]) => !gone.has(version))
      if (kept.length === own.length) continue
      next.set(sku, kept)
      touched.add(sku)
    }
  }
  for (const [sku, fresh] of Map.groupBy(rows, (one) => one.sku)) {
    const newer = fresh.map(({ row }) => row)
    const known = (next.get(sku) ?? []).filter((one) => !newer.some((other) => isSame(one, other)))
    next.set(sku, [...known, ...newer])
    touched.add(sku)
  }
  for (const sku of touched) {
    const own = next.get(sku) ?? []
    const spans = own.map(unpacked)
    const counting = own.filter((row) => mayCount(unpacked(row), spans, now))
    if (counting.length > 0) next.set(sku, counting)
    else next.delete(sku)
  }
  return { book: { terms, rows: next }, changed: new Set([...touched].map(shelfOf)) }
}

/** Of the same list, quantity and version. */
const isSame = (one: PackedRow, other: PackedRow): boolean =>
  one[0] === other[0] && one[1] === other[1] && one[2] === other[2]

/** Not over, and nothing that is in force already stands over it to its end. */
const mayCount = (row: Row, all: readonly Row[], now: number): boolean =>
  row.end > now &&
  !all.some(
    (other) =>
      other.list === row.list &&
      other.fromQuantity === row.fromQuantity &&
      other.start <= now &&
      other.end >= row.end &&
      (other.start > row.start || (other.start === row.start && other.version > row.version)),
  )

/** In which part a SKU is kept. */
function shelfOf(sku: string): number {
  let sum = 5381
  for (let at = 0; at < sku.length; at += 1) sum = ((sum * 33) ^ sku.charCodeAt(at)) >>> 0
  return sum % SHELVES
}

/** The parts with these numbers, as they are written; without numbers all of them. */
export function shelvesOf(
  { rows }: PriceBook,
  numbers?: ReadonlySet<number>,
): { readonly id: number; readonly content: Shelf }[] {
  const shelves = new Map<number, Record<string, readonly PackedRow[]>>()
  for (const id of numbers ?? []) shelves.set(id, {})
  for (const [sku, own] of rows) {
    const id = shelfOf(sku)
    if (numbers && !numbers.has(id)) continue
    const shelf = shelves.get(id) ?? {}
    shelves.set(id, shelf)
    shelf[sku] = own
  }
  return [...shelves].map(([id, content]) => ({ id, content }))
}

/** The book that was kept. */
export const fromShelves = (
  terms: PriceTerms,
  shelves: readonly { readonly content: Shelf }[],
): PriceBook => ({
  terms,
  rows: new Map(shelves.flatMap(({ content }) => Object.entries(content))),
})

const unpacked = ([list, fromQuantity, version, start, end, minor, taxLetter]: PackedRow): Row => ({
  list,
  fromQuantity,
  version,
  start,
  end: end ?? Infinity,
  minor,
  taxLetter,
})
