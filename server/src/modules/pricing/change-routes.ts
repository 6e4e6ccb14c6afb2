import { Type, type Static } from 'typebox'
import {
  decodeCursor,
  InstantSchema,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  SkuSchema,
  UuidSchema,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'
import type { ReadContext } from '#platform/context'
import { draftBulk, previewBulk, type BulkEdit } from './bulk.ts'
import {
  countsOf,
  listChanges,
  sampleRows,
  versionsOfChange,
  type Change,
  type ChangeVersion,
} from './change-store.ts'
import { cancelChange, discardChange, knownChange, publishChange } from './changes.ts'
import { draftEdit } from './draft.ts'
import { MAX_EDIT_ROWS } from './limits.ts'
import { changeKinds, changeStateNames, changeStates, type ChangeState } from './states.ts'
import type { ChangeId } from './types.ts'
import {
  closed,
  CodeSchema,
  drafting,
  FromQuantitySchema,
  instantOf,
  NoteSchema,
  Nullable,
  IdParams,
  PriceMinorSchema,
  shownInstant,
  SignedMinorSchema,
  SignedPpmSchema,
  reading,
  writing,
} from './wire.ts'

/** Rows that a preview shows. */
const SAMPLE = 50
/** Goods that one bulk edit may name one by one, and its categories. */
const MAX_NAMED_SKUS = 5_000
const MAX_NAMED_CATEGORIES = 100
/** The schema has checked that it is a UUID. */
const changeOf = ({ id }: Static<typeof IdParams>): ChangeId => id as ChangeId

const VersionSchema = Type.Object({
  number: Nullable(Type.Integer({ description: 'null until it is published' })),
  kind: Type.Union([Type.Literal('begin'), Type.Literal('end')]),
  effectiveAt: Nullable(InstantSchema),
  skus: Type.Integer(),
})
const ChangeSchema = Type.Object({
  id: UuidSchema,
  kind: Type.String({ description: changeKinds.join(', ') }),
  state: Type.String({ description: changeStateNames.join(', ') }),
  words: WordsSchema,
  note: Type.String(),
  effectiveAt: Nullable(InstantSchema),
  facts: Type.Record(Type.String(), Type.Unknown()),
  rows: Type.Integer(),
  createdAt: InstantSchema,
  createdBy: Type.String(),
  publishedAt: Nullable(InstantSchema),
  publishedBy: Nullable(Type.String()),
  cancelledAt: Nullable(InstantSchema),
  cancelledBy: Nullable(Type.String()),
})
const RowSchema = Type.Object({
  list: CodeSchema,
  sku: SkuSchema,
  fromQuantity: Type.Integer(),
  minor: Nullable(Type.Integer({ description: 'null: no price from here on' })),
  beforeMinor: Nullable(Type.Integer({ description: 'what the list said when it was drafted' })),
  startsAt: Nullable(InstantSchema),
  endsAt: Nullable(InstantSchema),
})
const DetailSchema = Type.Object({
  ...ChangeSchema.properties,
  versions: Type.Array(VersionSchema),
  counts: Type.Object({
    rows: Type.Integer(),
    raised: Type.Integer(),
    lowered: Type.Integer(),
    same: Type.Integer(),
    fresh: Type.Integer({ description: 'no price before' }),
    withdrawn: Type.Integer(),
  }),
  sample: Type.Array(RowSchema, { description: `the first ${SAMPLE} rows` }),
})

const showChange = (change: Change): Static<typeof ChangeSchema> => {
  const { id, kind, state, note, facts, rowCount, createdBy, publishedBy, cancelledBy } = change
  return {
    id,
    kind,
    state,
    words: changeStates[state].words,
    note,
    effectiveAt: shownInstant(change.effectiveAt),
    facts: { ...facts },
    rows: rowCount,
    createdAt: change.createdAt.toISOString(),
    createdBy,
    publishedAt: shownInstant(change.publishedAt),
    publishedBy,
    cancelledAt: shownInstant(change.cancelledAt),
    cancelledBy,
  }
}

const showVersion = ({ number, kind, effectiveAt, skuCount }: ChangeVersion) => ({
  number,
  kind,
  effectiveAt: shownInstant(effectiveAt),
  skus: skuCount,
})

async function detail(ctx: ReadContext, id: ChangeId): Promise<Static<typeof DetailSchema>> {
  const [change, versions, counts, sample] = await Promise.all([
    knownChange(ctx, id),
    versionsOfChange(ctx, id),
    countsOf(ctx, id),
    sampleRows(ctx, id, SAMPLE),
  ])
  return {
    ...showChange(change),
    versions: versions.map(showVersion),
    counts,
    sample: sample.map((row) => ({
      ...row,
      startsAt: shownInstant(row.startsAt),
      endsAt: shownInstant(row.endsAt),
    })),
  }
}

const list = route({
  method: 'GET',
  path: '/v1/prices/changes',
  summary: 'List changes of prices, newest first',
  ...reading,
  schema: {
    query: Type.Object(
      { ...PageQuery, state: Type.Optional(Type.String({ enum: changeStateNames })) },
      closed,
    ),
    response: { 200: pageOf(ChangeSchema) },
  },
  handle: async (ctx, { query }) => {
    const [at, id] = decodeCursor(query.cursor, ['instant', 'uuid'])
    const rows = await listChanges(ctx, {
      // The schema has checked the name.
      states: query.state ? [query.state as ChangeState] : changeStateNames,
      before: at !== undefined && id !== undefined ? [at, id] : null,
      limit: rowsAsked(query),
    })
    return pageFrom(rows, query, (change) => [change.createdAt.toISOString(), change.id], showChange)
  },
})

const one = route({
  method: 'GET',
  path: '/v1/prices/changes/:id',
  summary: 'Show a change of prices: what it does, counted, and its first rows',
  ...reading,
  schema: { params: IdParams, response: { 200: DetailSchema } },
  handle: (ctx, { params }) => detail(ctx, changeOf(params)),
})

const WrittenRowSchema = Type.Object(
  {
    sku: SkuSchema,
    list: CodeSchema,
    minor: Nullable(PriceMinorSchema),
    quantity: Type.Optional(FromQuantitySchema),
    from: Type.Optional(Nullable(InstantSchema)),
    until: Type.Optional(Nullable(InstantSchema)),
  },
  closed,
)

const edit = route({
  method: 'POST',
  path: '/v1/prices/changes',
  summary: 'Draft an edit of single prices',
  description:
    'Nothing counts before it is published. 422 `pricing.rows_invalid` lists every error as `/rows/<n>/<field>`.',
  ...drafting,
  schema: {
    body: Type.Object(
      {
        note: NoteSchema,
        effectiveAt: Type.Optional(Nullable(InstantSchema)),
        rows: Type.Array(WrittenRowSchema, { minItems: 1, maxItems: MAX_EDIT_ROWS }),
      },
      closed,
    ),
    response: { 201: DetailSchema },
  },
  handle: async (ctx, { body }) => {
    const rows = body.rows.map(({ sku, list: code, minor, quantity, from, until }) => ({
      sku,
      list: code,
      minor,
      quantity: quantity ?? 1,
      from: instantOf(from),
      until: instantOf(until),
    }))
    const id = await draftEdit(ctx, { note: body.note, effectiveAt: instantOf(body.effectiveAt), rows })
    return detail(ctx.platform.read(ctx.actor), id)
  },
})

const BulkSchema = Type.Object(
  {
    note: NoteSchema,
    list: CodeSchema,
    from: Type.Optional(Nullable(CodeSchema)),
    effectiveAt: Type.Optional(Nullable(InstantSchema)),
    until: Type.Optional(Nullable(InstantSchema)),
    categories: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 120 }), { maxItems: MAX_NAMED_CATEGORIES }),
    ),
    skus: Type.Optional(Type.Array(SkuSchema, { maxItems: MAX_NAMED_SKUS })),
    adjust: Type.Union([
      Type.Object({ kind: Type.Literal('percent'), ppm: SignedPpmSchema }, closed),
      Type.Object({ kind: Type.Literal('amount'), minor: SignedMinorSchema }, closed),
      Type.Object({ kind: Type.Literal('set'), minor: PriceMinorSchema }, closed),
      Type.Object({ kind: Type.Literal('withdraw') }, closed),
    ]),
    rounding: Type.Optional(
      Nullable(
        Type.Object(
          {
            to: Type.Integer({ minimum: 1, maximum: 100_000 }),
            ending: Type.Integer({ minimum: 0, maximum: 99_999 }),
          },
          { ...closed, description: '{ to: 100, ending: 99 } makes 17.43 to 16.99' },
        ),
      ),
    ),
  },
  closed,
)

const bulkOf = (body: Static<typeof BulkSchema>): BulkEdit => ({
  note: body.note,
  list: body.list,
  from: body.from ?? null,
  effectiveAt: instantOf(body.effectiveAt),
  until: instantOf(body.until),
  categories: body.categories ?? [],
  skus: body.skus ?? [],
  adjust: body.adjust,
  rounding: body.rounding ?? null,
})

const preview = route({
  method: 'POST',
  path: '/v1/prices/bulk/preview',
  summary: 'Count what a bulk edit of prices would do',
  description: 'Reckoned from the prices that will hold at its instant. Nothing is kept.',
  ...drafting,
  schema: {
    body: BulkSchema,
    response: {
      200: Type.Object({
        skus: Type.Integer(),
        rows: Type.Integer(),
        raised: Type.Integer(),
        lowered: Type.Integer(),
        fresh: Type.Integer({ description: 'no price before' }),
        unchanged: Type.Integer(),
        withoutPrice: Type.Integer({ description: 'articles that have no price in the list then' }),
        examples: Type.Array(
          Type.Object({
            sku: SkuSchema,
            fromQuantity: Type.Integer(),
            beforeMinor: Nullable(Type.Integer()),
            minor: Nullable(Type.Integer()),
          }),
        ),
      }),
    },
  },
  handle: async (ctx, { body }) => {
    const { examples, ...counts } = await previewBulk(ctx, bulkOf(body))
    return {
      ...counts,
      examples: examples.map(({ sku, fromQuantity, beforeMinor, minor }) => ({
        sku,
        fromQuantity,
        beforeMinor,
        minor,
      })),
    }
  },
})

const bulk = route({
  method: 'POST',
  path: '/v1/prices/bulk',
  summary: 'Draft a bulk edit of prices',
  description: 'A change like any other from then on: look at it, then publish it.',
  ...drafting,
  schema: { body: BulkSchema, response: { 201: DetailSchema } },
  handle: async (ctx, { body }) => detail(ctx.platform.read(ctx.actor), await draftBulk(ctx, bulkOf(body))),
})

const publish = route({
  method: 'POST',
  path: '/v1/prices/changes/:id/publish',
  summary: 'Publish a change: it counts everywhere from its instant on',
  description:
    '409 `pricing.changed_meanwhile` when prices of the same list were published since it was drafted; `anyway` lays it over them.',
  ...writing,
  schema: {
    params: IdParams,
    body: Type.Optional(Type.Object({ anyway: Type.Optional(Type.Boolean()) }, closed)),
    response: { 200: DetailSchema },
  },
  handle: async (ctx, { params, body }) => {
    const id = changeOf(params)
    await publishChange(ctx, id, body?.anyway ?? false)
    return detail(ctx, id)
  },
})

const cancel = route({
  method: 'POST',
  path: '/v1/prices/changes/:id/cancel',
  summary: 'Take a published change back before its instant',
  description: '409 `pricing.already_in_force` from its first instant on.',
  ...writing,
  schema: { params: IdParams, response: { 200: DetailSchema } },
  handle: async (ctx, { params }) => {
    const id = changeOf(params)
    await cancelChange(ctx, id)
    return detail(ctx, id)
  },
})

const discard = route({
  method: 'POST',
  path: '/v1/prices/changes/:id/discard',
  summary: 'Give a draft up',
  ...writing,
  schema: { params: IdParams, response: { 200: DetailSchema } },
  handle: async (ctx, { params }) => {
    const id = changeOf(params)
    await discardChange(ctx, id)
    return detail(ctx, id)
  },
})

export const changeRoutes: AnyRoute[] = [list, one, edit, preview, bulk, publish, cancel, discard]
