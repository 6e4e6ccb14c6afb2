import { createHash } from 'node:crypto'
import { Refusal, type ChannelId, type LocationId } from '@splot/kernel'
import { Type, type Static } from 'typebox'
import { taxLetters, taxOf } from '#modules/tax'
import { keepToChannel } from '#platform/auth'
import { authorise, type Actor, type ReadContext } from '#platform/context'
import { Answer, compressed, CurrencySchema, PageQuery, route, SkuSchema, UuidSchema } from '#platform/http'
import { cancelledSince } from './change-store.ts'
import { MAX_RATE_CHANGES } from './limits.ts'
import { bookOf, type PricesInMemory } from './model.ts'
import { listsOfPlace, revisionsOfPlace, snapshotRows, type SnapshotQuestion } from './snapshot.ts'
import { surroundings } from './surroundings.ts'
import { closed, CodeSchema, Nullable, tag } from './wire.ts'

const EpochMs = Type.Integer({ description: 'epoch ms' })
const RatesSchema = Type.Record(Type.String(), Type.Integer())
const SnapshotSchema = Type.Object({
  channel: UuidSchema,
  location: UuidSchema,
  seq: Type.Integer({ description: 'send it as `after` next time' }),
  inForce: Type.Integer({ description: 'the version that is in force now' }),
  versions: Type.Array(Type.Object({ version: Type.Integer(), effectiveAt: EpochMs }), {
    description: 'the one in force and every one to come',
  }),
  cancelled: Type.Array(Type.Integer(), { description: 'versions to forget' }),
  lists: Type.Array(
    Type.Object({
      code: CodeSchema,
      currency: CurrencySchema,
      channel: Nullable(UuidSchema),
      location: Nullable(UuidSchema),
      group: Nullable(Type.String()),
      validFrom: Nullable(EpochMs),
      validUntil: Nullable(EpochMs),
    }),
  ),
  exceptions: Type.Array(
    Type.Object({
      id: UuidSchema,
      version: Type.Integer(),
      validFrom: EpochMs,
      validUntil: Nullable(EpochMs),
      terms: Nullable(Type.Record(Type.String(), Type.Unknown())),
    }),
    {
      description:
        'every revision; of one exception the one that began last counts; terms null: withdrawn, or elsewhere from then on',
    },
  ),
  rates: Type.Record(Type.String(), Type.Integer(), { description: 'parts per million by letter, today' }),
  rateChanges: Type.Array(Type.Object({ at: EpochMs, rates: RatesSchema }), {
    description: 'the rates from an instant to come on',
  }),
  rows: Type.Array(
    Type.Object({
      list: CodeSchema,
      sku: SkuSchema,
      fromQuantity: Type.Integer(),
      version: Type.Integer(),
      startsAt: EpochMs,
      endsAt: Nullable(EpochMs),
      minor: Nullable(Type.Integer()),
      taxLetter: Type.String(),
      netContent: Type.Optional(
        Type.Object(
          { amount: Type.Number(), unit: Type.String() },
          { description: 'what the price per unit is counted from' },
        ),
      ),
    }),
  ),
  next: Nullable(Type.String()),
})
type Snapshot = Static<typeof SnapshotSchema>

export const snapshotRoute = route({
  method: 'GET',
  path: '/v1/prices/snapshot',
  summary:
    'Read every price of a place, of now and of what is published for later, so that a till flips by itself',
  description:
    'A till asks with somebody signed in who may sell, and gets what its own credential is bound to; anybody else needs `prices.read`. Walk to the last page (`next: null`) before you use any; 409 `pricing.snapshot_moved`: begin anew. ' +
    'With `after` only rows of newer versions come, and the versions that were cancelled since. Send If-None-Match with a first page: 304 while nothing has changed. ' +
    'Compressed for whoever takes gzip.',
  tag,
  audience: ['device', 'staff', 'machine'],
  permission: null,
  power: 'read',
  schema: {
    query: Type.Object(
      {
        locationId: Type.Optional(UuidSchema),
        channelId: Type.Optional(UuidSchema),
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        cursor: PageQuery.cursor,
      },
      closed,
    ),
    headers: Type.Object({
      'if-none-match': Type.Optional(Type.String({ maxLength: 200 })),
      'accept-encoding': Type.Optional(Type.String({ maxLength: 400 })),
    }),
    response: { 200: SnapshotSchema, 304: Type.Null() },
  },
  handle: async (ctx, { query, headers }) => {
    const location = placeAsked(ctx.actor, query.locationId)
    const channel = channelAsked(ctx.actor, query.channelId)
    const book = bookOf(ctx)
    // A page that goes on belongs to what was known when its walk began.
    if (query.cursor === undefined) await book.upToDate()
    const question = { channel, location, after: query.after ?? null, cursor: query.cursor }
    const rates = ratesFrom(ctx, surroundings().countryOf(channel, location))
    const etag = `"${etagOf(book, question, rates)}"`
    const fresh = { etag, 'cache-control': 'private, no-cache' }
    if (query.cursor === undefined && headers['if-none-match'] === etag) return new Answer(304, null, fresh)
    const body: Snapshot = { channel, location, ...rates, ...(await contentOf(ctx, book, question)) }
    return compressed(JSON.stringify(body), headers['accept-encoding'], {
      ...fresh,
      vary: 'authorization, accept-encoding',
    })
  },
})

/** The place that is asked about; a device and a key of a store ask for their own alone. */
export function placeAsked(actor: Actor, asked: string | undefined): LocationId {
  // The schema has checked that it is a UUID.
  const location = (asked ?? actor.locationId) as LocationId | null
  if (location === null) {
    throw new Refusal('invalid', 'pricing.place_needed', 'Say for which place.', {
      errors: [{ pointer: '/locationId', detail: 'is needed' }],
    })
  }
  if (actor.locationId !== null && actor.locationId !== location) {
    throw new Refusal('forbidden', 'auth.forbidden', 'This device belongs to another place.', {
      errors: [{ pointer: '/locationId', detail: 'not the place of this device' }],
    })
  }
  // Plans tell much of a retailer: whoever sells over a counter needs those of her own, and who reads prices may read them.
  if (isAtDevice(actor)) keepToChannel(actor, 'store')
  authorise(actor, isAtDevice(actor) ? 'till.sell' : 'prices.read', location)
  return location
}

const isAtDevice = ({ kind, deviceId }: Actor): boolean => kind === 'device' || deviceId !== null

/** The channel that is asked about; a device has its own alone. */
export function channelAsked(actor: Actor, asked: string | undefined): ChannelId {
  // The schema has checked that it is a UUID.
  const channel = (asked ?? actor.channel.id) as ChannelId
  if (!isAtDevice(actor) || channel === actor.channel.id) return channel
  throw new Refusal('forbidden', 'auth.forbidden', 'This device belongs to another channel.', {
    errors: [{ pointer: '/channelId', detail: 'not the channel of this device' }],
  })
}

async function contentOf(ctx: ReadContext, book: PricesInMemory, question: SnapshotQuestion) {
  const lists = listsOfPlace(book, question)
  const { rows, next } = snapshotRows(book, lists, question)
  return {
    seq: book.seq,
    inForce: book.versionInForce(),
    versions: book.versions.map(({ number, effectiveAt }) => ({
      version: number,
      effectiveAt: effectiveAt.getTime(),
    })),
    cancelled: question.after === null ? [] : await cancelledSince(ctx, question.after),
    lists: lists.map((list) => ({
      code: list.code,
      currency: list.currency,
      channel: list.channelId,
      location: list.locationId,
      group: list.group,
      validFrom: list.validFrom?.getTime() ?? null,
      validUntil: list.validUntil?.getTime() ?? null,
    })),
    exceptions: revisionsOfPlace(book, question).map(({ id, version, startsAt, endsAt, terms }) => ({
      id,
      version,
      validFrom: startsAt.getTime(),
      validUntil: endsAt?.getTime() ?? null,
      terms: terms && { ...terms },
    })),
    rows: [...rows],
    next,
  }
}

/** The rates of today and those that are known to come, of the country where it is handed over. */
function ratesFrom(ctx: ReadContext, country: string): Pick<Snapshot, 'rates' | 'rateChanges'> {
  const tax = taxOf(ctx)
  const ratesAt = (at: Date): Record<string, number> =>
    Object.fromEntries(
      taxLetters.flatMap((letter) => {
        const ppm = tax.rate(country, letter, at)
        return ppm === undefined ? [] : [[letter, ppm]]
      }),
    )
  const rateChanges: { at: number; rates: Record<string, number> }[] = []
  let next = tax.nextChange(country, ctx.now)
  while (next && rateChanges.length < MAX_RATE_CHANGES) {
    rateChanges.push({ at: next.getTime(), rates: ratesAt(next) })
    next = tax.nextChange(country, next)
  }
  return { rates: ratesAt(ctx.now), rateChanges }
}

/** Names everything that the first page of an answer follows from, in so few characters that it may be sent back however much is planned. */
const etagOf = (
  book: PricesInMemory,
  { channel, location, after }: SnapshotQuestion,
  { rates, rateChanges }: Pick<Snapshot, 'rates' | 'rateChanges'>,
): string => {
  const from = [
    book.seq,
    book.versionInForce(),
    book.lists.length,
    after ?? 'all',
    channel,
    location,
    surroundings().goodsVersion(),
    ...ratesIn(rates),
    ...rateChanges.flatMap((change) => [change.at, ...ratesIn(change.rates)]),
  ]
  return createHash('sha256').update(from.join('.')).digest('base64url')
}

const ratesIn = (rates: Readonly<Record<string, number>>): string[] =>
  Object.entries(rates).map(([letter, ppm]) => `${letter}${ppm}`)
