import { isDeepStrictEqual } from 'node:util'
import { DAY_MS, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import { perPlatform, type Platform, type ReadContext } from '#platform/context'
import { surroundings } from '../surroundings.ts'
import { changesAt, type Presenting } from './record.ts'
import { currencyOf, presentedAs, reductionsIn, type RunningReduction } from './reductions.ts'
import { historyOf, nextSkus, reducedSince, waitingUntil, type PresentedRow, type Waiting } from './store.ts'

/** How far ahead a till is told: as far as the hours of promotions are planned. */
const AHEAD_MS = 2 * DAY_MS
/** What has begun so lately is told besides: a till may have asked for an article before, and hear nothing of its own. */
const LATELY_MS = 2 * DAY_MS
/** Instants that are looked through, the nearest first; later ones are told once these are over. */
const MOST_INSTANTS = 24
/** SKUs whose presented prices are reckoned at once. */
const CHUNK = 500

/** A reduction that begins at an instant, as far as is planned by now. Amounts in minor units. */
export interface ComingReduction {
  readonly sku: Sku
  readonly currency: string
  readonly from: Date
  /** When something else is presented; null: not within what was looked through. */
  readonly until: Date | null
  readonly minor: number
  readonly regularMinor: number
  readonly lowestMinor: number
  readonly beforeFirst: boolean
}

/** What is presented as reduced from an instant on, by counter; null: the place has a price of its own, which is not reduced. */
interface Step {
  readonly at: Date
  readonly reductions: ReadonlyMap<string, RunningReduction | null>
}
/** What was reckoned of one channel, of each SKU that is reduced at some time. */
type Foreseen = ReadonlyMap<Sku, readonly Step[]>

interface Ahead {
  readonly presenting: () => Promise<Presenting>
  readonly reckoned: Map<ChannelId, Reckoned>
}
interface Reckoned {
  /** Says what it was reckoned from. */
  readonly name: string
  readonly foreseen: Promise<Foreseen>
  isOver: boolean
}
const processes = perPlatform<Ahead>('reductions to come')

/** Tells this process who presents prices, so that it can say what will be presented. */
export const bindPresenting = (platform: Platform, presenting: () => Promise<Presenting>): void =>
  void processes.set(platform, { presenting, reckoned: new Map() })

/**
 * The reductions that begin in a place within the next 48 hours, or began in the last 48 and still stand, by SKU and then by instant: reckoned as the
 * recorder will and by the same functions; nothing is written. `name` is another one when the answer may be. It is reckoned once for all places of a
 * channel, and anew when something is planned, taken back or recorded.
 */
export async function comingReductions(
  ctx: ReadContext,
  { channel, location }: { readonly channel: ChannelId; readonly location: LocationId },
): Promise<{ readonly name: string; readonly reductions: readonly ComingReduction[] }> {
  const { reckoned } = processes.of(ctx)
  const plans = await waitingUntil(ctx, new Date(ctx.now.getTime() + AHEAD_MS), MOST_INSTANTS)
  const name = `${plans.name}.${surroundings().goodsVersion()}`
  let known = reckoned.get(channel)
  // One at a time, however often plans change meanwhile: it reads much, and purchases go through the same process.
  while (known && known.name !== name && !known.isOver) {
    await known.foreseen.catch(() => {})
    known = reckoned.get(channel)
  }
  if (known?.name !== name) known = reckon(ctx, channel, name, plans.waiting)
  const foreseen = await known.foreseen
  const reductions = [...foreseen]
    .flatMap(([sku, steps]) => beginningIn(sku, steps, channel, location))
    .filter(({ until }) => until === null || until > ctx.now)
  return { name, reductions }
}

function reckon(ctx: ReadContext, channel: ChannelId, name: string, waiting: readonly Waiting[]): Reckoned {
  const { presenting, reckoned } = processes.of(ctx)
  const foreseen = presenting().then((who) => foresee(ctx, channel, waiting, who))
  const one: Reckoned = { name, foreseen, isOver: false }
  reckoned.set(channel, one)
  foreseen.then(
    () => void (one.isOver = true),
    // What failed is tried again by whoever asks next.
    () => {
      one.isOver = true
      reckoned.delete(channel)
    },
  )
  return one
}

async function foresee(
  ctx: ReadContext,
  channel: ChannelId,
  waiting: readonly Waiting[],
  presenting: Presenting,
): Promise<Foreseen> {
  const channels = presenting.channels.filter(({ id }) => id === channel)
  const changes = new Map<Sku, PresentedRow[]>()
  for (const instant of waiting) {
    // The rules of an instant are the same for every chunk.
    const promotions = presenting.publicPrices(ctx, instant.at)
    const then: Presenting = { channels, publicPrices: () => promotions }
    for (let afterSku = ''; ;) {
      const skus = await nextSkus(ctx, { ...instant, afterSku }, CHUNK)
      if (skus.length === 0) break
      const foreseen = skus.flatMap((sku) => changes.get(sku) ?? [])
      for (const row of await changesAt(ctx, skus, instant.at, then, foreseen)) {
        const own = changes.get(row.sku)
        if (own) own.push(row)
        else changes.set(row.sku, [row])
      }
      afterSku = skus.at(-1) ?? afterSku
    }
  }
  return stepsOf(ctx, channel, changes, new Date(ctx.now.getTime() - LATELY_MS))
}

/** What is presented as reduced at an instant, and from each change after it on, of those articles that become reduced or did so since. */
async function stepsOf(
  ctx: ReadContext,
  channel: ChannelId,
  changes: ReadonlyMap<Sku, readonly PresentedRow[]>,
  since: Date,
): Promise<Foreseen> {
  const become = [...changes.keys()].filter((sku) => changes.get(sku)?.some((row) => row.reduced))
  const reduced = [...new Set([...(await reducedSince(ctx, channel, since)), ...become])].toSorted()
  const found = new Map<Sku, Step[]>()
  for (let index = 0; index < reduced.length; index += CHUNK) {
    const skus = reduced.slice(index, index + CHUNK)
    const history = Map.groupBy(await historyOf(ctx, skus, null), (row) => row.sku)
    for (const sku of skus) {
      const rows = [...(history.get(sku) ?? []), ...(changes.get(sku) ?? [])]
        .filter((row) => row.channel === channel)
        .toSorted((one, other) => one.at.getTime() - other.at.getTime())
      const later = rows.flatMap(({ at }) => (at > since ? at.getTime() : []))
      found.set(
        sku,
        [...new Set([since.getTime(), ...later])].map((ms) => {
          const at = new Date(ms)
          const known = rows.filter((row) => row.at <= at)
          return { at, reductions: reductionsIn(known, at).get(sku) ?? new Map() }
        }),
      )
    }
  }
  return found
}

/** The reductions of one article that begin in a place: each from the step at which it is another one than before until the next such step. */
function beginningIn(
  sku: Sku,
  steps: readonly Step[],
  channel: ChannelId,
  location: LocationId,
): ComingReduction[] {
  const currencies = new Set(steps.flatMap(({ reductions }) => [...reductions.keys()].map(currencyOf)))
  return [...currencies].flatMap((currency) => {
    const turns = steps
      .map(({ at, reductions }) => ({
        from: at,
        reduction: presentedAs(reductions, { channel, currency, location }),
      }))
      .filter(
        ({ reduction }, index, all) =>
          index === 0 || !isDeepStrictEqual(reduction, all[index - 1]?.reduction),
      )
    return turns.flatMap(({ from, reduction }, index) => {
      // The first step says what stood before.
      if (index === 0 || !reduction) return []
      const { minor, regularMinor, lowestMinor, beforeFirst } = reduction
      const until = turns[index + 1]?.from ?? null
      return { sku, currency, from, until, minor, regularMinor, lowestMinor, beforeFirst }
    })
  })
}
