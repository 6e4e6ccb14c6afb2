import { Type } from 'typebox'
import { Answer, compressed, CurrencySchema, route, SkuSchema, UuidSchema } from '#platform/http'
import { comingReductions } from './presented/ahead.ts'
import { BEFORE_FIRST } from './presented/reductions.ts'
import { channelAsked, placeAsked } from './snapshot-route.ts'
import { closed, Nullable, tag } from './wire.ts'

const EpochMs = Type.Integer({ description: 'epoch ms' })
const Minor = Type.Integer({ description: 'of one piece, minor units' })
const ComingSchema = Type.Object({
  channel: UuidSchema,
  location: UuidSchema,
  reductions: Type.Array(
    Type.Object({
      sku: SkuSchema,
      currency: CurrencySchema,
      from: EpochMs,
      until: Nullable(EpochMs),
      minor: Minor,
      regularMinor: Minor,
      lowestMinor: Minor,
      beforeFirst: Type.Optional(Type.Boolean({ description: BEFORE_FIRST })),
    }),
  ),
})

export const comingRoute = route({
  method: 'GET',
  path: '/v1/prices/coming-reductions',
  summary:
    'Read which reductions begin in a place within 48 hours, each with the lowest price of the days before it',
  description:
    'For a till that may have no network then: as far as is planned by now, so show one only while its instant has come, `until` has not (null: it stands longer than was looked at), and the article really costs `minor`. Whoever may read the snapshot may read this. ' +
    'What began in the last 48 hours and still stands is told, too; what runs for longer is not. Send If-None-Match: 304 while nothing has changed. Compressed for whoever takes gzip.',
  tag,
  audience: ['device', 'staff', 'machine'],
  permission: null,
  power: 'read',
  schema: {
    query: Type.Object(
      { locationId: Type.Optional(UuidSchema), channelId: Type.Optional(UuidSchema) },
      closed,
    ),
    headers: Type.Object({
      'if-none-match': Type.Optional(Type.String({ maxLength: 4_000 })),
      'accept-encoding': Type.Optional(Type.String({ maxLength: 400 })),
    }),
    response: { 200: ComingSchema, 304: Type.Null() },
  },
  handle: async (ctx, { query, headers }) => {
    const location = placeAsked(ctx.actor, query.locationId)
    const channel = channelAsked(ctx.actor, query.channelId)
    const { name, reductions } = await comingReductions(ctx, { channel, location })
    const etag = `"${name}.${channel.slice(-8)}.${location.slice(-8)}"`
    const fresh = { etag, 'cache-control': 'private, no-cache' }
    if (headers['if-none-match'] === etag) return new Answer(304, null, fresh)
    const body = {
      channel,
      location,
      reductions: reductions.map(({ from, until, beforeFirst, ...reduction }) => ({
        ...reduction,
        from: from.getTime(),
        until: until?.getTime() ?? null,
        ...(beforeFirst && { beforeFirst }),
      })),
    }
    return compressed(JSON.stringify(body), headers['accept-encoding'], {
      ...fresh,
      vary: 'authorization, accept-encoding',
    })
  },
})
