import { Type, type Static } from 'typebox'
import { CurrencySchema, MoneySchema, route, WordsSchema, type AnyRoute } from '#platform/http'
import { cartPortsOf } from '../ports.ts'
import { deliveryOf } from './model.ts'
import { leaveCountry, serveCountry } from './serve.ts'
import type { Delivery } from './types.ts'

/** The dearest delivery, minor units. */
const MAX_DELIVERY_MINOR = 1_000_000
const MAX_FREE_FROM_MINOR = 100_000_000
const tag = 'carts'
const closed = { additionalProperties: false } as const

export const CountrySchema = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' })
const NameSchema = Type.String({ minLength: 1, maxLength: 80 })

const DeliverySchema = Type.Object({
  country: CountrySchema,
  name: Type.Object(WordsSchema.properties, { description: 'how it is sent' }),
  price: Type.Object(MoneySchema.properties, { description: 'VAT included' }),
  freeFrom: Type.Union([MoneySchema, Type.Null()], {
    description: 'goods of that much before promotions are sent for nothing; null: never',
  }),
})

const show = ({
  country,
  currency,
  name,
  grossMinor,
  freeFromMinor,
}: Delivery): Static<typeof DeliverySchema> => ({
  country,
  name,
  price: { minor: grossMinor, currency },
  freeFrom: freeFromMinor === null ? null : { minor: freeFromMinor, currency },
})

const list = route({
  method: 'GET',
  path: '/v1/delivery/countries',
  summary: 'List the countries that goods are sent to, and for how much',
  description: 'In the currency of the channel that asks, or in another one that is named.',
  tag,
  audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
  permission: null,
  power: 'read',
  schema: {
    query: Type.Object({ currency: Type.Optional(CurrencySchema) }, closed),
    response: { 200: Type.Object({ items: Type.Array(DeliverySchema) }) },
  },
  handle: async (ctx, { query }) => ({
    items: deliveryOf(ctx)
      .served(query.currency ?? cartPortsOf(ctx).currency(ctx.actor.channel.code))
      .map(show),
  }),
})

const params = Type.Object({ country: CountrySchema })

const put = route({
  method: 'PUT',
  path: '/v1/delivery/countries/:country',
  summary: 'Send goods to a country for that price, from now on',
  tag,
  audience: ['staff'],
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  schema: {
    params,
    body: Type.Object(
      {
        name: Type.Object({ pl: NameSchema, en: NameSchema }, closed),
        currency: CurrencySchema,
        grossMinor: Type.Integer({ minimum: 0, maximum: MAX_DELIVERY_MINOR }),
        freeFromMinor: Type.Union([Type.Integer({ minimum: 0, maximum: MAX_FREE_FROM_MINOR }), Type.Null()]),
      },
      closed,
    ),
    response: { 200: DeliverySchema },
  },
  handle: async (ctx, { params: { country }, body }) => {
    const one = { country, ...body }
    await serveCountry(ctx, one)
    return show(one)
  },
})

const leave = route({
  method: 'DELETE',
  path: '/v1/delivery/countries/:country',
  summary: 'Send no goods to a country any more',
  description: 'What was ordered is still sent. 422 `carts.country_not_served`: it was not served.',
  tag,
  audience: ['staff'],
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  idempotency: 'none',
  schema: {
    params,
    query: Type.Object({ currency: CurrencySchema }, closed),
    response: { 204: Type.Null() },
  },
  handle: async (ctx, { params: { country }, query }) => {
    await leaveCountry(ctx, country, query.currency)
    return null
  },
})

export const deliveryRoutes: AnyRoute[] = [list, put, leave]
