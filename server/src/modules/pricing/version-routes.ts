import { authorise } from '#platform/context'
import { HOME_COUNTRY, taxLetters, taxOf } from '#modules/tax'
import { Refusal, type ChannelId, type LocationId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import {
  CurrencySchema,
  decodeCursor,
  DEFAULT_PAGE,
  InstantSchema,
  pageOf,
  PageQuery,
  route,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { cancelledSince, listVersions, type PublishedRow } from './change-store.ts'
import { bookOf } from './model.ts'
import { waitingPresentations } from './presented/store.ts'
import { listsOfPlace, snapshotRows } from './snapshot.ts'
import { changeKinds } from './states.ts'
import { closed, CodeSchema, Nullable, pageFrom, reading, tag } from './wire.ts'

const VersionSchema = Type.Object({
  version: Type.Integer(),
  effectiveAt: InstantSchema,
  kind: Type.Union([Type.Literal('begin'), Type.Literal('end')], {
    description: 'rows of its change begin then, or end',
  }),
  skus: Type.Integer(),
  inForce: Type.Boolean({ description: 'its instant has come' }),
  cancelled: Type.Boolean(),
  change: Type.Object({
    id: UuidSchema,
    kind: Type.String({ description: changeKinds.join(', ') }),
    note: Type.String(),
    createdBy: Type.String(),
  }),
})

const showVersion = (row: PublishedRow, now: Date): Static<typeof VersionSchema> => ({
  version: row.number,
  effectiveAt: row.effectiveAt.toISOString(),
  kind: row.kind,
  skus: row.skuCount,
  inForce: row.cancelledSeq === null && row.effectiveAt <= now,
  cancelled: row.cancelledSeq !== null,
  change: { id: row.changeId, ...row.change },
})

const versions = route({
  method: 'GET',
  path: '/v1/prices/versions',
  summary: 'List the published versions of prices, newest first',
  description: '`future=true`: only what waits for its instant. Cancel its change to take it back.',
  ...reading,
  schema: {
    query: Type.Object({ ...PageQuery, future: Type.Optional(Type.Boolean()) }, closed),
    response: {
      200: Type.Object({ ...pageOf(VersionSchema).properties, inForce: Type.Integer() }),
    },
  },
  handle: async (ctx, { query }) => {
    const limit = query.limit ?? DEFAULT_PAGE
    const [before] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['digits'])
    const rows = await listVersions(ctx, {
      future: query.future ?? false,
      before: before === undefined ? null : Number(before),
      limit: limit + 1,
    })
    return {
      ...pageFrom(
        rows,
        limit,
        (row) => showVersion(row, ctx.now),
        ({ number }) => [number],
      ),
      inForce: bookOf(ctx).versionInForce(),
    }
  },
})

const presentations = route({
  method: 'GET',
  path: '/v1/prices/presentations',
  summary: 'Tell how far the history of presented prices has come',
  ...reading,
  schema: {
    response: {
      200: Type.Object({
        waiting: Type.Integer({ description: 'instants that have come and are not in the history yet' }),
        since: Nullable(InstantSchema),
      }),
    },
  },
  handle: async (ctx) => {
    const { waiting, since } = await waitingPresentations(ctx)
    return { waiting, since: since?.toISOString() ?? null }
  },
})

const EpochMs = Type.Integer({ description: 'epoch ms' })
const SnapshotSchema = Type.Object({
  seq: Type.Integer({ description: 'send it as `after` next time' }),
  inForce: Type.Integer({ description: 'the version that is in force now' }),
  versions: Type.Array(Type.Object({ version: Type.Integer(), effectiveAt: EpochMs }), {
    description: 'the one in force and every one to come',
  }),
  cancelled: Type.Array(Type.Integer(), { description: 'versions to forget' }),
  lists: Type.Array(
    Type.Object({
      code: CodeSchema,
      currency: CurrencySchema,
      channel: Nullable(UuidSchema),
      location: Nullable(UuidSchema),
      group: Nullable(Type.String()),
      validFrom: Nullable(EpochMs),
      validUntil: Nullable(EpochMs),
    }),
  ),
  exceptions: Type.Array(
    Type.Object({
      id: UuidSchema,
      version: Type.Integer(),
      validFrom: EpochMs,
      validUntil: Nullable(EpochMs),
      terms: Nullable(Type.Record(Type.String(), Type.Unknown())),
    }),
    { description: 'every revision; of one exception the one that began last counts' },
  ),
  rates: Type.Record(Type.String(), Type.Integer(), { description: 'parts per million by letter, today' }),
  rows: Type.Array(
    Type.Object({
      list: CodeSchema,
      sku: SkuSchema,
      fromQuantity: Type.Integer(),
      version: Type.Integer(),
      startsAt: EpochMs,
      endsAt: Nullable(EpochMs),
      minor: Nullable(Type.Integer()),
      taxLetter: Type.String(),
      netContent: Type.Optional(
        Type.Object(
          { amount: Type.Number(), unit: Type.String() },
          { description: 'what the price per unit is counted from' },
        ),
      ),
    }),
  ),
  next: Nullable(Type.String()),
})

const snapshot = route({
  method: 'GET',
  path: '/v1/prices/snapshot',
  summary:
    'Read every price of a place, of now and of what is published for later, so that a till flips by itself',
  description:
    'A till asks with what its own credential is bound to. Walk to the last page (`next: null`) before you use any; 409 `pricing.snapshot_moved`: begin anew. ' +
    'With `after` only rows of newer versions come, and the versions that were cancelled since.',
  tag,
  audience: ['device', 'staff', 'machine'],
  permission: null,
  power: 'read',
  schema: {
    query: Type.Object(
      {
        locationId: Type.Optional(UuidSchema),
        channelId: Type.Optional(UuidSchema),
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        cursor: PageQuery.cursor,
      },
      closed,
    ),
    response: { 200: SnapshotSchema },
  },
  handle: async (ctx, { query }) => {
    const { actor } = ctx
    // The schema has checked that they are UUIDs.
    const location = (query.locationId ?? actor.locationId) as LocationId | null
    if (location === null) {
      throw new Refusal('invalid', 'pricing.place_needed', 'Say for which place.', {
        errors: [{ pointer: '/locationId', detail: 'is needed' }],
      })
    }
    if (actor.kind === 'staff' && actor.deviceId === null) authorise(actor, 'prices.read')
    if (actor.locationId !== null && actor.locationId !== location) throw elsewhere()
    const book = bookOf(ctx)
    const channel = (query.channelId ?? actor.channel.id) as ChannelId
    const lists = listsOfPlace(book, { channel, location })
    const { rows, next } = snapshotRows(book, lists, {
      channel,
      location,
      after: query.after ?? null,
      cursor: query.cursor,
    })
    const tax = taxOf(ctx)
    return {
      seq: book.seq,
      inForce: book.versionInForce(),
      versions: book.versions.map(({ number, effectiveAt }) => ({
        version: number,
        effectiveAt: effectiveAt.getTime(),
      })),
      cancelled: query.after === undefined ? [] : await cancelledSince(ctx, query.after),
      lists: lists.map((list) => ({
        code: list.code,
        currency: list.currency,
        channel: list.channelId,
        location: list.locationId,
        group: list.group,
        validFrom: list.validFrom?.getTime() ?? null,
        validUntil: list.validUntil?.getTime() ?? null,
      })),
      exceptions: book.revisions.map(({ id, version, startsAt, endsAt, terms }) => ({
        id,
        version,
        validFrom: startsAt.getTime(),
        validUntil: endsAt?.getTime() ?? null,
        terms: terms && { ...terms },
      })),
      rates: Object.fromEntries(
        taxLetters.flatMap((letter) => {
          const ppm = tax.rate(HOME_COUNTRY, letter, ctx.now)
          return ppm === undefined ? [] : [[letter, ppm]]
        }),
      ),
      rows: [...rows],
      next,
    }
  },
})

const elsewhere = (): Refusal =>
  new Refusal('forbidden', 'auth.forbidden', 'This device belongs to another place.', {
    errors: [{ pointer: '/locationId', detail: 'not the place of this device' }],
  })

export const versionRoutes: AnyRoute[] = [versions, presentations, snapshot]
