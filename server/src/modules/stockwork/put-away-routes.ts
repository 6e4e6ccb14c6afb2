import { Type } from 'typebox'
import { piecesToPutAway } from '#modules/inventory'
import { authorise, type ReadContext } from '#platform/context'
import {
  decodeCursor,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  SkuSchema,
  UuidSchema,
  type AnyRoute,
} from '#platform/http'
import { confirmPutAway } from './put-away.ts'
import {
  closed,
  CodeSchema,
  commandFields,
  commandOf,
  linesOf,
  nullable,
  people,
  PiecesSchema,
  placeId,
  reading,
  TAG,
  toldApart,
} from './wire.ts'

const BinCode = Type.String({ minLength: 1, maxLength: 32 })

const TaskSchema = Type.Object({
  sku: SkuSchema,
  from: nullable(Type.String({ description: 'the receiving bin; null: in no bin' })),
  quantity: Type.Integer(),
  suggested: nullable(Type.String({ description: 'where the SKU lies, or lay last' })),
})

const tasks = async (ctx: ReadContext, locationId: string, query: { limit?: number; cursor?: string }) => {
  const [sku, from] = decodeCursor(query.cursor, ['text', 'text'])
  const after = sku === undefined ? undefined : ([sku, from ?? ''] as const)
  const rows = await piecesToPutAway(ctx, placeId(locationId), { after, limit: rowsAsked(query) })
  return pageFrom(rows, query, (task) => [task.sku, task.from ?? ''])
}

const list = route({
  method: 'GET',
  path: '/v1/stock/put-away-tasks',
  summary: 'List delivered pieces that are not in their place yet, with a suggestion where to put them',
  description: 'What stands in receiving bins or in no bin. Empty in a place that has no bins.',
  ...reading,
  schema: {
    query: Type.Object({ locationId: UuidSchema, ...PageQuery }),
    response: { 200: pageOf(TaskSchema) },
  },
  handle: async (ctx, { query }) => {
    authorise(ctx.actor, 'stock.read', placeId(query.locationId))
    return tasks(ctx, query.locationId, query)
  },
})

const confirming = route({
  method: 'POST',
  path: '/v1/stock/put-away-tasks/done',
  summary: 'Confirm by scan which pieces were put where',
  description:
    'As `POST /v1/stock/put-aways`, for devices that send late and twice. Answers what is left to do.',
  tag: TAG,
  audience: people,
  permission: 'stock.receive',
  power: 'write',
  schema: {
    body: Type.Object(
      {
        ...commandFields,
        locationId: UuidSchema,
        lines: linesOf(
          Type.Object(
            {
              code: CodeSchema,
              quantity: PiecesSchema,
              from: Type.Optional(BinCode),
              to: BinCode,
              lot: toldApart.lot,
              serials: toldApart.serials,
            },
            closed,
          ),
        ),
      },
      closed,
    ),
    response: { 201: pageOf(TaskSchema) },
  },
  handle: async (ctx, { body }) => {
    const { lines } = body
    await confirmPutAway(ctx, { ...commandOf(body), locationId: placeId(body.locationId), lines })
    return tasks(ctx, body.locationId, {})
  },
})

export const putAwayRoutes: AnyRoute[] = [list, confirming]
