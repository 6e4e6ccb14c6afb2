import { resolvePrice, type PriceEntry, type PriceException, type PriceSource } from '@splot/rules'
import type { ExceptionRevision, PriceList, PriceScope, PriceSpan, TaxLetter } from './types.ts'

/** What a price is resolved to, before anybody asks for its rate of tax. */
export interface ResolvedPrice {
  readonly minor: number
  readonly taxLetter: TaxLetter
  readonly source: PriceSource
}

/** Lists that may serve who asks; the rules choose among them. */
export const listsFor = (lists: readonly PriceList[], scope: PriceScope): readonly PriceList[] =>
  lists.filter(
    (list) =>
      list.currency === scope.currency &&
      (list.channelId === null || list.channelId === scope.channel) &&
      (list.locationId === null || list.locationId === scope.location) &&
      (list.group === null || (scope.groups ?? []).includes(list.group)),
  )

/** The revision of each exception that counts at an instant; those that are withdrawn or over are left out. */
export function exceptionsAt(revisions: readonly ExceptionRevision[], at: number): readonly PriceException[] {
  const newest = new Map<string, ExceptionRevision>()
  for (const revision of revisions) {
    if (revision.startsAt.getTime() > at) continue
    const known = newest.get(revision.id)
    if (!known || isLater(revision, known)) newest.set(revision.id, revision)
  }
  return [...newest.values()].flatMap(({ id, terms, endsAt }) =>
    terms && (endsAt === null || at < endsAt.getTime())
      ? { ...terms, id, validFrom: null, validUntil: null }
      : [],
  )
}

const isLater = (one: ExceptionRevision, other: ExceptionRevision): boolean =>
  one.startsAt.getTime() - other.startsAt.getTime() > 0 ||
  (one.startsAt.getTime() === other.startsAt.getTime() && one.version > other.version)

/** The row of each quantity that counts at an instant: the one that began last; a quantity without a price then has none. */
export function spansInForce(spans: readonly PriceSpan[], at: number): readonly Priced[] {
  const newest = new Map<number, PriceSpan>()
  for (const span of spans) {
    if (span.start > at || at >= span.end) continue
    const known = newest.get(span.fromQuantity)
    if (!known || span.start > known.start || (span.start === known.start && span.version > known.version))
      newest.set(span.fromQuantity, span)
  }
  return [...newest.values()].flatMap((span) => (span.minor === null ? [] : { ...span, minor: span.minor }))
}

type Priced = PriceSpan & { readonly minor: number }

/** What the resolver asks of memory or tables. */
export interface PriceBook {
  /** Lists that may serve the scope. */
  readonly lists: readonly PriceList[]
  readonly spans: (list: PriceList, sku: string) => readonly PriceSpan[] | undefined
  readonly exceptions: readonly PriceException[]
  readonly categories: (sku: string) => readonly string[]
}

/** The price of one piece by the rules; undefined: no list has the article. */
export function resolve(
  book: PriceBook,
  sku: string,
  scope: PriceScope,
  at: number,
): ResolvedPrice | undefined {
  const letters = new Map<PriceEntry, TaxLetter>()
  for (const list of book.lists) {
    for (const span of spansInForce(book.spans(list, sku) ?? [], at)) {
      letters.set(entryOf(list, sku, span), span.taxLetter)
    }
  }
  if (letters.size === 0) return undefined
  const found = resolvePrice([...letters.keys()], book.exceptions, {
    sku,
    categories: book.categories(sku),
    currency: scope.currency,
    channel: scope.channel,
    location: scope.location ?? null,
    groups: scope.groups ?? [],
    quantity: scope.quantity ?? 1,
    at,
  })
  if (!found) return undefined
  const { list, fromQuantity } = found.source
  for (const [entry, taxLetter] of letters) {
    if (entry.list === list && entry.fromQuantity === fromQuantity)
      return { minor: found.unitMinor, taxLetter, source: found.source }
  }
  return undefined
}

const entryOf = (list: PriceList, sku: string, span: Priced): PriceEntry => ({
  list: list.code,
  version: span.version,
  currency: list.currency,
  sku,
  channel: list.channelId,
  location: list.locationId,
  group: list.group,
  fromQuantity: span.fromQuantity,
  minor: span.minor,
  validFrom: list.validFrom?.getTime() ?? null,
  validUntil: list.validUntil?.getTime() ?? null,
})
