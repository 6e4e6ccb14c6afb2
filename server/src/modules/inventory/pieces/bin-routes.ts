import { newId } from '@splot/kernel'
import { Type } from 'typebox'
import { audit } from '#platform/auth'
import { authorise } from '#platform/context'
import {
  decodeCursor,
  pageFrom,
  pageOf,
  PageQuery,
  route,
  rowsAsked,
  SkuSchema,
  UuidSchema,
} from '#platform/http'
import { refuseUnknownSkus } from '../known-skus.ts'
import { binKinds, closeBin, listBins, openBin, piecesInBin } from './bins.ts'
import { putAway } from './put-away.ts'
import {
  BinCode,
  closed,
  DaySchema,
  linesOf,
  nullable,
  oneOf,
  people,
  PiecesSchema,
  PlaceAndBin,
  placeOf,
  skuOf,
  TAG,
  toldApart,
} from './wire.ts'

const BinSchema = Type.Object({
  code: BinCode,
  kind: oneOf(binKinds),
  pieces: Type.Integer({ minimum: 0 }),
  skus: Type.Integer({ minimum: 0 }),
})

const bins = [
  route({
    method: 'GET',
    path: '/v1/stock/places/:locationId/bins',
    summary: 'List the bins of a place with how much lies in each',
    tag: TAG,
    audience: people,
    permission: 'stock.read',
    power: 'read',
    schema: {
      params: Type.Object({ locationId: UuidSchema }),
      query: Type.Object(PageQuery, closed),
      response: { 200: pageOf(BinSchema) },
    },
    handle: async (ctx, { params, query }) => {
      const locationId = placeOf(params.locationId)
      authorise(ctx.actor, 'stock.read', locationId)
      const after = decodeCursor(query.cursor, ['text'])[0]
      const rows = await listBins(ctx, locationId, { after, limit: rowsAsked(query) })
      return pageFrom(
        rows,
        query,
        (bin) => bin.code,
        ({ code, kind, pieces, skus }) => ({ code, kind, pieces, skus }),
      )
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/stock/places/:locationId/bins/:code',
    summary: 'Make a bin',
    description:
      'From its first bin on a place tells its pieces apart: deliveries lie in the receiving bin, tills take from the shelf before the back room, picked pieces wait in staging. Again with another kind: 409 `inventory.bin_exists`.',
    tag: TAG,
    audience: people,
    permission: 'stock.policy',
    power: 'write',
    schema: {
      params: PlaceAndBin,
      body: Type.Object({ kind: oneOf(binKinds) }, closed),
      response: { 200: Type.Object({ code: BinCode, kind: oneOf(binKinds) }) },
    },
    handle: async (ctx, { params: { code, ...params }, body: { kind } }) => {
      const locationId = placeOf(params.locationId)
      authorise(ctx.actor, 'stock.policy', locationId)
      await openBin(ctx, { locationId, code, kind })
      await audit(ctx, { action: 'inventory.bin_opened', subject: code, locationId, detail: { kind } })
      return { code, kind }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/stock/places/:locationId/bins/:code',
    summary: 'Take an empty bin out of use',
    tag: TAG,
    audience: people,
    permission: 'stock.policy',
    power: 'write',
    schema: { params: PlaceAndBin, response: { 204: Type.Null() } },
    handle: async (ctx, { params }) => {
      const locationId = placeOf(params.locationId)
      authorise(ctx.actor, 'stock.policy', locationId)
      await closeBin(ctx, locationId, params.code)
      await audit(ctx, { action: 'inventory.bin_closed', subject: params.code, locationId })
      return null
    },
  }),
  route({
    method: 'GET',
    path: '/v1/stock/places/:locationId/bins/:code/pieces',
    summary: 'List what lies in a bin',
    tag: TAG,
    audience: people,
    permission: 'stock.read',
    power: 'read',
    schema: {
      params: PlaceAndBin,
      query: Type.Object(PageQuery, closed),
      response: {
        200: pageOf(
          Type.Object({
            sku: SkuSchema,
            quantity: Type.Integer({ minimum: 1 }),
            lot: nullable(Type.String()),
            expiresOn: nullable(DaySchema),
          }),
        ),
      },
    },
    handle: async (ctx, { params, query }) => {
      const locationId = placeOf(params.locationId)
      authorise(ctx.actor, 'stock.read', locationId)
      const [sku, lotId] = decodeCursor(query.cursor, ['text', 'uuid'])
      const after = sku === undefined || lotId === undefined ? undefined : ([sku, lotId] as const)
      const rows = await piecesInBin(ctx, locationId, params.code, {
        after,
        limit: rowsAsked(query),
      })
      return pageFrom(
        rows,
        query,
        (row) => [row.sku, row.lotId],
        ({ sku, quantity, lot, expiresOn }) => ({ sku, quantity, lot, expiresOn }),
      )
    },
  }),
]

const putAways = route({
  method: 'POST',
  path: '/v1/stock/put-aways',
  summary: 'Carry pieces from bin to bin',
  description:
    'Without `from` they come from where deliveries stand, then from no bin, then from the back room. `to` may be empty: out of all bins.',
  tag: TAG,
  audience: people,
  permission: 'stock.receive',
  power: 'write',
  schema: {
    body: Type.Object(
      {
        locationId: UuidSchema,
        lines: linesOf(
          Type.Object(
            {
              sku: SkuSchema,
              quantity: PiecesSchema,
              from: Type.Optional(BinCode),
              to: Type.Union([BinCode, Type.Literal('')]),
              lot: toldApart.lot,
            },
            closed,
          ),
        ),
      },
      closed,
    ),
    response: { 201: Type.Object({ putAwayId: UuidSchema }) },
  },
  handle: async (ctx, { body }) => {
    const locationId = placeOf(body.locationId)
    authorise(ctx.actor, 'stock.receive', locationId)
    const putAwayId = newId()
    const lines = body.lines.map((line) => ({ ...line, sku: skuOf(line.sku) }))
    await refuseUnknownSkus(ctx, lines)
    await putAway(ctx, [{ document: { kind: 'put_away', id: putAwayId }, locationId, lines }])
    return { putAwayId }
  },
})

export const binRoutes = [...bins, putAways]
