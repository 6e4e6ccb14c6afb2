import { Type, type Static } from 'typebox'
import {
  CurrencySchema,
  decodeCursor,
  DEFAULT_PAGE,
  encodeCursor,
  InstantSchema,
  pageOf,
  PageQuery,
  route,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { rowsOfArticle } from './change-store.ts'
import { knownList } from './lists.ts'
import { bookOf } from './model.ts'
import { spansInForce } from './resolve.ts'
import { sortedSkus } from './snapshot.ts'
import { changeKinds } from './states.ts'
import { surroundings } from './surroundings.ts'
import type { PriceSpan } from './types.ts'
import { closed, CodeSchema, Nullable, reading, shownInstant } from './wire.ts'

const MAX_SEARCH_LENGTH = 64
/** Rows that the trace of one article shows. */
const MAX_ARTICLE_ROWS = 200

const PlannedSchema = Type.Object({
  at: InstantSchema,
  version: Type.Integer(),
  minor: Nullable(Type.Integer({ description: 'null: no price from then on' })),
})
const ShelfRowSchema = Type.Object({
  sku: SkuSchema,
  fromQuantity: Type.Integer(),
  minor: Nullable(Type.Integer({ description: 'what the list says now; null: nothing yet, or no longer' })),
  version: Nullable(Type.Integer()),
  since: Nullable(InstantSchema),
  until: Nullable(InstantSchema),
  next: Nullable(PlannedSchema),
})

const shelf = route({
  method: 'GET',
  path: '/v1/prices/lists/:code/prices',
  summary: 'Read the prices of a list by article: what holds now, and what is published for later',
  description:
    '`q` finds every article with these characters in its SKU or its name. A page may be longer by the quantities of its last article.',
  ...reading,
  schema: {
    params: Type.Object({ code: CodeSchema }),
    query: Type.Object(
      { ...PageQuery, q: Type.Optional(Type.String({ minLength: 1, maxLength: MAX_SEARCH_LENGTH })) },
      closed,
    ),
    response: { 200: pageOf(ShelfRowSchema) },
  },
  handle: async (ctx, { params, query }) => {
    const list = await knownList(ctx, params.code)
    const book = bookOf(ctx)
    // Who has just published looks at the list next, and must not be shown what was.
    await book.upToDate()
    const limit = query.limit ?? DEFAULT_PAGE
    const [after = ''] = decodeCursor(query.cursor, ['text'])
    const wanted = query.q?.toLowerCase() ?? ''
    const items: ShelfRow[] = []
    for (const sku of sortedSkus(book, list)) {
      if (sku <= after || !isCalled(sku, wanted)) continue
      items.push(...rowsOf(sku, book.spans(list, sku) ?? [], ctx.now.getTime()))
      if (items.length >= limit) return { items, next: encodeCursor([sku]) }
    }
    return { items, next: null }
  },
})

type ShelfRow = Static<typeof ShelfRowSchema>

/** Whether an article's SKU or name has these characters, in lower case, in it. */
function isCalled(sku: string, wanted: string): boolean {
  if (sku.toLowerCase().includes(wanted)) return true
  const name = surroundings().article(sku)?.name
  return !!name && (name.pl.toLowerCase().includes(wanted) || name.en.toLowerCase().includes(wanted))
}

/** One row for each quantity that has a price now or will have one. */
function rowsOf(sku: string, spans: readonly PriceSpan[], now: number): ShelfRow[] {
  const inForce = spansInForce(spans, now)
  const quantities = [...new Set(spans.map(({ fromQuantity }) => fromQuantity))].sort((a, b) => a - b)
  return quantities.flatMap((fromQuantity) => {
    const current = inForce.find((span) => span.fromQuantity === fromQuantity)
    const [next] = spans
      .filter((span) => span.fromQuantity === fromQuantity && span.start > now)
      .sort((a, b) => a.start - b.start || b.version - a.version)
    if (!current && !next) return []
    return {
      sku,
      fromQuantity,
      minor: current?.minor ?? null,
      version: current?.version ?? null,
      since: current ? new Date(current.start).toISOString() : null,
      until: current && current.end !== Infinity ? shownInstant(new Date(current.end)) : null,
      next: next
        ? { at: new Date(next.start).toISOString(), version: next.version, minor: next.minor }
        : null,
    }
  })
}

const ArticleRowSchema = Type.Object({
  list: CodeSchema,
  currency: CurrencySchema,
  fromQuantity: Type.Integer(),
  minor: Nullable(Type.Integer({ description: 'null: no price from then on' })),
  beforeMinor: Nullable(Type.Integer()),
  startsAt: InstantSchema,
  endsAt: Nullable(InstantSchema),
  version: Type.Integer(),
  cancelled: Type.Boolean(),
  changeId: UuidSchema,
  change: Type.Object({
    kind: Type.String({ description: changeKinds.join(', ') }),
    note: Type.String(),
    createdBy: Type.String(),
  }),
  proposalId: Nullable(
    Type.String({ description: 'the proposal that was applied; see `GET /v1/prices/proposals?changeId=`' }),
  ),
})

const ofArticle = route({
  method: 'GET',
  path: '/v1/prices/:sku/versions',
  summary: 'Trace the prices of an article to what made them, newest version first',
  description: `Of every list, planned and cancelled ones too; the newest ${MAX_ARTICLE_ROWS}.`,
  ...reading,
  schema: {
    params: Type.Object({ sku: SkuSchema }),
    response: { 200: Type.Object({ items: Type.Array(ArticleRowSchema) }) },
  },
  handle: async (ctx, { params }) => ({
    items: (await rowsOfArticle(ctx, params.sku, MAX_ARTICLE_ROWS)).map((row) => ({
      ...row,
      startsAt: row.startsAt.toISOString(),
      endsAt: shownInstant(row.endsAt),
    })),
  }),
})

export const shelfRoutes: AnyRoute[] = [shelf, ofArticle]
