import type { ChannelId, LocationId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { CurrencySchema, InstantSchema, route, UuidSchema, WordsSchema, type AnyRoute } from '#platform/http'
import { draftImport, importPart } from './draft.ts'
import { exportList } from './csv/export.ts'
import { MAX_CSV_LENGTH, MAX_CSV_ROWS } from './limits.ts'
import { endList, knownList, makeList, nameList } from './lists.ts'
import { bookOf } from './model.ts'
import { allLists } from './store.ts'
import type { ChangeId, PriceList } from './types.ts'
import {
  closed,
  CodeSchema,
  drafting,
  GroupSchema,
  instantOf,
  NoteSchema,
  Nullable,
  reading,
  shownInstant,
  writing,
} from './wire.ts'

const NameSchema = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const LocalWords = Type.Object({ pl: NameSchema, en: NameSchema }, closed)
const ListSchema = Type.Object({
  id: UuidSchema,
  code: CodeSchema,
  name: Nullable(WordsSchema),
  currency: CurrencySchema,
  channelId: Nullable(UuidSchema),
  locationId: Nullable(UuidSchema),
  group: Nullable(Type.String()),
  validFrom: Nullable(InstantSchema),
  validUntil: Nullable(InstantSchema),
})

const ListedSchema = Type.Object({
  ...ListSchema.properties,
  articles: Type.Integer({ description: 'that have a price in it, now or later' }),
})

const showList = (list: PriceList): Static<typeof ListSchema> => ({
  ...list,
  validFrom: shownInstant(list.validFrom),
  validUntil: shownInstant(list.validUntil),
})

const lists = route({
  method: 'GET',
  path: '/v1/prices/lists',
  summary: 'List the price lists',
  description:
    'The most specific list that has an article wins: place over channel over group over all. Null is everywhere, everybody, always.',
  ...reading,
  schema: { response: { 200: Type.Object({ items: Type.Array(ListedSchema) }) } },
  handle: async (ctx) => {
    const { shelves } = bookOf(ctx)
    return {
      items: (await allLists(ctx)).map((list) => ({
        ...showList(list),
        articles: shelves.get(list.id)?.size ?? 0,
      })),
    }
  },
})

const make = route({
  method: 'POST',
  path: '/v1/prices/lists',
  summary: 'Make a price list',
  description:
    'Whom it is for never changes, and of when it counts only its end. 409 `pricing.list_scope_taken` when another list is for the same customers then.',
  ...writing,
  schema: {
    body: Type.Object(
      {
        code: CodeSchema,
        name: LocalWords,
        currency: CurrencySchema,
        channelId: Type.Optional(Nullable(UuidSchema)),
        locationId: Type.Optional(Nullable(UuidSchema)),
        group: Type.Optional(Nullable(GroupSchema)),
        validFrom: Type.Optional(Nullable(InstantSchema)),
        validUntil: Type.Optional(Nullable(InstantSchema)),
        note: NoteSchema,
      },
      closed,
    ),
    response: { 201: ListSchema },
  },
  handle: async (ctx, { body }) =>
    showList(
      await makeList(
        ctx,
        {
          code: body.code,
          name: body.name,
          currency: body.currency,
          // The schema has checked that they are UUIDs; `makeList` asks whether there are such.
          channelId: (body.channelId ?? null) as ChannelId | null,
          locationId: (body.locationId ?? null) as LocationId | null,
          group: body.group ?? null,
          validFrom: instantOf(body.validFrom),
          validUntil: instantOf(body.validUntil),
        },
        body.note,
      ),
    ),
})

const rename = route({
  method: 'PATCH',
  path: '/v1/prices/lists/:code',
  summary: 'Give a price list another name',
  ...writing,
  schema: {
    params: Type.Object({ code: CodeSchema }),
    body: Type.Object({ name: LocalWords }, closed),
    response: { 200: ListSchema },
  },
  handle: async (ctx, { params, body }) => showList(await nameList(ctx, params.code, body.name)),
})

const end = route({
  method: 'POST',
  path: '/v1/prices/lists/:code/end',
  summary: 'Let a price list end, or go on',
  description:
    'An end that is still to come can be moved. 409 `pricing.list_is_over` once it has come, `pricing.list_scope_taken` when it would go on beside another list for the same customers.',
  ...writing,
  schema: {
    params: Type.Object({ code: CodeSchema }),
    body: Type.Object(
      {
        at: Type.Union([Type.Literal('now'), InstantSchema, Type.Null()], {
          description: 'null: it does not end any more',
        }),
        note: NoteSchema,
      },
      closed,
    ),
    response: { 200: ListSchema },
  },
  handle: async (ctx, { params, body: { at, note } }) =>
    showList(await endList(ctx, params.code, at === 'now' ? at : instantOf(at), note)),
})

const file = route({
  method: 'GET',
  path: '/v1/prices/lists/:code/csv',
  summary: 'Export a price list as a file that the import reads',
  ...reading,
  schema: {
    params: Type.Object({ code: CodeSchema }),
    response: {
      200: Type.Object({
        filename: Type.String(),
        csv: Type.String({ description: 'UTF-8 with a byte order mark, semicolons' }),
        rows: Type.Integer(),
        isWhole: Type.Boolean({ description: 'false when there was more than one file holds' }),
      }),
    },
  },
  handle: async (ctx, { params }) => exportList(bookOf(ctx), await knownList(ctx, params.code), ctx.now),
})

const beginImport = route({
  method: 'POST',
  path: '/v1/prices/imports',
  summary: 'Begin the import of a file of prices',
  description: 'Send its parts next, look at the change, and publish it: all of the file or nothing.',
  ...drafting,
  schema: {
    body: Type.Object(
      {
        note: NoteSchema,
        filename: Type.Optional(Nullable(Type.String({ maxLength: 200 }))),
        effectiveAt: Type.Optional(Nullable(InstantSchema)),
      },
      closed,
    ),
    response: { 201: Type.Object({ id: UuidSchema }) },
  },
  handle: async (ctx, { body }) => ({
    id: await draftImport(ctx, {
      note: body.note,
      filename: body.filename ?? null,
      effectiveAt: instantOf(body.effectiveAt),
    }),
  }),
})

const part = route({
  method: 'PUT',
  path: '/v1/prices/imports/:id/parts/:part',
  summary: 'Send one part of a file of prices',
  description:
    `Columns: sku, list, price, and if you like currency, from, until, quantity; Polish headings too. At most ${MAX_CSV_ROWS} rows, each part with its heading. ` +
    'All rows or none: 422 `pricing.rows_invalid` lists errors as `/csv/<row>/<column>`, rows as a spreadsheet counts them. Sent again, a part is answered as before.',
  ...drafting,
  schema: {
    params: Type.Object({ id: UuidSchema, part: Type.Integer({ minimum: 1, maximum: 200 }) }),
    body: Type.Object({ csv: Type.String({ minLength: 1, maxLength: MAX_CSV_LENGTH }) }, closed),
    response: {
      200: Type.Object({
        rows: Type.Integer(),
        unchanged: Type.Integer({ description: 'rows that say what holds already; they are left out' }),
      }),
    },
  },
  handle: (ctx, { params, body }) =>
    // The schema has checked that it is a UUID.
    importPart(ctx, params.id as ChangeId, { number: params.part, csv: body.csv }),
})

export const listRoutes: AnyRoute[] = [lists, make, rename, end, file, beginImport, part]
