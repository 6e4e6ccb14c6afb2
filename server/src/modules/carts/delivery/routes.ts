import { Type, type Static } from 'typebox'
import { CurrencySchema, MoneySchema, route, WordsSchema, type AnyRoute } from '#platform/http'
import { cartPortsOf } from '../ports.ts'
import { leaveCountry, serveCountry } from './serve.ts'
import { deliveriesIn } from './store.ts'
import type { Delivery } from './types.ts'
import { CountrySchema, DaysSchema, DeliveryCodeSchema } from './wire.ts'

/** The dearest delivery, minor units. */
const MAX_DELIVERY_MINOR = 1_000_000
const MAX_FREE_FROM_MINOR = 100_000_000
const tag = 'carts'
const closed = { additionalProperties: false } as const

const NameSchema = Type.String({ minLength: 1, maxLength: 80 })

export const WaySchema = Type.Object({
  code: DeliveryCodeSchema,
  name: Type.Object(WordsSchema.properties, { description: 'how it is sent' }),
  price: Type.Object(MoneySchema.properties, { description: 'VAT included' }),
  freeFrom: Type.Union([MoneySchema, Type.Null()], {
    description: 'goods of that much before promotions are sent for nothing; null: never',
  }),
  days: DaysSchema,
})
const DeliverySchema = Type.Object({ country: CountrySchema, ...WaySchema.properties })
const ServedSchema = Type.Object({
  ...DeliverySchema.properties,
  ways: Type.Array(WaySchema, {
    description:
      'all of them; the first is the one unless another is chosen: the standard one, else the cheapest',
  }),
})

export const showWay = ({
  currency,
  code,
  name,
  grossMinor,
  freeFromMinor,
  days,
}: Delivery): Static<typeof WaySchema> => ({
  code,
  name,
  price: { minor: grossMinor, currency },
  freeFrom: freeFromMinor === null ? null : { minor: freeFromMinor, currency },
  days,
})

const show = (one: Delivery): Static<typeof DeliverySchema> => ({ country: one.country, ...showWay(one) })

const list = route({
  method: 'GET',
  path: '/v1/delivery/countries',
  summary: 'List the countries that goods are sent to, how, and for how much',
  description:
    'The usual way of each (the standard one, else the cheapest), and all its `ways`. In the currency of the channel that asks, or in another one that is named.',
  tag,
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'read',
  schema: {
    query: Type.Object({ currency: Type.Optional(CurrencySchema) }, closed),
    response: { 200: Type.Object({ items: Type.Array(ServedSchema) }) },
  },
  handle: async (ctx, { query }) => {
    const currency = query.currency ?? cartPortsOf(ctx).currency(ctx.actor.channel.code)
    // From the table: who has just changed a way reads it back at once, before the models of the processes do.
    const byCountry = Map.groupBy(await deliveriesIn(ctx, currency), ({ country }) => country)
    return {
      items: [...byCountry.values()].flatMap((ways) =>
        ways.slice(0, 1).map((usual) => ({ ...show(usual), ways: ways.map(showWay) })),
      ),
    }
  },
})

/** The code of the way of a country that has one. */
const USUAL = 'standard'

const params = Type.Object({ country: CountrySchema })

const put = route({
  method: 'PUT',
  path: '/v1/delivery/countries/:country',
  summary: 'Send goods to a country for that price, from now on',
  description: 'In the way of that `code`; without one in the only, or the usual, way: `standard`.',
  tag,
  audience: ['staff'],
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  schema: {
    params,
    body: Type.Object(
      {
        code: Type.Optional(DeliveryCodeSchema),
        name: Type.Object({ pl: NameSchema, en: NameSchema }, closed),
        days: Type.Optional(DaysSchema),
        currency: CurrencySchema,
        grossMinor: Type.Integer({ minimum: 0, maximum: MAX_DELIVERY_MINOR }),
        freeFromMinor: Type.Union([Type.Integer({ minimum: 0, maximum: MAX_FREE_FROM_MINOR }), Type.Null()]),
      },
      closed,
    ),
    response: { 200: DeliverySchema },
  },
  handle: async (ctx, { params: { country }, body }) => {
    const one = { country, ...body, code: body.code ?? USUAL, days: body.days ?? null }
    await serveCountry(ctx, one)
    return show(one)
  },
})

const leave = route({
  method: 'DELETE',
  path: '/v1/delivery/countries/:country',
  summary: 'Send no goods to a country any more',
  description:
    'Not in the way of that `code`, or in none. What was ordered is still sent. 422 `carts.country_not_served`: it was not served.',
  tag,
  audience: ['staff'],
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  idempotency: 'none',
  schema: {
    params,
    query: Type.Object({ currency: CurrencySchema, code: Type.Optional(DeliveryCodeSchema) }, closed),
    response: { 204: Type.Null() },
  },
  handle: async (ctx, { params: { country }, query }) => {
    await leaveCountry(ctx, country, query.currency, query.code ?? null)
    return null
  },
})

export const deliveryRoutes: AnyRoute[] = [list, put, leave]
