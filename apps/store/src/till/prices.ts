import { ProblemError } from '@splot/client'
import type { ExceptionTerms } from '@splot/rules'
import type { Read } from '../api/types.ts'
import { api, ask, device, kept, signedInPerson } from '../house.ts'
import { inTurn } from './keep-fresh.ts'
import {
  fromShelves,
  priceIn,
  shelvesOf,
  versionAt,
  withBrought,
  type Brought,
  type PackedRow,
  type PriceBook,
  type PriceTerms,
  type TillPrice,
} from './price-book.ts'
import type { Article } from './sale.ts'

/** The name under which what prices mean is kept; their rows lie in parts. */
const PRICES = 'prices'
/** After this everything is read anew, and not only what changed. */
const WHOLE_AGAIN_MS = 24 * 60 * 60_000
/** Somebody publishes while a walk goes on: it begins anew, this often. */
const MAX_WALKS = 5

type Page = Read<'/v1/prices/snapshot'>

let book: PriceBook | null = null
const listeners = new Set<() => void>()

/** Takes up the prices that this device keeps. */
export async function openPrices(): Promise<void> {
  try {
    // Both are written by `become` only.
    const terms = (await kept.read(PRICES)) as PriceTerms | undefined
    if (terms) book = fromShelves(terms, (await kept.shelves.all()) as Parameters<typeof fromShelves>[1])
  } catch {
    // What cannot be read is read from the server.
  }
}

/** The prices of this till's own place, as they were published last; null until they have come. */
function ownBook(): PriceBook | null {
  const now = device.current()
  return now.stage === 'enrolled' && book?.terms.location === now.enrolment.location.id ? book : null
}

/**
 * What one piece costs at this counter at an instant, by everything that is published: also with no network. Null: it has no price;
 * undefined: this device knows no prices yet.
 */
export function priceNow(
  article: Article,
  quantity: number,
  at: Date,
  groups: readonly string[] = [],
): TillPrice | null | undefined {
  const own = ownBook()
  return own ? (priceIn(own, article, quantity, at.getTime(), groups) ?? null) : undefined
}

/** The version of prices in force at an instant; 0 while none are known. */
export const priceVersionAt = (at: Date): number => {
  const own = ownBook()
  return own ? versionAt(own.terms, at.getTime()) : 0
}

export function onPrices(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** Reads what was published since, or everything. Without an answer what is known counts on. */
export const refreshPrices = inTurn(async () => {
  // The door opens for people on a device; nobody sells before that.
  if (!signedInPerson()) return
  await takeNewest().catch(() => {
    // No network, nobody signed in, or no room.
  })
})

async function takeNewest(): Promise<void> {
  const known = ownBook()
  const isOld = !known || Date.now() - known.terms.wholeAt > WHOLE_AGAIN_MS
  const brought = await walk(isOld ? null : known)
  const { book: next, changed } = withBrought(known, brought, Date.now())
  const isNews = brought.whole || changed.size > 0 || !sameTerms(known?.terms, next.terms)
  book = next
  if (!isNews) return
  for (const tell of listeners) tell()
  await kept.shelves.write(
    shelvesOf(next, brought.whole ? undefined : changed),
    PRICES,
    next.terms,
    brought.whole,
  )
}

const sameTerms = (one: PriceTerms | undefined, other: PriceTerms): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** All pages of one publication; one that comes in between makes the walk begin anew. */
async function walk(known: PriceBook | null, again = MAX_WALKS): Promise<Brought> {
  try {
    const pages: Page[] = []
    for (let cursor: string | null | undefined; cursor !== null; cursor = pages.at(-1)?.next ?? null)
      pages.push(await pageOf(known, cursor))
    return broughtBy(known, pages)
  } catch (error) {
    const hasMoved = error instanceof ProblemError && error.problem.code === 'pricing.snapshot_moved'
    if (!hasMoved || again <= 1) throw error
    return walk(known, again - 1)
  }
}

const pageOf = (known: PriceBook | null, cursor: string | undefined): Promise<Page> =>
  ask(
    api.GET('/v1/prices/snapshot', {
      params: {
        query: { ...(known && { after: known.terms.seq }), ...(cursor !== undefined && { cursor }) },
      },
    }),
  )

function broughtBy(known: PriceBook | null, pages: readonly Page[]): Brought {
  const [first] = pages
  if (!first) throw new Error('a walk has a first page')
  const { channel, location, seq, lists, exceptions, rates, rateChanges, versions, cancelled } = first
  return {
    terms: {
      channel,
      location,
      seq,
      lists,
      exceptions: exceptions.map(({ validFrom, validUntil, terms, ...exception }) => ({
        ...exception,
        startsAt: validFrom,
        endsAt: validUntil,
        // The server checked them when they were published.
        terms: terms as unknown as ExceptionTerms | null,
      })),
      rates: [{ from: 0, ppm: rates }, ...rateChanges.map(({ at, rates: ppm }) => ({ from: at, ppm }))],
      versions,
      wholeAt: known?.terms.wholeAt ?? Date.now(),
    },
    rows: pages.flatMap(({ rows }) =>
      rows.map(({ list, sku, fromQuantity, version, startsAt, endsAt, minor, taxLetter }) => ({
        sku,
        row: [list, fromQuantity, version, startsAt, endsAt, minor, taxLetter] satisfies PackedRow,
      })),
    ),
    cancelled,
    whole: known === null,
  }
}
