import { Type } from 'typebox'
import { Answer, compressed, CurrencySchema, route, SkuSchema, UuidSchema } from '#platform/http'
import { comingIn, digestOf } from './presented/coming-store.ts'
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
      beforeFirst: Type.Boolean({ description: BEFORE_FIRST }),
    }),
  ),
})

export const comingRoute = route({
  method: 'GET',
  path: '/v1/prices/coming-reductions',
  summary:
    'Read which reductions begin in a place within 48 hours, each with the lowest price of the days before it',
  description:
    'For a till that may have no network then: as far as was planned when it was reckoned last, within a minute or so, so show one only while its instant has come, `until` has not (null: it stands longer than was looked at), and the article really costs `minor`. Whoever may read the snapshot may read this. ' +
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
      'if-none-match': Type.Optional(Type.String({ maxLength: 200 })),
      'accept-encoding': Type.Optional(Type.String({ maxLength: 400 })),
    }),
    response: { 200: ComingSchema, 304: Type.Null() },
  },
  handle: async (ctx, { query, headers }) => {
    const location = placeAsked(ctx.actor, query.locationId)
    const channel = channelAsked(ctx.actor, query.channelId)
    const headersOf = (digest: string) => ({
      etag: `"${digest}.${channel.slice(-8)}.${location.slice(-8)}"`,
      'cache-control': 'private, no-cache',
    })
    const known = headersOf(await digestOf(ctx, channel))
    if (headers['if-none-match'] === known.etag) return new Answer(304, null, known)
    const { digest, reductions } = await comingIn(ctx, { channel, location })
    const body = `{"channel":"${channel}","location":"${location}","reductions":${reductions}}`
    return compressed(body, headers['accept-encoding'], {
      ...headersOf(digest),
      vary: 'authorization, accept-encoding',
    })
  },
})
