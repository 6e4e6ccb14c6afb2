import { newId } from '@splot/kernel'
import { Type } from 'typebox'
import { audit } from '#platform/auth'
import { authorise } from '#platform/context'
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
import { piecesAside } from './quarantine-list.ts'
import { releaseQuarantined, setAside, writeOffQuarantined } from './quarantine.ts'
import {
  BinCode,
  closed,
  linesOf,
  nullable,
  oneOf,
  people,
  PiecesSchema,
  placeOf,
  SerialSchema,
  skuOf,
  TAG,
  toldApart,
} from './wire.ts'

const list = route({
  method: 'GET',
  path: '/v1/stock/quarantine',
  summary: 'List what lies aside in a place: in quarantine bins, in blocked and in expired lots',
  description: 'Only what lies in quarantine bins (`because: quarantine`) can be released or written off.',
  tag: TAG,
  audience: people,
  permission: 'stock.read',
  power: 'read',
  schema: {
    query: Type.Object({ locationId: UuidSchema, ...PageQuery }, closed),
    response: {
      200: pageOf(
        Type.Object({
          sku: SkuSchema,
          bin: nullable(Type.String()),
          lot: nullable(Type.String()),
          quantity: Type.Integer({ minimum: 1 }),
          because: oneOf(['quarantine', 'blocked', 'expired']),
          since: nullable(InstantSchema),
          note: nullable(Type.String({ description: 'what was written then, or why the lot is blocked' })),
        }),
      ),
    },
  },
  handle: async (ctx, { query }) => {
    const locationId = placeOf(query.locationId)
    authorise(ctx.actor, 'stock.read', locationId)
    const [sku, bin, lotId] = decodeCursor(query.cursor, ['text', 'text', 'uuid'])
    const isNext = sku !== undefined && bin !== undefined && lotId !== undefined
    const rows = await piecesAside(ctx, locationId, {
      after: isNext ? [sku, bin, lotId] : undefined,
      limit: rowsAsked(query),
    })
    return pageFrom(
      rows,
      query,
      (row) => [row.sku, row.bin ?? '', row.lotId],
      ({ sku: article, bin: code, lot, quantity, because, since, note }) => ({
        sku: article,
        bin: code,
        lot,
        quantity,
        because,
        since: since?.toISOString() ?? null,
        note,
      }),
    )
  },
})

const settingAside = route({
  method: 'POST',
  path: '/v1/stock/quarantine',
  summary: 'Take pieces off sale until somebody has decided about them',
  description:
    'Into the first quarantine bin of the place, which is made when there is none. They stay on hand. More than lie outside quarantine here: 409 `inventory.not_on_sale`.',
  tag: TAG,
  audience: people,
  permission: 'stock.adjust',
  power: 'write',
  schema: {
    body: Type.Object(
      {
        locationId: UuidSchema,
        note: Type.String({ minLength: 1, maxLength: 500, description: 'why' }),
        lines: linesOf(
          Type.Object(
            {
              sku: SkuSchema,
              quantity: PiecesSchema,
              from: Type.Optional(BinCode),
              lot: toldApart.lot,
              serials: toldApart.serials,
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
    authorise(ctx.actor, 'stock.adjust', locationId)
    const putAwayId = newId()
    const lines = body.lines.map((line) => ({ ...line, sku: skuOf(line.sku) }))
    await refuseUnknownSkus(ctx, lines)
    const document = { kind: 'put_away' as const, id: putAwayId }
    await setAside(ctx, { document, locationId, lines, note: body.note })
    await audit(ctx, {
      action: 'inventory.quarantined',
      subject: putAwayId,
      locationId,
      detail: { lines, note: body.note },
    })
    return { putAwayId }
  },
})

const LookedBody = {
  locationId: UuidSchema,
  note: Type.Optional(Type.String({ maxLength: 500 })),
  lines: linesOf(
    Type.Object(
      {
        sku: SkuSchema,
        quantity: PiecesSchema,
        serials: Type.Optional(Type.Array(SerialSchema, { maxItems: 1_000 })),
      },
      closed,
    ),
  ),
}

const releases = route({
  method: 'POST',
  path: '/v1/stock/quarantine/releases',
  summary: 'Put pieces that were set aside on sale again',
  description:
    'Onto the first shelf of the place, or into `bin`. More than lie in quarantine here: 409 `inventory.not_in_quarantine`.',
  tag: TAG,
  audience: people,
  permission: 'stock.adjust',
  power: 'write',
  schema: {
    body: Type.Object({ ...LookedBody, bin: Type.Optional(BinCode) }, closed),
    response: { 201: Type.Object({ releaseId: UuidSchema }) },
  },
  handle: async (ctx, { body }) => {
    const locationId = placeOf(body.locationId)
    authorise(ctx.actor, 'stock.adjust', locationId)
    const releaseId = newId()
    const lines = body.lines.map((line) => ({ ...line, sku: skuOf(line.sku) }))
    const document = { kind: 'put_away' as const, id: releaseId }
    await releaseQuarantined(ctx, { document, locationId, lines, note: body.note }, body.bin)
    await audit(ctx, {
      action: 'inventory.quarantine_released',
      subject: releaseId,
      locationId,
      detail: { lines },
    })
    return { releaseId }
  },
})

const writeOffs = route({
  method: 'POST',
  path: '/v1/stock/quarantine/write-offs',
  summary: 'Take pieces that were set aside off the book as damage',
  tag: TAG,
  audience: people,
  permission: 'stock.adjust',
  power: 'write',
  schema: {
    body: Type.Object(LookedBody, closed),
    response: { 201: Type.Object({ adjustmentId: UuidSchema }) },
  },
  handle: async (ctx, { body }) => {
    const locationId = placeOf(body.locationId)
    authorise(ctx.actor, 'stock.adjust', locationId)
    const adjustmentId = newId()
    const lines = body.lines.map((line) => ({ ...line, sku: skuOf(line.sku) }))
    const document = { kind: 'adjustment' as const, id: adjustmentId }
    await writeOffQuarantined(ctx, { document, locationId, lines, note: body.note })
    await audit(ctx, {
      action: 'inventory.quarantine_written_off',
      subject: adjustmentId,
      locationId,
      detail: { lines },
    })
    return { adjustmentId }
  },
})

export const quarantineRoutes = [list, settingAside, releases, writeOffs]
