import { Refusal } from '@splot/kernel'
import { Type } from 'typebox'
import { audit } from '#platform/auth'
import { authorise, placesOf, type Actor } from '#platform/context'
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
} from '#platform/http'
import { refuseUnknownSkus } from '../known-skus.ts'
import { blockLot, listLots, whereLotLies, type Lot } from './lots.ts'
import { findSerial, historyOfSerial, serialStates } from './serials.ts'
import { track, trackingOf } from './tracking.ts'
import { closed, DaySchema, nullable, oneOf, people, SerialSchema, SkuParams, skuOf, TAG } from './wire.ts'

/** Moves of one piece that its history shows. */
const MAX_HISTORY = 200

const TrackingSchema = Type.Object({
  sku: SkuSchema,
  lots: Type.Boolean(),
  expiry: Type.Boolean({ description: 'its lots have expiry dates' }),
  serials: Type.Boolean(),
  unsellableDays: Type.Integer({
    minimum: 0,
    maximum: 3_650,
    description: 'so many days before its expiry date a lot may no longer be sold',
  }),
})

const LotSchema = Type.Object({
  lotId: UuidSchema,
  sku: SkuSchema,
  code: Type.String(),
  expiresOn: nullable(DaySchema),
  unsellableFrom: nullable(DaySchema),
  state: oneOf(['sellable', 'expired', 'blocked']),
  blockedReason: nullable(Type.String()),
  pieces: Type.Integer({ minimum: 0, description: 'in all places together' }),
})

const lotOut = ({ lotId, sku, code, expiresOn, unsellableFrom, state, blockedReason, pieces }: Lot) => ({
  lotId,
  sku,
  code,
  expiresOn,
  unsellableFrom,
  state,
  blockedReason,
  pieces,
})

const tracking = [
  route({
    method: 'GET',
    path: '/v1/stock/tracking/:sku',
    summary: 'Show how the pieces of an article are told apart',
    tag: TAG,
    audience: people,
    permission: 'stock.read',
    power: 'read',
    schema: { params: SkuParams, response: { 200: TrackingSchema } },
    handle: async (ctx, { params }) => {
      const sku = skuOf(params.sku)
      const [found] = await trackingOf(ctx, [sku])
      return found ?? { sku, lots: false, expiry: false, serials: false, unsellableDays: 0 }
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/stock/tracking/:sku',
    summary: 'Say how the pieces of an article are told apart',
    description:
      'By lot, by expiry date of the lot, by serial number. Pieces that are there already have none of these.',
    tag: TAG,
    audience: people,
    permission: 'stock.policy',
    everywhere: true,
    power: 'write',
    schema: {
      params: SkuParams,
      body: Type.Omit(TrackingSchema, ['sku'], closed),
      response: { 200: TrackingSchema },
    },
    handle: async (ctx, { params, body }) => {
      const wanted = { ...body, sku: skuOf(params.sku) }
      await refuseUnknownSkus(ctx, [wanted], () => '/sku')
      await track(ctx, wanted)
      await audit(ctx, {
        action: 'inventory.tracking_changed',
        subject: params.sku,
        locationId: null,
        detail: body,
      })
      return wanted
    },
  }),
]

const noSuchLot = (): Refusal => new Refusal('not_found', 'inventory.unknown_lot', 'There is no such lot.')

/** Where pieces lie is for those who may read stock there. */
const seen = <Row extends { readonly locationId: string }>(actor: Actor, rows: readonly Row[]): Row[] => {
  const places = placesOf(actor, 'stock.read')
  return rows.filter((row) => places === null || places.some((place) => place === row.locationId))
}

const lots = [
  route({
    method: 'GET',
    path: '/v1/stock/lots',
    summary: 'List the lots of an article, what expires first before the others',
    tag: TAG,
    audience: people,
    permission: 'stock.read',
    power: 'read',
    schema: {
      query: Type.Object({ sku: SkuSchema, ...PageQuery }, closed),
      response: { 200: pageOf(LotSchema) },
    },
    handle: async (ctx, { query }) => {
      const [day, lotId] = decodeCursor(query.cursor, ['text', 'uuid'])
      const after = day === undefined || lotId === undefined ? undefined : ([day, lotId] as const)
      const rows = await listLots(ctx, skuOf(query.sku), { after, limit: rowsAsked(query) })
      return pageFrom(rows, query, (lot) => [lot.expiresOn ?? '9999-12-31', lot.lotId], lotOut)
    },
  }),
  route({
    method: 'GET',
    path: '/v1/stock/lots/:lotId/pieces',
    summary: 'List where the pieces of a lot lie',
    tag: TAG,
    audience: people,
    permission: 'stock.read',
    power: 'read',
    schema: {
      params: Type.Object({ lotId: UuidSchema }),
      response: {
        200: Type.Array(
          Type.Object({ locationId: UuidSchema, bin: nullable(Type.String()), quantity: Type.Integer() }),
        ),
      },
    },
    handle: async (ctx, { params }) => seen(ctx.actor, await whereLotLies(ctx, params.lotId)),
  }),
  route({
    method: 'PUT',
    path: '/v1/stock/lots/:lotId/block',
    summary: 'Recall a lot: take it off sale wherever it lies',
    tag: TAG,
    audience: people,
    permission: 'stock.policy',
    everywhere: true,
    power: 'write',
    schema: {
      params: Type.Object({ lotId: UuidSchema }),
      body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 500 }) }, closed),
      response: { 200: LotSchema },
    },
    handle: async (ctx, { params, body }) => {
      const lot = await blockLot(ctx, params.lotId, body.reason)
      if (!lot) throw noSuchLot()
      await audit(ctx, {
        action: 'inventory.lot_blocked',
        subject: lot.lotId,
        locationId: null,
        detail: body,
      })
      return lotOut(lot)
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/stock/lots/:lotId/block',
    summary: 'Put a recalled lot back on sale',
    tag: TAG,
    audience: people,
    permission: 'stock.policy',
    everywhere: true,
    power: 'write',
    schema: { params: Type.Object({ lotId: UuidSchema }), response: { 200: LotSchema } },
    handle: async (ctx, { params }) => {
      const lot = await blockLot(ctx, params.lotId, null)
      if (!lot) throw noSuchLot()
      await audit(ctx, { action: 'inventory.lot_unblocked', subject: lot.lotId, locationId: null })
      return lotOut(lot)
    },
  }),
]

const StateSchema = oneOf(serialStates)

const serials = [
  route({
    method: 'GET',
    path: '/v1/stock/serials',
    summary: 'Find a piece by its serial number',
    tag: TAG,
    audience: people,
    permission: 'stock.read',
    power: 'read',
    schema: {
      query: Type.Object({ serial: SerialSchema, sku: Type.Optional(SkuSchema) }, closed),
      response: {
        200: Type.Array(
          Type.Object({
            sku: SkuSchema,
            serial: SerialSchema,
            state: StateSchema,
            locationId: nullable(UuidSchema),
            changedAt: InstantSchema,
          }),
        ),
      },
    },
    handle: async (ctx, { query }) => {
      const found = await findSerial(ctx, query.serial, query.sku === undefined ? null : skuOf(query.sku))
      return found.map((piece) => ({ ...piece, changedAt: piece.changedAt.toISOString() }))
    },
  }),
  route({
    method: 'GET',
    path: '/v1/stock/serials/history',
    summary: 'Show the life of a piece, newest first',
    description:
      '`flag` says what did not fit with what was known: sold where it was not, gone before, never seen.',
    tag: TAG,
    audience: people,
    permission: 'stock.read',
    power: 'read',
    schema: {
      query: Type.Object({ sku: SkuSchema, serial: SerialSchema }, closed),
      response: {
        200: Type.Array(
          Type.Object({
            at: InstantSchema,
            was: Type.String(),
            state: StateSchema,
            locationId: UuidSchema,
            flag: nullable(oneOf(['not_here', 'unknown', 'already_gone', 'elsewhere'])),
            document: Type.Object({ kind: Type.String(), id: Type.String() }),
            actor: Type.Object({ kind: Type.String(), id: Type.String(), staffId: nullable(UuidSchema) }),
          }),
        ),
      },
    },
    handle: async (ctx, { query }) => {
      authorise(ctx.actor, 'stock.read')
      const rows = await historyOfSerial(ctx, skuOf(query.sku), query.serial, MAX_HISTORY)
      return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
    },
  }),
]

export const lotRoutes = [...tracking, ...lots, ...serials]
