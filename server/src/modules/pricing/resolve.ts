import {
  exceptionsInForce,
  priceFromBook,
  type ListTerms,
  type PriceBook as Book,
  type PriceException,
  type PriceSource,
} from '@splot/rules'
import type { ExceptionRevision, PriceList, PriceListId, PriceScope, PriceSpan, TaxLetter } from './types.ts'

export { spansInForce } from '@splot/rules'

/** What a price is resolved to, before anybody asks for its rate of tax. */
export interface ResolvedPrice {
  readonly minor: number
  readonly taxLetter: TaxLetter
  readonly source: PriceSource
}

/** Lists that may serve who asks; the rules choose among them. */
export const listsFor = (lists: readonly PriceList[], scope: PriceScope): readonly ListInBook[] =>
  lists
    .filter(
      (list) =>
        list.currency === scope.currency &&
        (list.channelId === null || list.channelId === scope.channel) &&
        (list.locationId === null || list.locationId === scope.location) &&
        (list.group === null || (scope.groups ?? []).includes(list.group)),
    )
    .map(inBook)

/** A list as the rules read it. */
export interface ListInBook extends ListTerms {
  readonly id: PriceListId
}

export const inBook = (list: PriceList): ListInBook => ({
  id: list.id,
  code: list.code,
  currency: list.currency,
  channel: list.channelId,
  location: list.locationId,
  group: list.group,
  validFrom: list.validFrom?.getTime() ?? null,
  validUntil: list.validUntil?.getTime() ?? null,
})

/** The revision of each exception that counts at an instant; those that are withdrawn or over are left out. */
export const exceptionsAt = (
  revisions: readonly ExceptionRevision[],
  at: number,
): readonly PriceException[] =>
  exceptionsInForce(
    revisions.map(({ startsAt, endsAt, ...revision }) => ({
      ...revision,
      startsAt: startsAt.getTime(),
      endsAt: endsAt?.getTime() ?? null,
    })),
    at,
  )

/** What the resolver asks of memory or tables. */
export interface PriceBook extends Book<ListInBook, TaxLetter> {
  readonly spans: (list: Pick<PriceList, 'id'>, sku: string) => readonly PriceSpan[] | undefined
  readonly categories: (sku: string) => readonly string[]
}

/** The price of one piece by the rules; undefined: no list has the article. */
export function resolve(
  book: PriceBook,
  sku: string,
  scope: PriceScope,
  at: number,
): ResolvedPrice | undefined {
  const found = priceFromBook(book, {
    sku,
    categories: book.categories(sku),
    currency: scope.currency,
    channel: scope.channel,
    location: scope.location ?? null,
    groups: scope.groups ?? [],
    quantity: scope.quantity ?? 1,
    at,
  })
  return found && { minor: found.unitMinor, taxLetter: found.taxLetter, source: found.source }
}
