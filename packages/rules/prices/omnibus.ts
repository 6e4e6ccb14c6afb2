import { addDays, instantAt, invariant, wallClock, type TimeZone } from '@splot/kernel'

/**
 * What one article was presented at from an instant on, in one channel, currency and place: the price of one piece with public promotions and
 * public codes, never with individual ones.
 */
export interface PresentedPrice {
  /** Epoch ms; it stands until the next one. */
  readonly at: number
  /** Null: not on sale from then on. */
  readonly minor: number | null
  /** What was shown to everybody: without public codes, which come off once they are typed in. Left out: `minor`. */
  readonly shownMinor?: number | null
  /** Whether it was announced as a reduction. */
  readonly reduced: boolean
}

/** How a country counts the earlier price of an announced reduction. */
export interface OmnibusRule {
  /** Whole days of the local calendar that are looked back. */
  readonly days: number
  readonly zone: TimeZone
  /**
   * Reductions that follow each other without a break: `each` looks back from its own start, `first` from the start of the first (what Article
   * 6a(5) of Directive 98/6/EC lets a country choose).
   */
  readonly series: 'each' | 'first'
  /** Goods that spoil: as all others, or the price right before the first reduction (Article 6a(3) of the directive). */
  readonly perishable: 'as_others' | 'before_first'
}

/**
 * Articles younger than the window look back to their launch everywhere. Poland: art. 4 (2)–(4) of the act on informing about prices of goods
 * and services of 9 May 2014. Germany: § 11 PAngV. Other countries: the directive without its options, which is never too high a price; a
 * retailer adds what their laws say.
 */
export const omnibusRules: Readonly<Record<string, OmnibusRule>> = {
  PL: { days: 30, zone: 'Europe/Warsaw', series: 'each', perishable: 'before_first' },
  DE: { days: 30, zone: 'Europe/Berlin', series: 'first', perishable: 'as_others' },
}

/** The directive without its options, for countries that are not in the table. */
export const strictestRule = (zone: TimeZone): OmnibusRule => ({
  days: 30,
  zone,
  series: 'each',
  perishable: 'as_others',
})

const inOrder = (history: readonly PresentedPrice[]): PresentedPrice[] =>
  history.toSorted((a, b) => a.at - b.at)

/** A sale begins for thousands of articles at one instant, and asking a calendar for each took half a second of every start. */
let lastWindow = { at: Number.NaN, days: 0, zone: '' as TimeZone, from: 0 }

/** The start of the local day that is `days` before the day of `at`: whole days, so a change of clocks does not shorten the window. */
function windowStart(at: number, { days, zone }: OmnibusRule): number {
  if (lastWindow.at !== at || lastWindow.days !== days || lastWindow.zone !== zone) {
    const { date } = wallClock(new Date(at), zone)
    lastWindow = { at, days, zone, from: instantAt(addDays(date, -days), 0, zone).getTime() }
  }
  return lastWindow.from
}

/**
 * The lowest price that was presented in the days before a reduction started, minor units; for a younger article since its launch. What stood
 * when the window began counts; what is presented from the start of the reduction on does not. Undefined when it was not on sale before:
 * then there is nothing that may be called a reduction. `history` in any order.
 */
export function lowestPriceBefore(
  history: readonly PresentedPrice[],
  reductionStart: number,
  rule: OmnibusRule,
): number | undefined {
  const from = windowStart(reductionStart, rule)
  const prices = inOrder(history)
  let lowest: number | undefined
  for (const [index, { at, minor }] of prices.entries()) {
    if (at >= reductionStart) break
    const until = Math.min(prices[index + 1]?.at ?? reductionStart, reductionStart)
    // A price that was replaced in the very instant in which it came was never presented.
    if (until <= from || until === at || minor === null) continue
    if (lowest === undefined || minor < lowest) lowest = minor
  }
  return lowest
}

/** What may, and must, be said of a reduced price. */
export interface Reduction {
  /** What is shown. */
  readonly minor: number
  /** The earlier price that must stand beside it. */
  readonly lowestMinor: number
  /** Whether `lowestMinor` is the price right before the first reduction (goods that spoil), not the lowest of the days before; words must say so. */
  readonly beforeFirst: boolean
  /** When this reduction began, epoch ms. */
  readonly since: number
  /** Whole percent by which it is lower than `lowestMinor`, rounded down; null when it is not even 1 % lower, and no percentage may be said. */
  readonly percent: number | null
}

/**
 * What may be said of the price that stands at `at`. Undefined when it is not a reduction, or the article was never on sale before. The percentage
 * is counted from the lowest earlier price, never from a list price (Court of Justice, C-330/23, 26 September 2024), and rounded down.
 */
export function reductionOf(
  history: readonly PresentedPrice[],
  at: number,
  rule: OmnibusRule,
  { perishable = false }: { readonly perishable?: boolean } = {},
): Reduction | undefined {
  const prices = inOrder(history).filter(
    (price, index, all) => price.at <= at && all[index + 1]?.at !== price.at,
  )
  const current = prices.at(-1)
  const minor = current && shownAt(current)
  if (!current?.reduced || minor === null || minor === undefined) return undefined
  const { first, latest } = startsOf(prices)
  const beforeFirst = perishable && rule.perishable === 'before_first'
  const since = beforeFirst || rule.series === 'first' ? first : latest
  const lowestMinor = beforeFirst
    ? (priceAt(prices, first) ?? undefined)
    : lowestPriceBefore(prices, since, rule)
  if (lowestMinor === undefined) return undefined
  const percent = lowestMinor > 0 ? Math.floor(((lowestMinor - minor) * 100) / lowestMinor) : 0
  return { minor, lowestMinor, beforeFirst, since, percent: percent >= 1 ? percent : null }
}

/** What everybody was shown; null: not on sale. */
const shownAt = ({ minor, shownMinor }: PresentedPrice): number | null =>
  shownMinor === undefined ? minor : shownMinor

/** What was presented right before an instant. */
const priceAt = (prices: readonly PresentedPrice[], before: number): number | null =>
  prices.findLast((price) => price.at < before)?.minor ?? null

/**
 * Of the unbroken reductions at the end of `prices`: when the first began, and when the shown price last fell. A rise inside them begins no reduction
 * of its own. A time off sale breaks them.
 */
function startsOf(prices: readonly PresentedPrice[]): { readonly first: number; readonly latest: number } {
  let latest: number | undefined
  for (let index = prices.length - 1; ; index -= 1) {
    const price = prices[index]
    const shown = price && shownAt(price)
    invariant(price && typeof shown === 'number', 'a stretch of reductions begins with one')
    const before = prices[index - 1]
    const shownBefore = before?.reduced ? shownAt(before) : null
    if (shownBefore === null) return { first: price.at, latest: latest ?? price.at }
    if (shown < shownBefore) latest ??= price.at
  }
}
