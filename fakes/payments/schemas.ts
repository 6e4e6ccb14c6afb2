import { faultModes } from './faults.ts'
import { chargeStatuses } from './magic.ts'

/** JSON Schemas of the wire; Fastify compiles them once at start. */

/** One million in major units: more than any basket, and too short to be a card number. */
const MAX_AMOUNT_MINOR = 100_000_000
const MAX_REFERENCE_CHARS = 200
const MAX_TOKEN_CHARS = 64
export const MAX_KEY_CHARS = 255
const MAX_PAGE = 1_000
const DEFAULT_PAGE = 100
const MAX_LATENCY_MS = 60_000

const currencies = ['PLN', 'EUR', 'CZK', 'GBP', 'USD'] as const

const amount = { type: 'integer', minimum: 1, maximum: MAX_AMOUNT_MINOR }
const reference = { type: 'string', maxLength: MAX_REFERENCE_CHARS }

export const chargeOrder = {
  type: 'object',
  required: ['amount', 'currency', 'method', 'reference'],
  additionalProperties: false,
  properties: {
    amount,
    currency: { enum: currencies },
    method: {
      type: 'object',
      required: ['type'],
      discriminator: { propertyName: 'type' },
      oneOf: [
        {
          required: ['token'],
          additionalProperties: false,
          properties: {
            type: { const: 'card' },
            token: { type: 'string', minLength: 1, maxLength: MAX_TOKEN_CHARS },
          },
        },
        {
          required: ['code'],
          additionalProperties: false,
          properties: { type: { const: 'blik' }, code: { type: 'string', pattern: '^[0-9]{6}$' } },
        },
      ],
    },
    reference,
  },
}

export const refundOrder = {
  type: 'object',
  required: ['amount'],
  additionalProperties: false,
  properties: { amount, reference: { ...reference, default: '' } },
}

export const listQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    idempotency_key: { type: 'string', minLength: 1, maxLength: MAX_KEY_CHARS },
    limit: { type: 'string', pattern: '^[1-9][0-9]{0,3}$' },
    starting_after: { type: 'string', maxLength: MAX_TOKEN_CHARS },
  },
}

export const faultOrder = {
  type: 'object',
  additionalProperties: false,
  properties: {
    errorRate: { type: 'number', minimum: 0, maximum: 1 },
    latencyMs: { type: 'integer', minimum: 0, maximum: MAX_LATENCY_MS },
    mode: { enum: faultModes },
  },
}

/** How many charges a page holds; a wish above the limit gets the limit. */
export const pageSize = (wish?: string) => Math.min(Number(wish ?? DEFAULT_PAGE), MAX_PAGE)

const text = { type: 'string' }
const integer = { type: 'integer' }
const object = (properties: Record<string, object>) => ({ type: 'object', properties })

const charge = object({
  id: text,
  status: { enum: chargeStatuses },
  decline_code: text,
  amount: integer,
  currency: text,
  refunded_amount: integer,
  // Flat, where the request has alternatives: a serializer compiled from alternatives validates to choose one.
  method: object({ type: text, token: text, code: text }),
  reference: text,
  idempotency_key: text,
  created_at: text,
})
const refund = object({
  id: text,
  charge: text,
  status: text,
  amount: integer,
  currency: text,
  reference: text,
  idempotency_key: text,
  created_at: text,
})
const totals = object({ charges: integer, charged: integer, refunds: integer, refunded: integer })

export const answers = {
  charge,
  refund,
  refunds: object({ data: { type: 'array', items: refund } }),
  chargePage: object({
    data: { type: 'array', items: charge },
    has_more: { type: 'boolean' },
    totals: { type: 'object', additionalProperties: totals },
  }),
  problem: object({ type: text, title: text, status: integer, code: text, pointer: text }),
}
