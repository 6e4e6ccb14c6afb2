import { Refusal, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { authorise, placesOf, type ReadContext } from '#platform/context'
import {
  Answer,
  CurrencySchema,
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
import { BEFORE_FIRST } from '../presented/reductions.ts'
import { surroundings } from '../surroundings.ts'
import { closed, Nullable, office, reading, tag } from '../wire.ts'
import { hangLabel, takeLabelDown, tellLabelAgain } from './hang.ts'
import { stateOf } from './show.ts'
import { labelStateNames, labelStates } from './standing.ts'
import { labelsAfter } from './store.ts'
import type { Label } from './types.ts'

const DeviceSchema = Type.String({ pattern: '^[A-Za-z0-9-]{4,64}$' })
const content = {
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
}

const LabelSchema = Type.Object({
  deviceId: DeviceSchema,
  sku: SkuSchema,
  channelId: UuidSchema,
  locationId: UuidSchema,
  shown: Nullable(Type.Object(content)),
  shownVersion: Nullable(Type.Integer()),
  shownAt: Nullable(InstantSchema),
  next: Nullable(
    Type.Object({
      ...content,
      version: Type.Integer(),
      validFrom: Type.String({ format: 'date-time', description: 'from when on it shows this by itself' }),
    }),
  ),
  failures: Type.Integer({ description: 'tries in a row that did not reach it' }),
})
const ListedSchema = Type.Object({
  ...LabelSchema.properties,
  name: Nullable(WordsSchema),
  state: Type.String({ enum: labelStateNames }),
  words: WordsSchema,
})

const show = ({ reckonedFor: _reckoned, ...label }: Label): Static<typeof LabelSchema> => ({
  ...label,
  shown: label.shown && { ...label.shown, reasons: [...label.shown.reasons] },
  next: label.next && { ...label.next, reasons: [...label.next.reasons] },
  shownAt: label.shownAt?.toISOString() ?? null,
})

/** With what the memory of this process knows of its article: outside transactions alone. */
const showListed = (ctx: ReadContext, label: Label): Static<typeof ListedSchema> => {
  const state = stateOf(ctx, label)
  const name = surroundings().article(label.sku)?.name ?? null
  return { ...show(label), name, state, words: labelStates[state].words }
}

const list = route({
  method: 'GET',
  path: '/v1/prices/labels',
  summary: 'List the shelf labels with what they show',
  ...reading,
  schema: {
    query: Type.Object(
      {
        ...PageQuery,
        locationId: Type.Optional(UuidSchema),
        q: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: 64,
            description: 'how the number of the label or the SKU begins',
          }),
        ),
        failed: Type.Optional(Type.Boolean({ description: 'only those that the last try did not reach' })),
      },
      closed,
    ),
    response: { 200: pageOf(ListedSchema) },
  },
  handle: async (ctx, { query }) => {
    // The schema has checked that it is a UUID.
    const locationId = (query.locationId ?? null) as LocationId | null
    if (locationId) authorise(ctx.actor, 'prices.read', locationId)
    else if (placesOf(ctx.actor, 'prices.read') !== null)
      throw new Refusal('invalid', 'pricing.place_needed', 'Say for which place.', {
        errors: [{ pointer: '/locationId', detail: 'is needed' }],
      })
    const [after = ''] = decodeCursor(query.cursor, ['text'])
    const { q, failed } = query
    const rows = await labelsAfter(ctx, { after, locationId, q, failed, limit: rowsAsked(query) })
    return pageFrom(
      rows,
      query,
      ({ deviceId }) => deviceId,
      (label) => showListed(ctx, label),
    )
  },
})

const DeviceParams = Type.Object({ deviceId: DeviceSchema })
/** What happens to a label is decided where it hangs. */
const atLabel = { tag, audience: office, permission: 'prices.write', power: 'write' } as const

const put = route({
  method: 'PUT',
  path: '/v1/prices/labels/:deviceId',
  summary: 'Hang a shelf label at an article, or take it there from another',
  ...atLabel,
  schema: {
    params: DeviceParams,
    body: Type.Object({ sku: SkuSchema, channelId: UuidSchema, locationId: UuidSchema }, closed),
    response: { 200: LabelSchema },
  },
  handle: async (ctx, { params, body }) =>
    show(
      await hangLabel(ctx, {
        deviceId: params.deviceId,
        // The schema has checked their shape; `hangLabel` asks whether there are such.
        sku: body.sku as Sku,
        channelId: body.channelId as ChannelId,
        locationId: body.locationId as LocationId,
      }),
    ),
})

const takeDown = route({
  method: 'DELETE',
  path: '/v1/prices/labels/:deviceId',
  summary: 'Take a shelf label down',
  description: 'It is told nothing any more and keeps its picture; hang it elsewhere by PUT.',
  ...atLabel,
  schema: { params: DeviceParams, response: { 204: Type.Null() } },
  handle: async (ctx, { params }) => {
    await takeLabelDown(ctx, params.deviceId)
    return new Answer(204, null)
  },
})

const tellAgain = route({
  method: 'POST',
  path: '/v1/prices/labels/:deviceId/tell',
  summary: 'Have a shelf label told once more what to show',
  description: 'At once, whatever was said that it shows; its tries are counted from nothing.',
  ...atLabel,
  schema: { params: DeviceParams, response: { 200: LabelSchema } },
  handle: async (ctx, { params }) => show(await tellLabelAgain(ctx, params.deviceId)),
})

export const labelRoutes: AnyRoute[] = [list, put, takeDown, tellAgain]
