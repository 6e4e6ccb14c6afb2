import { Type } from 'typebox'
import { CurrencySchema, InstantSchema, route, SkuSchema, type AnyRoute } from '#platform/http'
import { MAX_CSV_LENGTH, MAX_EDIT_ROWS, MAX_PRICE_MINOR } from '../limits.ts'
import { closed, instantOf, office, tag } from '../wire.ts'
import { importCostFile, recordCosts } from './record.ts'
import { costsOf } from './store.ts'

/** Costs of one article that one answer shows. */
const MAX_SHOWN = 200

const NetMinor = Type.Integer({
  minimum: 0,
  maximum: MAX_PRICE_MINOR,
  description: 'of one piece, net of VAT, minor units',
})
const recording = {
  tag,
  audience: office,
  permission: 'costs.write',
  everywhere: true,
  power: 'write',
} as const

const history = route({
  method: 'GET',
  path: '/v1/prices/:sku/costs',
  summary: 'Tell what an article has cost the retailer, newest first',
  description: 'Never shown to shoppers or tills. The first row whose instant has come counts.',
  tag,
  audience: office,
  permission: 'costs.read',
  everywhere: true,
  power: 'read',
  schema: {
    params: Type.Object({ sku: SkuSchema }),
    response: {
      200: Type.Object({
        items: Type.Array(
          Type.Object({
            netMinor: NetMinor,
            currency: CurrencySchema,
            validFrom: InstantSchema,
            recordedAt: InstantSchema,
            recordedBy: Type.String(),
          }),
        ),
      }),
    },
  },
  handle: async (ctx, { params }) => ({
    items: (await costsOf(ctx, [params.sku], MAX_SHOWN)).map(
      ({ netMinor, currency, validFrom, recordedAt, recordedBy }) => ({
        netMinor,
        currency,
        validFrom: validFrom.toISOString(),
        recordedAt: recordedAt.toISOString(),
        recordedBy,
      }),
    ),
  }),
})

const record = route({
  method: 'POST',
  path: '/v1/prices/costs',
  summary: 'Write down what articles cost the retailer from an instant on',
  description:
    'Net of VAT. Nothing is changed: a later row counts. All rows or none: 422 `pricing.rows_invalid` lists errors as `/rows/<index>/<field>`.',
  ...recording,
  schema: {
    body: Type.Object(
      {
        rows: Type.Array(
          Type.Object(
            {
              sku: SkuSchema,
              currency: Type.Optional(CurrencySchema),
              netMinor: NetMinor,
              validFrom: Type.Optional(InstantSchema),
            },
            closed,
          ),
          { minItems: 1, maxItems: MAX_EDIT_ROWS },
        ),
      },
      closed,
    ),
    response: { 200: Type.Object({ added: Type.Integer() }) },
  },
  handle: async (ctx, { body }) => ({
    added: await recordCosts(
      ctx,
      body.rows.map(({ sku, currency = 'PLN', netMinor, validFrom }, index) => ({
        pointer: `/rows/${index}`,
        sku,
        currency,
        netMinor,
        validFrom: instantOf(validFrom),
      })),
    ),
  }),
})

const imports = route({
  method: 'POST',
  path: '/v1/prices/costs/imports',
  summary: 'Write down costs from a file',
  description:
    'Columns `sku` and `cost`, and where they differ from the currency asked for and from now, `currency` and `from`; net of VAT. All rows or none: 422 `pricing.rows_invalid` lists errors as `/csv/<row>/<column>`.',
  ...recording,
  schema: {
    body: Type.Object(
      {
        csv: Type.String({ minLength: 1, maxLength: MAX_CSV_LENGTH }),
        currency: Type.Optional(CurrencySchema),
      },
      closed,
    ),
    response: { 200: Type.Object({ added: Type.Integer() }) },
  },
  handle: async (ctx, { body }) => ({
    added: await importCostFile(ctx, body.csv, body.currency ?? 'PLN'),
  }),
})

export const costRoutes: AnyRoute[] = [record, imports, history]
