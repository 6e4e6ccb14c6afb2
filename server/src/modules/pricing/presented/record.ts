import type { ChannelId, Currency, LocationId, Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import type { ResolvedPrice } from '../resolve.ts'
import { readBook } from '../prices.ts'
import { allLists, exceptionRevisions, namedPlaces } from '../store.ts'
import {
  appendPresented,
  isWholeRange,
  lockPresentation,
  movePresentation,
  nextSkus,
  presentedBefore,
  type Counter,
  type PresentedRow,
  type Presentation,
} from './store.ts'

/** SKUs whose presented prices one transaction reckons. */
const CHUNK = 200

/** A channel that presents prices. */
export interface PresentingChannel {
  readonly id: ChannelId
  readonly code: string
  readonly currency: Currency
}

/** What public promotions make of the price of one piece, minor units, never more than the resolved price. */
export interface PublicPrice {
  /** With public codes, too: what counts for the lowest price. Never more than `shownMinor`. */
  readonly minor: number
  /** Without codes: what everybody is shown, and pays. */
  readonly shownMinor: number
}

/** The public promotions of one instant. */
export interface PublicPromotions {
  /** Places that their conditions name: prices may differ there. */
  readonly places: readonly LocationId[]
  priceOf(sku: string, counter: Counter, price: ResolvedPrice): PublicPrice
}

/** Opens the public promotions of an instant; the flow that knows promotions binds it. */
export type PublicPrices = (ctx: ReadContext, at: Date) => Promise<PublicPromotions>

/** Who presents prices, and what public promotions make of them. */
export interface Presenting {
  readonly channels: readonly PresentingChannel[]
  readonly publicPrices: PublicPrices
  /** Articles whose price the promotions may change at an instant, in the order of SKUs; missing: any. */
  readonly touchedAt?: (ctx: ReadContext, at: Date) => Promise<readonly Sku[]>
}

/**
 * Appends what changed in the presented prices of one chunk of SKUs at the first instant that is not walked through yet. The chunk and how
 * far it has come commit together, so a walk that is killed goes on where it stopped and appends nothing twice; prices are reckoned as of
 * the instant, so one that is late misses nothing. Answers false when nothing was left to do for this one.
 */
export async function presentChunk(ctx: WriteContext, presenting: Presenting): Promise<boolean> {
  const presentation = await lockPresentation(ctx)
  if (!presentation) return false
  const { id, at, afterSku } = presentation
  const skus = await skusOf(ctx, presentation, presenting)
  const changed = skus.length === 0 ? [] : await changesAt(ctx, skus, at, presenting)
  const appended = changed.length === 0 ? 0 : await appendPresented(ctx, id, changed)
  const done = skus.length < CHUNK
  await movePresentation(ctx, id, { afterSku: skus.at(-1) ?? afterSku, appended, done })
  if (changed.length > 0) {
    emit(ctx, {
      type: 'pricing.prices_presented',
      subject: String(id),
      locationId: null,
      data: { at: at.toISOString(), skus: [...new Set(changed.map(({ sku }) => sku))] },
    })
  }
  if (done) {
    emit(ctx, {
      type: 'pricing.presentation_done',
      subject: String(id),
      locationId: null,
      data: { at: at.toISOString(), cause: presentation.cause, number: presentation.number },
    })
  }
  return true
}

/** The next SKUs that an instant may be about. A look at the whole range asks nobody. */
async function skusOf(
  ctx: WriteContext,
  presentation: Presentation,
  { touchedAt }: Presenting,
): Promise<readonly Sku[]> {
  if (presentation.cause === 'prices' || isWholeRange(presentation) || !touchedAt)
    return nextSkus(ctx, presentation, CHUNK)
  const touched = await touchedAt(ctx, presentation.at)
  const next = touched.findIndex((sku) => sku > presentation.afterSku)
  return next < 0 ? [] : touched.slice(next, next + CHUNK)
}

/**
 * The rows of presented prices that an instant changes, be it past or, as far as is planned by now, still to come. `foreseen` are rows of these SKUs
 * that instants before it will change and nobody has recorded yet.
 */
export async function changesAt(
  ctx: ReadContext,
  skus: readonly Sku[],
  at: Date,
  { channels, publicPrices }: Presenting,
  foreseen: readonly PresentedRow[] = [],
): Promise<PresentedRow[]> {
  const [price, promotions, lists, revisions, recorded] = await Promise.all([
    readBook(ctx, skus, at, 1),
    publicPrices(ctx, at),
    allLists(ctx),
    exceptionRevisions(ctx),
    presentedBefore(ctx, skus, at),
  ])
  const before = new Map(
    [...recorded, ...foreseen.filter((row) => row.at <= at)]
      .toSorted((one, other) => one.at.getTime() - other.at.getTime())
      .map((row) => [keyOf(row.sku, row), row]),
  )
  const stood = [...before.values()]
  // A place that nothing names any more is told once more that it is as everywhere.
  const left = stood.flatMap(({ location, minor }) => (minor === null ? [] : (location ?? [])))
  const places = [...new Set([...namedPlaces(lists, revisions), ...promotions.places, ...left])]
  const serving = (channel: PresentingChannel): Currency[] => [
    ...new Set(
      lists
        .filter((list) => list.channelId === null || list.channelId === channel.id)
        .map((list) => list.currency),
    ),
  ]
  const reckon = (sku: Sku, counter: Counter): PresentedRow => {
    const scope = { ...counter, location: counter.location ?? undefined }
    const resolved = price(sku, scope)
    const { minor, shownMinor } = resolved ? promotions.priceOf(sku, counter, resolved) : notOnSale
    const regularMinor = price(sku, scope, 'regular')?.minor ?? null
    const reduced = shownMinor !== null && regularMinor !== null && shownMinor < regularMinor
    const resolvedMinor = resolved?.minor ?? null
    return { ...counter, sku, at, minor, shownMinor, regularMinor, resolvedMinor, reduced }
  }
  return channels.flatMap((channel) =>
    serving(channel).flatMap((currency) =>
      skus.flatMap((sku) => {
        const everywhere = reckon(sku, { channel: channel.id, currency, location: null })
        const own = places.flatMap((location) =>
          ofPlace(reckon(sku, { channel: channel.id, currency, location }), everywhere, before),
        )
        return [...(isOther(everywhere, before.get(keyOf(sku, everywhere))) ? [everywhere] : []), ...own]
      }),
    ),
  )
}

const notOnSale = { minor: null, shownMinor: null } as const

/** A place has rows while its price is another one than everywhere; a last one says that it is no more. */
function ofPlace(
  row: PresentedRow,
  everywhere: PresentedRow,
  before: ReadonlyMap<string, PresentedRow>,
): PresentedRow[] {
  const stood = before.get(keyOf(row.sku, row))
  const wanted = isOther(row, everywhere)
    ? row
    : { ...row, ...notOnSale, regularMinor: null, resolvedMinor: null, reduced: false }
  return isOther(wanted, stood) ? [wanted] : []
}

/** What was never there and is not now is no change. */
const isOther = (row: PresentedRow, stood: PresentedRow | undefined): boolean =>
  stood
    ? stood.minor !== row.minor ||
      stood.shownMinor !== row.shownMinor ||
      stood.regularMinor !== row.regularMinor ||
      stood.resolvedMinor !== row.resolvedMinor
    : row.minor !== null

const keyOf = (sku: string, { channel, currency, location }: Counter): string =>
  `${sku} ${channel} ${currency} ${location ?? ''}`
