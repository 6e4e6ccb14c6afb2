import { Type } from 'typebox'
import { placesAsked } from '#platform/context'
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
import { binKinds } from './bins.ts'
import { NO_LOT, wherePiecesLie } from './where-pieces-lie.ts'
import { closed, DaySchema, nullable, oneOf, people, skuOf, TAG } from './wire.ts'

const LyingSchema = Type.Object({
  locationId: UuidSchema,
  bin: nullable(Type.String({ description: 'null: in no bin' })),
  binKind: nullable(oneOf(binKinds)),
  lot: nullable(
    Type.Object({
      lotId: UuidSchema,
      code: Type.String(),
      expiresOn: nullable(DaySchema),
      state: oneOf(['sellable', 'expired', 'blocked']),
      blockedReason: nullable(Type.String()),
    }),
  ),
  quantity: Type.Integer({ description: 'below zero: more left than was known of' }),
})

/** From a SKU to where its pieces lie. */
export const rowRoutes = [
  route({
    method: 'GET',
    path: '/v1/stock/pieces',
    summary: 'List where the pieces of an article lie: place, bin and lot',
    description:
      'In each place they sum to what is on hand. Pieces of which neither bin nor lot is known come first.',
    tag: TAG,
    audience: people,
    permission: 'stock.read',
    power: 'read',
    schema: {
      query: Type.Object({ sku: SkuSchema, locationId: Type.Optional(UuidSchema), ...PageQuery }, closed),
      response: { 200: pageOf(LyingSchema) },
    },
    handle: async (ctx, { query }) => {
      const [place, bin, lotId] = decodeCursor(query.cursor, ['uuid', 'text', 'uuid'])
      const isNext = place !== undefined && bin !== undefined && lotId !== undefined
      const rows = await wherePiecesLie(ctx, {
        sku: skuOf(query.sku),
        places: placesAsked(ctx.actor, 'stock.read', query.locationId),
        after: isNext ? [place, bin, lotId] : undefined,
        limit: rowsAsked(query),
      })
      return pageFrom(
        rows,
        query,
        (row) => [row.locationId, row.bin ?? '', row.lot?.lotId ?? NO_LOT],
        ({ locationId: at, bin: code, binKind, lot, quantity }) => ({
          locationId: at,
          bin: code,
          binKind,
          lot,
          quantity,
        }),
      )
    },
  }),
]
