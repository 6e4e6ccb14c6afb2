import type { Currency } from '@splot/kernel'
import {
  resolvePrice,
  type PriceEntry,
  type PriceException,
  type PriceScope,
  type ResolvedPrice,
} from './resolve-price.ts'

/** A row of a price list as it counts in time: from `start` on, until its end or until one that began later takes its place. */
export interface PriceSpan<Letter extends string = string> {
  readonly fromQuantity: number
  /** Epoch ms. */
  readonly start: number
  /** Epoch ms; `Infinity`: for good. */
  readonly end: number
  /** Of the version that it began with. */
  readonly version: number
  /** Minor units; null: the list has no price from here on. */
  readonly minor: number | null
  readonly taxLetter: Letter
}

/** Where, when and for whom a list counts; null is everywhere, always and everybody. */
export interface ListTerms {
  readonly code: string
  readonly currency: Currency
  readonly channel: string | null
  readonly location: string | null
  readonly group: string | null
  /** Epoch ms, `[from, until)`. */
  readonly validFrom: number | null
  readonly validUntil: number | null
}

/** What an exception does, to which prices, and why. */
export type ExceptionTerms = Omit<PriceException, 'id' | 'validFrom' | 'validUntil'>

/** An exception as one version left it. */
export interface RevisedException {
  readonly id: string
  readonly version: number
  /** Epoch ms. */
  readonly startsAt: number
  /** Epoch ms; null: for good. */
  readonly endsAt: number | null
  /** Null: withdrawn. */
  readonly terms: ExceptionTerms | null
}

/** What prices are found in: on the server its memory or its tables, on a till what it has been sent. */
export interface PriceBook<List extends ListTerms = ListTerms, Letter extends string = string> {
  /** Lists that may serve the scope. */
  readonly lists: readonly List[]
  readonly spans: (list: List, sku: string) => readonly PriceSpan<Letter>[] | undefined
  /** Those in force at the instant of the scope. */
  readonly exceptions: readonly PriceException[]
}

/** The revision of each exception that counts at an instant, epoch ms; those that are withdrawn or over are left out. */
export function exceptionsInForce(
  revisions: readonly RevisedException[],
  at: number,
): readonly PriceException[] {
  const newest = new Map<string, RevisedException>()
  for (const revision of revisions) {
    if (revision.startsAt > at) continue
    const known = newest.get(revision.id)
    if (!known || beganLater(revision.startsAt, known.startsAt, revision, known))
      newest.set(revision.id, revision)
  }
  return [...newest.values()].flatMap(({ id, terms, endsAt }) =>
    terms && (endsAt === null || at < endsAt) ? { ...terms, id, validFrom: null, validUntil: null } : [],
  )
}

/** The row of each quantity that counts at an instant: the one that began last; a quantity without a price then has none. */
export function spansInForce<Letter extends string>(
  spans: readonly PriceSpan<Letter>[],
  at: number,
): readonly PricedSpan<Letter>[] {
  const newest = new Map<number, PriceSpan<Letter>>()
  for (const span of spans) {
    if (span.start > at || at >= span.end) continue
    const known = newest.get(span.fromQuantity)
    if (!known || beganLater(span.start, known.start, span, known)) newest.set(span.fromQuantity, span)
  }
  return [...newest.values()].flatMap((span) => (span.minor === null ? [] : { ...span, minor: span.minor }))
}

export type PricedSpan<Letter extends string = string> = PriceSpan<Letter> & { readonly minor: number }

interface Versioned {
  readonly version: number
}

/** Of two that began together the one of the later version counts. */
const beganLater = (one: number, other: number, a: Versioned, b: Versioned): boolean =>
  one > other || (one === other && a.version > b.version)

/**
 * The price of one piece, found in a book; undefined: no list has the article at that instant. The same code in the memory of the server, over
 * its tables and on a till without a network.
 */
export function priceFromBook<List extends ListTerms, Letter extends string>(
  book: PriceBook<List, Letter>,
  scope: PriceScope,
): (ResolvedPrice & { readonly taxLetter: Letter }) | undefined {
  const letters = new Map<PriceEntry, Letter>()
  for (const list of book.lists) {
    for (const span of spansInForce(book.spans(list, scope.sku) ?? [], scope.at))
      letters.set(entryOf(list, scope.sku, span), span.taxLetter)
  }
  if (letters.size === 0) return undefined
  const found = resolvePrice([...letters.keys()], book.exceptions, scope)
  if (!found) return undefined
  const { list, fromQuantity } = found.source
  for (const [entry, taxLetter] of letters) {
    if (entry.list === list && entry.fromQuantity === fromQuantity) return { ...found, taxLetter }
  }
  return undefined
}

const entryOf = (list: ListTerms, sku: string, span: PricedSpan): PriceEntry => ({
  list: list.code,
  version: span.version,
  currency: list.currency,
  sku,
  channel: list.channel,
  location: list.location,
  group: list.group,
  fromQuantity: span.fromQuantity,
  minor: span.minor,
  validFrom: list.validFrom,
  validUntil: list.validUntil,
})
