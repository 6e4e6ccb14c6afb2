import type { ChannelId, LocationId, Sku } from '@splot/kernel'
import { reductionOf, type OmnibusRule, type PresentedPrice } from '@splot/rules'
import { perPlatform, systemActor, type Platform, type ReadContext } from '#platform/context'
import { keepFresh, type StoredEvent, type Tail } from '#platform/events'
import { omnibusRuleOf, surroundings } from '../surroundings.ts'
import { changesAt, type Presenting } from './record.ts'
import { everReduced, historyOf, type PresentedRow } from './store.ts'

/** What `beforeFirst` says on every wire. */
export const BEFORE_FIRST =
  'the lowest price is the one before the first reduction, of goods that spoil: say so; else the lowest of 30 days'

/** A reduction that is presented now, with the price that must stand beside it. */
export interface RunningReduction {
  /** What everybody is shown, minor units: without public codes. */
  readonly minor: number
  /** Without what passes. */
  readonly regularMinor: number
  /** Before promotions: while the lists say something else, this is what was presented before. */
  readonly resolvedMinor: number | null
  /** The lowest price of the days before it began; with `beforeFirst` the price right before the first reduction (goods that spoil). */
  readonly lowestMinor: number
  readonly beforeFirst: boolean
  readonly since: Date
  /** Whole percent off the lowest price; null: no percentage may be said. */
  readonly percent: number | null
}

/** Whether it may be announced: what is not below the lowest price is no reduction (Court of Justice, C-330/23), and its regular price is not told. */
export const isAnnounced = ({
  minor,
  lowestMinor,
}: Pick<RunningReduction, 'minor' | 'lowestMinor'>): boolean => minor < lowestMinor

export interface ReductionScope {
  readonly channel: string
  readonly currency: string
  readonly location?: string | null | undefined
}

/**
 * What everybody is asked at this moment, as baskets are priced in this process. What is recorded follows the rules a little later, and a price that is
 * shown must never be another one than the basket asks.
 */
export interface AskedNow {
  /** For one piece that costs `resolvedMinor` before promotions, minor units. */
  priceOf(sku: string, scope: ReductionScope, resolvedMinor: number): number
  /** Whether a promotion of now names the place. */
  namesPlace(location: string): boolean
  /** Another number as soon as an answer may be another one, be it by the clock alone. */
  stretch(): number
}

const asking = perPlatform<AskedNow>('prices that are asked now')

/** Tells this process what is asked now. Without it there are no promotions, and what is recorded is what is asked. */
export const bindAskedNow = (platform: Platform, asked: AskedNow): void => void asking.set(platform, asked)

/** The reductions that are presented now, in memory, refreshed by `pricing.prices_presented`. */
export interface ReductionsModel {
  /**
   * What is presented there as reduced while the lists say `resolvedMinor`; undefined: nothing is, or baskets ask something else by now, which the
   * recorder has not come to yet.
   */
  running(sku: string, scope: ReductionScope, resolvedMinor: number): RunningReduction | undefined
  /** Whether something has, or had, or may have a presented price of its own in this place: everywhere else what is shown is that of the whole channel. */
  namesPlace(location: string): boolean
  /** Another number when the clock or the rules may have changed what runs: what was made of it before is made anew. `onChange` does not tell of that. */
  stretch(): number
  /** Counts those of some articles anew: what they are has changed. */
  recount(skus: readonly string[]): void
  /** Called with the SKUs whose reductions changed. */
  onChange(handler: (skus: readonly string[]) => void): void
}

const models = perPlatform<ReductionsModel>('reductions')

/** The open model of this process; fails when `openReductions` was not called. */
export const reductionsOf = models.of

/** Loads the reductions that run, and follows what is presented, before or after the tail was started. */
export async function openReductions(platform: Platform, tail?: Tail): Promise<ReductionsModel> {
  if (models.has(platform)) return models.of(platform)
  let running: Reductions = new Map()
  const places = new Set<string>()
  const handlers: ((skus: readonly string[]) => void)[] = []
  const freshness = keepFresh(platform, 'reductions', async (skus) => {
    const ctx = platform.read(systemActor('reductions'))
    const found = await reductionsNow(ctx, await everReduced(ctx, skus))
    if (skus === null) running = found
    for (const key of [...found.values()].flatMap((own) => [...own.keys()])) places.add(placeOf(key))
    const touched =
      skus === null ? [...found.keys()] : skus.filter((sku) => running.has(sku) || found.has(sku))
    for (const sku of skus ?? []) {
      const reductions = found.get(sku)
      if (reductions) running.set(sku, reductions)
      else running.delete(sku)
    }
    if (touched.length > 0) for (const handler of handlers) handler(touched)
  })
  tail?.on(['pricing.prices_presented'], (events) => freshness.reload(skusOf(events)))
  tail?.onReset(() => freshness.reload(null))
  await freshness.ready
  // Bound after this model is opened: it needs the range, which is told of reductions.
  const asked = (): AskedNow | undefined => (asking.has(platform) ? asking.of(platform) : undefined)
  return models.set(platform, {
    running(sku, scope, resolvedMinor) {
      const reduction = standing(running, sku, scope, resolvedMinor)
      const now = reduction && asked()?.priceOf(sku, scope, resolvedMinor)
      return now === undefined || now === reduction?.minor ? reduction : undefined
    },
    namesPlace: (location) => places.has(location) || asked()?.namesPlace(location) === true,
    stretch: () => asked()?.stretch() ?? 0,
    recount: (skus) => {
      const reduced = skus.filter((sku) => running.has(sku))
      if (reduced.length > 0) freshness.reload(reduced)
    },
    onChange: (handler) => void handlers.push(handler),
  })
}

const skusOf = (events: readonly StoredEvent[]): string[] => [
  // What presentChunk has told.
  ...new Set(events.flatMap((event) => (event.data as { skus: string[] }).skus)),
]

const keyOf = (channel: string, currency: string, location: string | null): string =>
  `${channel} ${currency} ${location ?? ''}`

const placeOf = (key: string): string => key.slice(key.lastIndexOf(' ') + 1)

/** The counter that reductions are kept by under a key. */
export function counterOf(key: string): {
  readonly channel: ChannelId
  readonly currency: string
  readonly location: LocationId | null
} {
  const [channel, currency = '', location] = key.split(' ')
  // `keyOf` has written them.
  return { channel: channel as ChannelId, currency, location: (location || null) as LocationId | null }
}

/** SKUs whose histories are read at once. */
const CHUNK = 1_000

/** By SKU and counter; null: the place has a price of its own, which is not reduced. */
type Reductions = Map<string, Map<string, RunningReduction | null>>

function standing(
  reductions: Reductions,
  sku: string,
  scope: ReductionScope,
  resolvedMinor: number,
): RunningReduction | undefined {
  const reduction = presentedAs(reductions.get(sku), scope)
  return reduction?.resolvedMinor === resolvedMinor ? reduction : undefined
}

/** Of one article's reductions the one that is presented somewhere: that of the place where it has a price of its own, else that of everywhere. */
export function presentedAs(
  reductions: ReadonlyMap<string, RunningReduction | null> | undefined,
  { channel, currency, location }: ReductionScope,
): RunningReduction | undefined {
  const own = location ? reductions?.get(keyOf(channel, currency, location)) : undefined
  return (own === undefined ? reductions?.get(keyOf(channel, currency, null)) : own) ?? undefined
}

async function reductionsNow(ctx: ReadContext, skus: readonly string[]): Promise<Reductions> {
  const found: Reductions = new Map()
  for (let at = 0; at < skus.length; at += CHUNK) {
    const rows = await historyOf(ctx, skus.slice(at, at + CHUNK), null)
    for (const [sku, own] of reductionsIn(rows, ctx.now)) found.set(sku, own)
  }
  return found
}

/**
 * Answers who asks which reductions stand now, be that recorded or not, or will stand at an instant to come, as far as is planned by now; what
 * changes between plays no part, so ask for the first instant that changes anything for a SKU.
 */
export async function foreseeReductions(
  ctx: ReadContext,
  skus: readonly Sku[],
  at: Date,
  presenting: Presenting,
): Promise<ReductionsModel['running']> {
  const [history, changes] = await Promise.all([
    historyOf(ctx, skus, null),
    changesAt(ctx, skus, at, presenting),
  ])
  const foreseen = reductionsIn([...history, ...changes], at)
  return (sku, scope, resolvedMinor) => standing(foreseen, sku, scope, resolvedMinor)
}

/** The reductions that whole histories say are presented at an instant, by SKU and counter. */
export function reductionsIn(rows: readonly PresentedRow[], at: Date): Reductions {
  const found: Reductions = new Map()
  for (const [sku, own] of Map.groupBy(rows, (row) => row.sku)) {
    const reductions = new Map<string, RunningReduction | null>()
    const counters = Map.groupBy(own, (row) => keyOf(row.channel, row.currency, row.location))
    for (const [key, series] of counters) {
      const first = series[0]
      const merged = first?.location
        ? mergedWith(series, counters.get(keyOf(first.channel, first.currency, null)) ?? [])
        : series
      const reduction =
        first &&
        reductionAt(merged, at, {
          rule: omnibusRuleOf(first.channel, first.location),
          perishable: surroundings().article(sku)?.perishable ?? false,
        })
      if (reduction) reductions.set(key, reduction)
      else if (first?.location && series.at(-1)?.minor !== null) reductions.set(key, null)
    }
    if (reductions.size > 0) found.set(sku, reductions)
  }
  return found
}

/** What was presented in a place: its own rows while it had a price of its own, those of everywhere else before, between and after. */
export function mergedWith(
  own: readonly PresentedRow[],
  everywhere: readonly PresentedRow[],
): readonly PresentedRow[] {
  const instants = [...new Set([...own, ...everywhere].map(({ at }) => at.getTime()))].sort((a, b) => a - b)
  return instants.flatMap((at) => {
    const mine = own.findLast((row) => row.at.getTime() <= at)
    const all = everywhere.findLast((row) => row.at.getTime() <= at)
    const standing = mine && mine.minor !== null ? mine : all
    return standing ? [{ ...standing, at: new Date(at) }] : []
  })
}

/** The reduction that a history says is presented at an instant. */
export function reductionAt(
  history: readonly PresentedRow[],
  at: Date,
  { rule, perishable }: { readonly rule: OmnibusRule; readonly perishable: boolean },
): RunningReduction | undefined {
  const prices: PresentedPrice[] = history.map((row) => ({
    at: row.at.getTime(),
    minor: row.minor,
    shownMinor: row.shownMinor,
    reduced: row.reduced,
  }))
  const reduction = reductionOf(prices, at.getTime(), rule, { perishable })
  const current = history.findLast((row) => row.at <= at)
  if (!reduction || !current || current.regularMinor === null) return undefined
  return {
    minor: reduction.minor,
    regularMinor: current.regularMinor,
    resolvedMinor: current.resolvedMinor,
    lowestMinor: reduction.lowestMinor,
    beforeFirst: reduction.beforeFirst,
    since: new Date(reduction.since),
    percent: reduction.percent,
  }
}
