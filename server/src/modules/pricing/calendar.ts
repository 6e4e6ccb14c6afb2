import type { PriceList, ExceptionRevision, ExceptionTerms } from './types.ts'

/** A list within the time in which it counts; null is open, on either side. */
export interface ListStretch {
  readonly list: PriceList
  readonly from: Date | null
  readonly until: Date | null
}

/** An exception as long as it has the same terms. */
export interface ExceptionStretch {
  readonly id: string
  readonly version: number
  readonly terms: ExceptionTerms
  readonly from: Date
  readonly until: Date | null
}

interface Span {
  readonly from: Date
  readonly until: Date
}

/** Whether `[begins, ends)` and the span share an instant; an empty stretch shares none. */
const touches = (begins: Date | null, ends: Date | null, { from, until }: Span): boolean =>
  (begins === null || begins < until) &&
  (ends === null || ends > from) &&
  (begins === null || ends === null || begins < ends)

/** The lists that count at some instant of the span, in the order in which they begin. */
export const listsBetween = (lists: readonly PriceList[], span: Span): ListStretch[] =>
  lists
    .filter(({ validFrom, validUntil }) => touches(validFrom, validUntil, span))
    .map((list) => ({ list, from: list.validFrom, until: list.validUntil }))
    .sort((a, b) => (a.from?.getTime() ?? 0) - (b.from?.getTime() ?? 0))

/**
 * When exceptions count within the span: each revision until it ends, or until the next one of its exception begins; where two begin at one
 * instant the later version counts. `revisions` as `exceptionRevisions` answers them: by exception, instant and version.
 */
export function exceptionsBetween(revisions: readonly ExceptionRevision[], span: Span): ExceptionStretch[] {
  return revisions
    .flatMap(({ id, version, terms, startsAt, endsAt }, index) => {
      const next = revisions[index + 1]
      const given = next?.id === id ? next.startsAt : null
      const until = given !== null && (endsAt === null || given < endsAt) ? given : endsAt
      if (!terms || !touches(startsAt, until, span)) return []
      return [{ id, version, terms, from: startsAt, until }]
    })
    .sort((a, b) => a.from.getTime() - b.from.getTime())
}
