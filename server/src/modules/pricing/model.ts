import { setTimeout as sleep } from 'node:timers/promises'
import { DAY_MS, money, Refusal, type Ppm, type Sku } from '@splot/kernel'
import { HOME_COUNTRY, openTax, taxLetters, type TaxLetter, type TaxModel } from '#modules/tax'
import { perPlatform, systemActor, type Platform } from '#platform/context'
import { keepFresh, type Freshness, type StoredEvent, type Tail } from '#platform/events'
import { categoriesOf } from './surroundings.ts'
import { openReductions } from './presented/reductions.ts'
import { wrongCurrency } from './prices.ts'
import {
  exceptionsAt,
  listsFor,
  resolve,
  spansInForce,
  type PriceBook,
  type ResolvedPrice,
} from './resolve.ts'
import {
  allLists,
  exceptionRevisions,
  lastSeq,
  namedPlaces,
  serves,
  spanOf,
  spansFrom,
  spansOf,
  versionsAfter,
  versionsById,
  versionsFrom,
  type SpanRow,
  type VersionRow,
} from './store.ts'
import type {
  ExceptionRevision,
  PriceList,
  PriceModel,
  PriceScope,
  PriceSpan,
  SellingPrice,
  VersionId,
} from './types.ts'

const models = perPlatform<PricesInMemory>('prices')

/** The open model of this process; fails when `openPrices` was not called. */
export const pricesOf: (source: Parameters<typeof models.of>[0]) => PriceModel = models.of

/** The same with all that it knows, for the doors of this module. */
export const bookOf = models.of

/**
 * Loads every price of now and of later, and the reductions that run, and follows what is published, before or after the tail was started. A version, an exception
 * or a rate of tax that was published for later takes effect by itself, at its instant.
 */
export async function openPrices(platform: Platform, tail?: Tail): Promise<PriceModel> {
  if (models.has(platform)) return models.of(platform)
  const [tax] = await Promise.all([openTax(platform, tail), openReductions(platform, tail)])
  const model = new PricesInMemory(platform, tax)
  tail?.on(['pricing.version_published', 'pricing.version_cancelled'], (events) =>
    model.freshness.reload(versionsOf(events)),
  )
  tail?.onReset(() => model.freshness.reload(null))
  platform.onClose(() => model.close())
  await model.freshness.ready
  return models.set(platform, model)
}

const versionsOf = (events: readonly StoredEvent[]): string[] => [
  ...new Set(events.map((event) => event.subject)),
]

/** How long `upToDate` waits for the newest version, and how often it looks. */
const LONGEST_WAIT_MS = 10_000
const LOOK_EVERY_MS = 20

const notUpToDate = (): Refusal =>
  new Refusal(
    'unavailable',
    'pricing.not_up_to_date',
    'The newest prices are not known here yet. Try again in a moment.',
    { retryAfterSeconds: 5 },
  )

type Shelf = Map<Sku, PriceSpan[]>

/** What was resolved for one scope, for as long as nothing takes effect. */
interface Answers {
  readonly book: PriceBook
  readonly ppm: (letter: TaxLetter) => Ppm | undefined
  readonly prices: Map<string, SellingPrice | undefined>
}

export class PricesInMemory implements PriceModel {
  readonly platform: Platform
  readonly tax: TaxModel
  /** Rows by list id and SKU: those that count, and those that will or may again. */
  readonly shelves = new Map<string, Shelf>()
  readonly handlers: ((skus: readonly string[] | null) => void)[] = []
  readonly answers = new Map<string, Answers>()
  /** Between these instants (epoch ms) no answer changes by itself. */
  from = 0
  until = 0
  lists: readonly PriceList[] = []
  revisions: readonly ExceptionRevision[] = []
  /** Published and not cancelled, in the order of taking effect; those that are over but for the newest are left out. */
  versions: VersionRow[] = []
  /** The newest publication or cancellation that is known here. */
  seq = 0
  loads = 0
  readonly freshness: Freshness
  timer: NodeJS.Timeout | undefined
  closed = false

  constructor(platform: Platform, tax: TaxModel) {
    this.platform = platform
    this.tax = tax
    this.freshness = keepFresh(platform, 'prices', (versions) =>
      versions === null ? this.loadAll() : this.loadVersions(versions),
    )
    tax.onChange(() => this.forget(null))
  }

  priceOf(sku: string, scope: PriceScope): SellingPrice | undefined {
    const now = this.platform.clock().getTime()
    const { book, ppm, prices } = this.answersFor(scope, now)
    if ((scope.quantity ?? 1) !== 1) return sell(resolve(book, sku, scope, now), scope, ppm)
    const known = prices.get(sku)
    if (known !== undefined || prices.has(sku)) return known
    const price = sell(resolve(book, sku, scope, now), scope, ppm)
    prices.set(sku, price)
    return price
  }

  quantitiesOf(sku: string, scope: PriceScope): readonly number[] {
    const now = this.platform.clock().getTime()
    const { lists, spans } = this.answersFor(scope, now).book
    const breaks = lists.flatMap((list) => spansInForce(spans(list, sku) ?? [], now))
    return [...new Set([1, ...breaks.map(({ fromQuantity }) => fromQuantity)])].sort((a, b) => a - b)
  }

  priceAt(sku: string, scope: PriceScope, at: Date): SellingPrice | undefined {
    const then = at.getTime()
    return sell(resolve(this.bookFor(scope, then), sku, scope, then), scope, this.ppmAt(at))
  }

  pricesFor(skus: readonly string[], scope: PriceScope): Map<Sku, SellingPrice> {
    this.answersFor(scope, this.platform.clock().getTime())
    const found = new Map<Sku, SellingPrice>()
    for (const sku of skus) {
      const price = this.priceOf(sku, scope)
      if (price) found.set(sku as Sku, price) // it has a price, so it is a SKU
    }
    return found
  }

  onChange(handler: (skus: readonly string[] | null) => void): void {
    this.handlers.push(handler)
  }

  version(): number {
    return this.loads
  }

  namesPlace(location: string): boolean {
    return namedPlaces(this.lists, this.revisions).some((named) => named === location)
  }

  versionInForce(): number {
    return this.versionAt(this.platform.clock().getTime())
  }

  versionAt(at: number): number {
    return this.versions.findLast(({ effectiveAt }) => effectiveAt.getTime() <= at)?.number ?? 0
  }

  /**
   * Resolves once everything that is published by now is known here: whoever reckons from these prices would else be told that they have
   * changed. Refuses with `pricing.not_up_to_date` when that takes too long.
   */
  async upToDate(): Promise<void> {
    const ctx = this.platform.read(systemActor('prices'))
    const seq = await lastSeq(ctx)
    if (this.seq >= seq) return
    this.freshness.reload(await versionsAfter(ctx, this.seq))
    for (let waited = 0; this.seq < seq; waited += LOOK_EVERY_MS) {
      if (waited > LONGEST_WAIT_MS) throw notUpToDate()
      await sleep(LOOK_EVERY_MS)
    }
  }

  /** Rows of a list for a SKU, as far as they count now or later. */
  spans(list: Pick<PriceList, 'id'>, sku: string): readonly PriceSpan[] | undefined {
    return this.shelves.get(list.id)?.get(sku as Sku) // a look-up: an unknown text simply finds nothing
  }

  close(): void {
    this.closed = true
    clearTimeout(this.timer)
  }

  async loadAll(): Promise<void> {
    const ctx = this.platform.read(systemActor('prices'))
    // Read first: whatever is published after it is told again.
    const seq = await lastSeq(ctx)
    const [lists, revisions, versions, rows] = await Promise.all([
      allLists(ctx),
      exceptionRevisions(ctx),
      versionsFrom(ctx, ctx.now),
      spansFrom(ctx, ctx.now),
    ])
    this.seq = seq
    this.lists = lists
    this.revisions = revisions
    this.versions = versions
    this.shelves.clear()
    for (const row of rows) this.put(row)
    this.forget(null)
  }

  async loadVersions(told: readonly string[]): Promise<void> {
    const ctx = this.platform.read(systemActor('prices'))
    const seq = await lastSeq(ctx)
    // Others may have been published since, and are told later: nobody may see their number here before their rows are.
    const ids: readonly string[] = [...new Set([...told, ...(await versionsAfter(ctx, this.seq))])]
    const [lists, revisions, versions, rows] = await Promise.all([
      allLists(ctx),
      exceptionRevisions(ctx),
      versionsById(ctx, ids),
      // The tail tells ids of versions.
      spansOf(ctx, ids as readonly VersionId[]),
    ])
    this.seq = seq
    this.lists = lists
    this.revisions = revisions
    const known = new Set(versions.map(({ number }) => number))
    const now = ctx.now.getTime()
    this.versions = [
      ...this.versions.filter(({ number }) => !known.has(number)),
      ...versions.filter(({ cancelledSeq }) => cancelledSeq === null),
    ].sort((a, b) => a.effectiveAt.getTime() - b.effectiveAt.getTime() || a.number - b.number)
    const inForce = this.versions.findLastIndex(({ effectiveAt }) => effectiveAt.getTime() <= now)
    if (inForce > 0) this.versions.splice(0, inForce)
    const cancelled = new Set(versions.flatMap((row) => (row.cancelledSeq === null ? [] : row.number)))
    if (cancelled.size > 0) this.takeOut(cancelled)
    for (const row of rows) this.put(row, now)
    this.forget(rows.length === 0 ? null : [...new Set(rows.map(({ sku }) => sku))])
  }

  /** Puts a row in; one that it makes pointless for ever goes. */
  put(row: SpanRow, now?: number): void {
    let shelf = this.shelves.get(row.listId)
    if (!shelf) this.shelves.set(row.listId, (shelf = new Map()))
    const span = spanOf(row)
    const spans = shelf.get(row.sku)
    if (!spans) return void shelf.set(row.sku, [span])
    const kept = spans.filter(
      (one) => !(one.version === span.version && one.fromQuantity === span.fromQuantity),
    )
    kept.push(span)
    shelf.set(row.sku, now === undefined ? kept : kept.filter((one) => mayCount(one, kept, now)))
  }

  takeOut(versions: ReadonlySet<number>): void {
    for (const shelf of this.shelves.values()) {
      for (const [sku, spans] of shelf) {
        if (spans.some(({ version }) => versions.has(version)))
          shelf.set(
            sku,
            spans.filter(({ version }) => !versions.has(version)),
          )
      }
    }
  }

  /** Lets every answer be found anew, and tells who listens. */
  forget(skus: readonly string[] | null): void {
    this.answers.clear()
    this.loads += 1
    this.from = this.until = 0
    this.wait()
    for (const handler of this.handlers) handler(skus)
  }

  /** Tells who listens once the next version or rate takes effect; timers cannot wait for months, so it looks daily. */
  wait(): void {
    clearTimeout(this.timer)
    if (this.closed) return
    const now = this.platform.clock().getTime()
    const next = this.nextFlip(now)
    if (next === Infinity) return
    this.timer = setTimeout(
      () => {
        if (this.platform.clock().getTime() >= next) this.forget(null)
        else this.wait()
      },
      Math.min(next - now + 1, DAY_MS),
    ).unref()
  }

  nextFlip(at: number): number {
    const version = this.versions.find(({ effectiveAt }) => effectiveAt.getTime() > at)
    const rate = this.tax.nextChange(HOME_COUNTRY, new Date(at))
    return Math.min(version?.effectiveAt.getTime() ?? Infinity, rate?.getTime() ?? Infinity)
  }

  answersFor(scope: PriceScope, now: number): Answers {
    if (now < this.from || now >= this.until) {
      this.answers.clear()
      this.from = now
      this.until = this.nextFlip(now)
    }
    const key = `${scope.channel} ${scope.currency} ${scope.location ?? ''} ${(scope.groups ?? []).join(' ')}`
    let found = this.answers.get(key)
    if (!found) {
      found = { book: this.bookFor(scope, now), ppm: this.ppmAt(new Date(now)), prices: new Map() }
      this.answers.set(key, found)
    }
    return found
  }

  bookFor(scope: PriceScope, at: number): PriceBook {
    if (!serves(this.lists, scope)) throw wrongCurrency(scope)
    return {
      lists: listsFor(this.lists, scope),
      spans: (list, sku) => this.spans(list, sku),
      exceptions: exceptionsAt(this.revisions, at),
      categories: categoriesOf,
    }
  }

  /** The rates at home at an instant: reckoning the day of one costs more than the rest of a price. */
  ppmAt(at: Date): Answers['ppm'] {
    const rates = new Map(
      taxLetters.map((letter) => [letter, this.tax.rate(HOME_COUNTRY, letter, at)] as const),
    )
    return (letter) => rates.get(letter)
  }
}

function sell(
  price: ResolvedPrice | undefined,
  scope: PriceScope,
  ppmOf: Answers['ppm'],
): SellingPrice | undefined {
  const ppm = price && ppmOf(price.taxLetter)
  if (!price || ppm === undefined) return undefined
  return { gross: money(price.minor, scope.currency), taxRate: price.taxLetter, ppm, source: price.source }
}

/** Whether a row counts at `now` or may at some later instant: nothing in force stands over it to its end. What is planned may be taken back. */
const mayCount = (span: PriceSpan, all: readonly PriceSpan[], now: number): boolean =>
  span.end > now &&
  !all.some(
    (other) =>
      other !== span &&
      other.fromQuantity === span.fromQuantity &&
      other.start <= now &&
      other.end >= span.end &&
      (other.start > span.start || (other.start === span.start && other.version > span.version)),
  )
