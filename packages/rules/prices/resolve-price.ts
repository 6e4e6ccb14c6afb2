import { invariant, PPM, roundHalfUp, type Currency, type Ppm } from '@splot/kernel'
import type { PriceSource, Words } from '../promotions/types.ts'

/** One row of a price list. What its list is for (channel, location, group) stands in the row; null is everybody. */
export interface PriceEntry {
  readonly list: string
  /** Version of prices that published the row. */
  readonly version: number
  readonly currency: Currency
  readonly sku: string
  readonly channel: string | null
  readonly location: string | null
  readonly group: string | null
  /** Pieces from which the row counts, at least 1. */
  readonly fromQuantity: number
  /** Gross of one piece, minor units. */
  readonly minor: number
  /** Epoch ms, `[from, until)`; null is open. */
  readonly validFrom: number | null
  readonly validUntil: number | null
}

/** A documented exception from the lists ("5 % less in the app"), with a reason that the shopper may read. */
export interface PriceException {
  readonly id: string
  readonly reason: Words
  /** Lower first; equal ones in the order of their ids. */
  readonly priority: number
  /** Signed: below 0 is cheaper. An amount counts only in its currency. */
  readonly effect:
    | { readonly kind: 'percent'; readonly ppm: Ppm }
    | { readonly kind: 'amount'; readonly minor: number; readonly currency: Currency }
  /** Null is all. */
  readonly channels: readonly string[] | null
  readonly locations: readonly string[] | null
  readonly groups: readonly string[] | null
  readonly skus: readonly string[] | null
  readonly categories: readonly string[] | null
  readonly validFrom: number | null
  readonly validUntil: number | null
}

/** For whom, where and when a price is wanted. */
export interface PriceScope {
  readonly sku: string
  /** The article's category and every one above it. */
  readonly categories: readonly string[]
  readonly currency: Currency
  readonly channel: string
  readonly location: string | null
  readonly groups: readonly string[]
  readonly quantity: number
  /** Epoch ms. */
  readonly at: number
}

export interface ResolvedPrice {
  /** Gross of one piece, exceptions included, minor units, never below 0. */
  readonly unitMinor: number
  readonly source: PriceSource
}

interface Valid {
  readonly validFrom: number | null
  readonly validUntil: number | null
}

const inForce = ({ validFrom, validUntil }: Valid, at: number): boolean =>
  (validFrom === null || at >= validFrom) && (validUntil === null || at < validUntil)

/**
 * What one piece costs: the row of the most specific list that has the article in force (location over channel over group over all; equally
 * specific lists by their codes), of its rows the highest quantity break that is reached, then the exceptions in order, each rounded half up
 * to the minor unit. Undefined when no list has the article. The order of `entries` and `exceptions` is immaterial.
 */
export function resolvePrice(
  entries: readonly PriceEntry[],
  exceptions: readonly PriceException[],
  scope: PriceScope,
): ResolvedPrice | undefined {
  let best: PriceEntry | undefined
  for (const entry of entries) {
    if (applies(entry, scope) && (!best || compareEntries(entry, best) < 0)) best = entry
  }
  return best && withExceptions(best, exceptions, scope)
}

const applies = (entry: PriceEntry, scope: PriceScope): boolean =>
  entry.sku === scope.sku &&
  entry.currency === scope.currency &&
  entry.fromQuantity <= scope.quantity &&
  (entry.channel === null || entry.channel === scope.channel) &&
  (entry.location === null || entry.location === scope.location) &&
  (entry.group === null || scope.groups.includes(entry.group)) &&
  inForce(entry, scope.at)

const specificityOf = ({ location, channel, group }: PriceEntry): number =>
  (location === null ? 0 : 4) + (channel === null ? 0 : 2) + (group === null ? 0 : 1)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Below 0 when `a` wins. The last three only decide between overlapping rows of one list: the youngest counts. */
const compareEntries = (a: PriceEntry, b: PriceEntry): number =>
  specificityOf(b) - specificityOf(a) ||
  compare(a.list, b.list) ||
  b.fromQuantity - a.fromQuantity ||
  compareStarts(b.validFrom, a.validFrom) ||
  b.version - a.version ||
  a.minor - b.minor

const compareStarts = (a: number | null, b: number | null): number =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : a - b

const among = (wanted: readonly string[] | null, had: readonly string[]): boolean =>
  wanted === null || had.some((one) => wanted.includes(one))

const concerns = (exception: PriceException, scope: PriceScope): boolean =>
  inForce(exception, scope.at) &&
  among(exception.channels, [scope.channel]) &&
  among(exception.locations, scope.location === null ? [] : [scope.location]) &&
  among(exception.groups, scope.groups) &&
  among(exception.skus, [scope.sku]) &&
  among(exception.categories, scope.categories) &&
  (exception.effect.kind === 'percent' || exception.effect.currency === scope.currency)

function withExceptions(
  entry: PriceEntry,
  exceptions: readonly PriceException[],
  scope: PriceScope,
): ResolvedPrice {
  invariant(
    Number.isSafeInteger(entry.minor) && entry.minor >= 0,
    'a price is whole minor units of at least 0',
  )
  let unitMinor = entry.minor
  const taken: PriceSource['exceptions'][number][] = []
  const concerned = exceptions
    .filter((exception) => concerns(exception, scope))
    .sort((a, b) => a.priority - b.priority || compare(a.id, b.id))
  for (const { id, reason, effect } of concerned) {
    const changed =
      effect.kind === 'amount'
        ? unitMinor + effect.minor
        : roundHalfUp((unitMinor * (PPM + effect.ppm)) / PPM)
    const minor = Math.max(0, changed) - unitMinor
    if (minor === 0) continue
    taken.push({ id, reason, minor })
    unitMinor += minor
  }
  const { list, version, fromQuantity, minor: listMinor } = entry
  return { unitMinor, source: { list, version, fromQuantity, listMinor, exceptions: taken } }
}
