import { isDeepStrictEqual } from 'node:util'
import type { ChannelId, LocationId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import type { ComingRow } from './coming-store.ts'
import { changesAt, type Presenting } from './record.ts'
import { counterOf, presentedAs, reductionsIn, type RunningReduction } from './reductions.ts'
import { historyOf, nextSkus, reducedSince, type PresentedRow, type Waiting } from './store.ts'

/** SKUs whose presented prices are reckoned at once. */
const CHUNK = 250

/** What is presented as reduced from an instant on, by counter; null: the place has a price of its own, which is not reduced. */
interface Step {
  readonly at: Date
  readonly reductions: ReadonlyMap<string, RunningReduction | null>
}

/**
 * The reductions that begin at these instants, or began after `since` and still stand, in all channels and places, some articles at a time: reckoned as
 * the recorder will and by the same functions; nothing is written.
 */
export async function* walkAhead(
  ctx: ReadContext,
  waiting: readonly Waiting[],
  { channels, publicPrices }: Presenting,
  since: Date,
): AsyncGenerator<readonly ComingRow[]> {
  const lately = await reducedSince(ctx, since)
  // The rules of an instant are the same for every chunk.
  const instants = waiting.map((instant) => {
    const promotions = publicPrices(ctx, instant.at)
    return { instant, presenting: { channels, publicPrices: () => promotions } }
  })
  for (let afterSku: Sku | '' | null = ''; afterSku !== null;) {
    const chunk = await nextChunk(ctx, waiting, lately, afterSku)
    const changes: PresentedRow[] = []
    for (const { instant, presenting } of instants) {
      const skus = chunk.skusOf(instant)
      if (skus.length === 0) continue
      const among = new Set(skus)
      const foreseen = changes.filter(({ sku }) => among.has(sku))
      changes.push(...(await changesAt(ctx, skus, instant.at, presenting, foreseen)))
    }
    const become = changes.flatMap(({ sku, reduced }) => (reduced ? sku : []))
    const reduced = [...new Set([...chunk.lately, ...become])].toSorted()
    if (reduced.length > 0) yield await beginningOf(ctx, reduced, changes, since)
    afterSku = chunk.upTo
  }
}

/** Articles up to one of them, null: to the last, that instants are about. */
interface Chunk {
  readonly upTo: Sku | null
  readonly skusOf: (instant: Waiting) => readonly Sku[]
  readonly lately: readonly Sku[]
}

/** Each instant is about articles of its own: as far as the shortest page of any of them reaches, all are known. */
async function nextChunk(
  ctx: ReadContext,
  waiting: readonly Waiting[],
  lately: readonly Sku[],
  afterSku: Sku | '',
): Promise<Chunk> {
  const pages = new Map<string, Promise<readonly Sku[]>>()
  for (const instant of waiting) {
    const key = meantBy(instant)
    if (!pages.has(key)) pages.set(key, nextSkus(ctx, { ...instant, afterSku }, CHUNK))
  }
  const found = new Map<string, readonly Sku[]>()
  for (const [key, page] of pages) found.set(key, await page)
  const later = lately.filter((sku) => sku > afterSku).slice(0, CHUNK)
  const ends = [...found.values(), later].flatMap((page) => (page.length < CHUNK ? [] : (page.at(-1) ?? [])))
  const upTo = ends.toSorted()[0] ?? null
  const within = (page: readonly Sku[]) => page.filter((sku) => upTo === null || sku <= upTo)
  return {
    upTo,
    skusOf: (instant) => within(found.get(meantBy(instant)) ?? []),
    lately: within(later),
  }
}

/** Rules and the clock may be about any article, a version about its own. */
const meantBy = ({ cause, versionId }: Waiting): string =>
  cause === 'prices' ? (versionId ?? 'none') : 'any'

/** What begins of these articles, from their histories and what will be appended to them. */
async function beginningOf(
  ctx: ReadContext,
  skus: readonly Sku[],
  changes: readonly PresentedRow[],
  since: Date,
): Promise<readonly ComingRow[]> {
  const [history, coming] = [
    Map.groupBy(await historyOf(ctx, skus, null), ({ sku }) => sku),
    Map.groupBy(changes, ({ sku }) => sku),
  ]
  return skus.flatMap((sku) => {
    const rows = [...(history.get(sku) ?? []), ...(coming.get(sku) ?? [])].toSorted(
      (one, other) => one.at.getTime() - other.at.getTime(),
    )
    const later = rows.flatMap(({ at }) => (at > since ? at.getTime() : []))
    const steps = [...new Set([since.getTime(), ...later])].map((ms) => {
      const at = new Date(ms)
      const known = rows.filter((row) => row.at <= at)
      return { at, reductions: reductionsIn(known, at).get(sku) ?? new Map() }
    })
    return beginningIn(sku, steps).filter(({ until }) => until === null || until > ctx.now)
  })
}

/** The reductions of one article that begin anywhere; those of a place stand besides where they are not those of everywhere. */
function beginningIn(sku: Sku, steps: readonly Step[]): ComingRow[] {
  const counters = new Map(
    steps.flatMap(({ reductions }) => [...reductions.keys()].map((key) => [key, counterOf(key)] as const)),
  )
  const everywhere = new Set([...counters.values()].map(({ channel, currency }) => `${channel} ${currency} `))
  return [...everywhere].flatMap((key) => {
    const { channel, currency } = counterOf(key)
    const rows = turnsIn(sku, steps, { channel, currency, location: null })
    const places = [...counters.values()].flatMap((one) =>
      one.channel === channel && one.currency === currency ? (one.location ?? []) : [],
    )
    const own = places.flatMap((location) => {
      const here = turnsIn(sku, steps, { channel, currency, location })
      if (
        isDeepStrictEqual(
          here,
          rows.map((row) => ({ ...row, location })),
        )
      )
        return []
      return here.length > 0 ? here : [nothingBegins({ sku, channel, currency, location })]
    })
    return [...rows, ...own]
  })
}

const nothingBegins = (where: Pick<ComingRow, 'sku' | 'channel' | 'currency' | 'location'>): ComingRow => ({
  ...where,
  from: null,
  until: null,
  minor: null,
  regularMinor: null,
  lowestMinor: null,
  beforeFirst: false,
})

/** The reductions of one article that begin in a place: each from the step at which it is another one than before until the next such step. */
function turnsIn(
  sku: Sku,
  steps: readonly Step[],
  counter: {
    readonly channel: ChannelId
    readonly currency: string
    readonly location: LocationId | null
  },
): ComingRow[] {
  const turns = steps
    .map(({ at, reductions }) => ({ from: at, reduction: presentedAs(reductions, counter) }))
    .filter(
      ({ reduction }, index, all) => index === 0 || !isDeepStrictEqual(reduction, all[index - 1]?.reduction),
    )
  return turns.flatMap(({ from, reduction }, index) => {
    // The first step says what stood before.
    if (index === 0 || !reduction) return []
    const { minor, regularMinor, lowestMinor, beforeFirst } = reduction
    const until = turns[index + 1]?.from ?? null
    return { ...counter, sku, from, until, minor, regularMinor, lowestMinor, beforeFirst }
  })
}
