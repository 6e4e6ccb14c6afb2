import { Refusal, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { authorise, placesOf } from '#platform/context'
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
import { BEFORE_FIRST } from '../presented/reductions.ts'
import { surroundings } from '../surroundings.ts'
import { closed, Nullable, office, pageFrom, reading, tag } from '../wire.ts'
import { labelsAfter, putLabel } from './store.ts'
import type { Label } from './types.ts'

const DeviceSchema = Type.String({ pattern: '^[A-Za-z0-9-]{4,64}$' })
const LabelSchema = Type.Object({
  deviceId: DeviceSchema,
  sku: SkuSchema,
  channelId: UuidSchema,
  locationId: UuidSchema,
  shown: Nullable(
    Type.Object({
      gtin: Type.String(),
      name: Type.String(),
      currency: CurrencySchema,
      price: Type.Integer({ description: 'minor units, as are all amounts here' }),
      regular: Nullable(Type.Integer({ description: 'of what is reduced' })),
      omnibusMin: Nullable(Type.Integer({ description: 'the lowest of the days before the reduction' })),
      beforeFirst: Type.Optional(Type.Boolean({ description: BEFORE_FIRST })),
      perUnit: Nullable(
        Type.Object({
          price: Type.Integer(),
          per: Type.String({ description: 'kg, l, m, m2 or piece' }),
        }),
      ),
      reasons: Type.Array(Type.String(), { description: 'why it differs from the price list' }),
    }),
  ),
  shownVersion: Nullable(Type.Integer()),
  shownAt: Nullable(InstantSchema),
  failures: Type.Integer({ description: 'tries in a row that did not reach it' }),
})

const show = (label: Label): Static<typeof LabelSchema> => ({
  ...label,
  shown: label.shown && { ...label.shown, reasons: [...label.shown.reasons] },
  shownAt: label.shownAt?.toISOString() ?? null,
})

const list = route({
  method: 'GET',
  path: '/v1/prices/labels',
  summary: 'List the shelf labels with what they show',
  ...reading,
  schema: {
    query: Type.Object({ ...PageQuery, locationId: Type.Optional(UuidSchema) }, closed),
    response: { 200: pageOf(LabelSchema) },
  },
  handle: async (ctx, { query }) => {
    // The schema has checked that it is a UUID.
    const locationId = (query.locationId ?? null) as LocationId | null
    if (locationId) authorise(ctx.actor, 'prices.read', locationId)
    else if (placesOf(ctx.actor, 'prices.read') !== null)
      throw new Refusal('invalid', 'pricing.place_needed', 'Say for which place.', {
        errors: [{ pointer: '/locationId', detail: 'is needed' }],
      })
    const limit = query.limit ?? DEFAULT_PAGE
    const [after = ''] = query.cursor === undefined ? [] : decodeCursor(query.cursor, ['text'])
    const rows = await labelsAfter(ctx, { after, locationId, limit: limit + 1 })
    return pageFrom(rows, limit, show, ({ deviceId }) => [deviceId])
  },
})

const put = route({
  method: 'PUT',
  path: '/v1/prices/labels/:deviceId',
  summary: 'Hang a shelf label at an article',
  tag,
  audience: office,
  permission: 'prices.write',
  power: 'write',
  schema: {
    params: Type.Object({ deviceId: DeviceSchema }),
    body: Type.Object({ sku: SkuSchema, channelId: UuidSchema, locationId: UuidSchema }, closed),
    response: { 200: LabelSchema },
  },
  handle: async (ctx, { params, body }) => {
    const { sku, channelId, locationId } = body
    // The schema has checked that it is a UUID.
    authorise(ctx.actor, 'prices.write', locationId as LocationId)
    const known = surroundings()
    const errors = [
      ...(known.article(sku) ? [] : [{ pointer: '/sku', detail: 'unknown SKU' }]),
      ...(known.isChannel(channelId) ? [] : [{ pointer: '/channelId', detail: 'unknown channel' }]),
      ...(known.isLocation(locationId) ? [] : [{ pointer: '/locationId', detail: 'unknown place' }]),
    ]
    if (errors.length > 0)
      throw new Refusal('unprocessable', 'pricing.bad_label', 'This label cannot hang there.', { errors })
    const label = await putLabel(ctx, {
      deviceId: params.deviceId,
      // Checked above, against what there is.
      sku: sku as Sku,
      channelId: channelId as ChannelId,
      locationId: locationId as LocationId,
    })
    if (!label) throw new Error('an upsert answers its row')
    return show(label)
  },
})

export const labelRoutes: AnyRoute[] = [list, put]
