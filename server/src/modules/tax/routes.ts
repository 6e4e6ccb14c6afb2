import { localDate } from '@splot/kernel'
import { netFromGross, readNip } from '@splot/rules'
import { Type } from 'typebox'
import { Answer, route, type AnyRoute } from '#platform/http'
import { addRate, takeRateBack } from './change.ts'
import { HOME_COUNTRY, MAX_TAXED_LINES } from './limits.ts'
import { taxDay, taxOf } from './model.ts'
import { register } from './register.ts'
import { refuseUnknownCountry } from './refusals.ts'
import { allRegistrations, ratesAfter, ratesOnDay } from './store.ts'
import { taxLetters } from './types.ts'

const tag = 'tax'
const everybody = ['visitor', 'customer', 'staff', 'device', 'machine'] as const
const closed = { additionalProperties: false } as const
const CountrySchema = Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' })
const DaySchema = Type.String({ format: 'date' })
const LetterSchema = Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C'), Type.Literal('D')])
const PpmSchema = Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'parts per million' })
const MinorSchema = Type.Integer({ minimum: 0, maximum: 100_000_000_000, description: 'minor units' })

const RateSchema = Type.Object({
  country: CountrySchema,
  letter: LetterSchema,
  validFrom: DaySchema,
  ppm: PpmSchema,
})

const rates = route({
  method: 'GET',
  path: '/v1/tax/rates',
  summary: 'List the VAT rates of a country on a day',
  description: 'A class that is missing bears the rate of A, the standard one.',
  tag,
  audience: everybody,
  permission: null,
  power: 'read',
  schema: {
    query: Type.Object({ country: Type.Optional(CountrySchema), day: Type.Optional(DaySchema) }, closed),
    response: {
      200: Type.Object({
        day: DaySchema,
        items: Type.Array(RateSchema),
        planned: Type.Array(RateSchema, {
          description: 'those that begin after that day, the next one first',
        }),
      }),
    },
  },
  handle: async (ctx, { query }) => {
    const day = query.day === undefined ? taxDay(ctx.now) : localDate(query.day)
    const country = query.country ?? HOME_COUNTRY
    const [items, planned] = await Promise.all([ratesOnDay(ctx, country, day), ratesAfter(ctx, country, day)])
    if (items.length === 0 && planned.length === 0) throw refuseUnknownCountry('/country')
    return { day, items, planned }
  },
})

const change = route({
  method: 'POST',
  path: '/v1/tax/rates',
  summary: 'Let a class of goods be taxed otherwise from a coming day on',
  tag,
  audience: ['staff'],
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  schema: {
    body: Type.Object(RateSchema.properties, closed),
    response: { 201: RateSchema },
  },
  handle: async (ctx, { body }) => {
    const rate = { ...body, validFrom: localDate(body.validFrom) }
    await addRate(ctx, rate)
    return rate
  },
})

const takeBack = route({
  method: 'DELETE',
  path: '/v1/tax/rates/:country/:letter/:validFrom',
  summary: 'Take a VAT rate back before its day has come',
  tag,
  audience: ['staff'],
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  schema: {
    params: Type.Object({ country: CountrySchema, letter: LetterSchema, validFrom: DaySchema }),
    response: { 204: Type.Null() },
  },
  handle: async (ctx, { params }) => {
    await takeRateBack(ctx, { ...params, validFrom: localDate(params.validFrom) })
    return new Answer(204, null)
  },
})

const RegistrationSchema = Type.Object({
  country: CountrySchema,
  validFrom: DaySchema,
  registered: Type.Boolean({ description: 'false: left again; home rates count from that day on' }),
})

const registrations = route({
  method: 'GET',
  path: '/v1/tax/registrations',
  summary: 'List for which countries goods bear the VAT of where they arrive (OSS), from which days',
  description:
    'Of a country the latest day that has come counts; a country that is missing bears home rates.',
  tag,
  audience: ['staff', 'machine'],
  permission: 'prices.read',
  power: 'read',
  schema: { response: { 200: Type.Object({ items: Type.Array(RegistrationSchema) }) } },
  handle: async (ctx) => ({ items: await allRegistrations(ctx) }),
})

const registerRoute = route({
  method: 'POST',
  path: '/v1/tax/registrations',
  summary: 'Let goods sent to consumers in a country bear its VAT from a coming day on, or no longer',
  tag,
  audience: ['staff'],
  permission: 'prices.write',
  everywhere: true,
  power: 'write',
  schema: {
    body: Type.Object(RegistrationSchema.properties, closed),
    response: { 201: RegistrationSchema },
  },
  handle: async (ctx, { body }) => {
    const one = { ...body, validFrom: localDate(body.validFrom) }
    await register(ctx, one)
    return one
  },
})

const nip = route({
  method: 'POST',
  path: '/v1/tax/nip',
  summary: 'Check the number of a Polish taxpayer (NIP) by its check digit',
  description: 'Nobody is asked whether the business exists. Spaces, dashes and the prefix PL are allowed.',
  tag,
  audience: everybody,
  permission: null,
  power: 'read',
  idempotency: 'none',
  perMinute: 60,
  schema: {
    body: Type.Object({ nip: Type.String({ minLength: 1, maxLength: 32 }) }, closed),
    response: {
      200: Type.Object({
        valid: Type.Boolean(),
        nip: Type.Union([Type.String(), Type.Null()], { description: 'its ten digits' }),
      }),
    },
  },
  handle: async (_ctx, { body }) => {
    const found = readNip(body.nip)
    return { valid: found !== undefined, nip: found ?? null }
  },
})

const net = route({
  method: 'POST',
  path: '/v1/tax/net',
  summary: 'Derive net amounts and VAT from gross, per rate',
  description:
    'Lines of one rate are summed before the tax is counted, as a fiscal printer does; `country` is where the goods arrive.',
  tag,
  audience: everybody,
  permission: null,
  power: 'read',
  idempotency: 'none',
  schema: {
    body: Type.Object(
      {
        country: Type.Optional(CountrySchema),
        lines: Type.Array(Type.Object({ letter: LetterSchema, grossMinor: MinorSchema }, closed), {
          minItems: 1,
          maxItems: MAX_TAXED_LINES,
        }),
      },
      closed,
    ),
    response: {
      200: Type.Object({
        country: CountrySchema,
        rates: Type.Array(
          Type.Object({
            letter: LetterSchema,
            ppm: PpmSchema,
            grossMinor: MinorSchema,
            netMinor: MinorSchema,
            vatMinor: MinorSchema,
          }),
        ),
        grossMinor: MinorSchema,
        netMinor: MinorSchema,
        vatMinor: MinorSchema,
      }),
    },
  },
  handle: async (ctx, { body }) => {
    const country = body.country ?? HOME_COUNTRY
    const model = taxOf(ctx)
    const perRate = taxLetters.flatMap((letter) => {
      const lines = body.lines.filter((line) => line.letter === letter)
      if (lines.length === 0) return []
      const ppm = model.rate(country, letter, ctx.now)
      if (ppm === undefined) throw refuseUnknownCountry('/country')
      const grossMinor = lines.reduce((sum, line) => sum + line.grossMinor, 0)
      const netMinor = netFromGross(grossMinor, ppm)
      return [{ letter, ppm, grossMinor, netMinor, vatMinor: grossMinor - netMinor }]
    })
    const sum = (pick: (row: (typeof perRate)[number]) => number) =>
      perRate.reduce((total, row) => total + pick(row), 0)
    return {
      country,
      rates: perRate,
      grossMinor: sum((row) => row.grossMinor),
      netMinor: sum((row) => row.netMinor),
      vatMinor: sum((row) => row.vatMinor),
    }
  },
})

export const routes: AnyRoute[] = [rates, change, takeBack, registrations, registerRoute, nip, net]
