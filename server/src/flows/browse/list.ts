import { Refusal } from '@splot/kernel'
import type { Static } from 'typebox'
import type { ReadContext } from '#platform/context'
import { decodeCursor, encodeCursor } from '#platform/http'
import { searchProducts, type Locale } from '#modules/catalogue'
import type { PriceScope } from '#modules/pricing'
import { findIn, type Filter, type Finding } from './find.ts'
import { keyOf, type BrowseModel } from './model.ts'
import { DEFAULT_LISTING, type ListingQuery } from './schemas.ts'

type Question = Static<typeof ListingQuery>

/** A list of cards with facets, as JSON. Plain lists never touch the database; a search asks it once and is remembered. */
export async function listProducts(
  ctx: ReadContext,
  model: BrowseModel,
  scope: PriceScope,
  question: Question,
): Promise<string> {
  const locale = question.locale ?? 'pl'
  const filter = filterOf(question)
  refuseUnknown(model, filter)
  const { finding, corrected } = await answerTo(ctx, model, scope, locale, filter, question.q?.trim() ?? '')
  const shelf = model.shelf(scope, locale)
  // The range changed between the two: positions of the old one mean nothing in the new.
  if (shelf.range !== finding.range) return listProducts(ctx, model, scope, question)
  const { offers } = shelf.range
  const start = question.cursor === undefined ? 0 : startAfter(finding, offers, question.cursor)
  const end = Math.min(start + (question.limit ?? DEFAULT_LISTING), finding.found.length)
  const items = shelf.list(`${finding.id} ${start} ${end}`, finding.found.subarray(start, end))
  const last = offers[finding.found[end - 1] ?? -1]
  const next = end < finding.found.length && last ? `"${encodeCursor([last.product.handle, end])}"` : 'null'
  return `{"items":[${items}],"facets":${finding.facets},"total":${finding.found.length},"next":${next},"corrected":${JSON.stringify(corrected)}}`
}

const filterOf = (question: Question): Filter => ({
  category: question.category,
  kind: question.kind,
  colours: (question.colour ?? []).toSorted(),
  sizes: (question.size ?? []).toSorted(),
  minPrice: question.minPrice ?? 0,
  maxPrice: question.maxPrice ?? Number.MAX_SAFE_INTEGER,
  store: question.store,
  inStock: question.inStock ?? false,
  sort: question.sort ?? 'relevance',
})

function refuseUnknown(model: BrowseModel, filter: Filter): void {
  if (filter.category !== undefined && !model.catalogue.categoryWithin(filter.category)) {
    throw new Refusal('not_found', 'catalogue.unknown_category', 'There is no such category.', {
      errors: [{ pointer: '/category', detail: 'unknown category' }],
    })
  }
  if (filter.store !== undefined && !model.locations.byId(filter.store)) {
    throw new Refusal('not_found', 'locations.not_found', 'There is no such store.', {
      errors: [{ pointer: '/store', detail: 'unknown location' }],
    })
  }
}

async function answerTo(
  ctx: ReadContext,
  model: BrowseModel,
  scope: PriceScope,
  locale: Locale,
  filter: Filter,
  q: string,
): Promise<{ finding: Finding; corrected: string | null }> {
  const key = JSON.stringify([keyOf(scope), locale, q, ...Object.values(filter)])
  const ofStock = filter.store !== undefined || filter.inStock
  const known = model.recall(key, ofStock)
  if (known) return known
  const version = model.catalogue.version()
  const search = q === '' ? undefined : await searchProducts(ctx, { q, locale })
  const range = model.range(scope)
  const only = search && Int32Array.from(search.handles.flatMap((handle) => range.position.get(handle) ?? []))
  const finding = findIn(range, filter, model, locale, only)
  const corrected = search?.corrected ?? null
  // A search that the catalogue overtook is answered, but not kept.
  if (version === model.catalogue.version()) model.remember(key, finding, corrected)
  return { finding, corrected }
}

/** The page goes on behind the product that was last; when that is gone, at the place where it stood. */
function startAfter(
  { found }: Finding,
  offers: readonly { readonly product: { readonly handle: string } }[],
  cursor: string,
): number {
  const [handle, place] = decodeCursor(cursor, ['text', 'text'])
  const at = found.findIndex((position) => offers[position]?.product.handle === handle)
  if (at >= 0) return at + 1
  return Math.min(Math.max(Math.trunc(Number(place)) || 0, 0), found.length)
}
