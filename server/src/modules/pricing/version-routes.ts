import { Type, type Static } from 'typebox'
import {
  InstantSchema,
  pageAsked,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { calendarRoute } from './calendar-route.ts'
import { listVersions, type PublishedRow } from './change-store.ts'
import { comingRoute } from './coming-route.ts'
import { bookOf } from './model.ts'
import { waitingPresentations } from './presented/store.ts'
import { snapshotRoute } from './snapshot-route.ts'
import { changeKinds } from './states.ts'
import { closed, Nullable, reading } from './wire.ts'

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
    const { before, limit } = pageAsked(query, 'digits')
    const rows = await listVersions(ctx, {
      future: query.future ?? false,
      before: before === null ? null : Number(before),
      limit,
    })
    return {
      ...pageFrom(
        rows,
        query,
        ({ number }) => number,
        (row) => showVersion(row, ctx.now),
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

export const versionRoutes: AnyRoute[] = [versions, calendarRoute, presentations, snapshotRoute, comingRoute]
