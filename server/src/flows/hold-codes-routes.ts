import type { CustomerId } from '@splot/kernel'
import { Type } from 'typebox'
import { CouponCodeSchema, MAX_COUPONS } from '#modules/carts'
import { slowingGuesses, type RedemptionId } from '#modules/promotions'
import { Answer, InstantSchema, LocaleSchema, route, UuidSchema, type AnyRoute } from '#platform/http'
import { dropHeldCodes, holdCode } from './hold-code.ts'

const tag = 'tills'
const audience = ['device', 'staff'] as const
const closed = { additionalProperties: false } as const
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const hold = route({
  method: 'POST',
  path: '/v1/till-codes',
  summary: 'Keep a use of a code for the sale that is open at this till, or tell why not',
  description:
    'Kept for half an hour; the same `id` again lets it last longer, and takes it once more when it ran out. Until then nobody else can spend it, and the sale may name it (`coupons[].held`) with a network or without. A unique code that was set aside for this till is answered with its lease. Wrong codes are counted: 429 `promotions.too_many_guesses`.',
  tag,
  audience,
  permission: 'till.sell',
  power: 'command',
  idempotency: 'none',
  schema: {
    body: Type.Object(
      {
        id: { ...UuidSchema, description: 'made by the till, for this code in this sale' },
        code: CouponCodeSchema,
        customerId: Type.Optional({
          ...UuidSchema,
          description: 'whom the till has recognised (`POST /v1/till-customers`)',
        }),
        locale: Type.Optional(LocaleSchema),
      },
      closed,
    ),
    response: {
      200: Type.Object({
        code: Type.String(),
        promotionId: orNull({ ...UuidSchema, description: 'what it opens; null: it is refused' }),
        held: orNull({ ...UuidSchema, description: 'the id under which a use is kept' }),
        leaseId: orNull({ ...UuidSchema, description: 'the lease of this till that covers it' }),
        until: orNull({ ...InstantSchema, description: 'how long it is covered without a network' }),
        reason: orNull(
          Type.String({
            description:
              'why not: unknown, not_yet, over, other_channel, customer_needed, used_up, set_aside, customer_limit, period_limit, let_go',
          }),
        ),
        words: orNull(Type.String({ description: 'the same for the shopper, in the language asked for' })),
      }),
    },
  },
  handle: async (ctx, { body, ip }) => {
    const { id, code, customerId, locale = 'pl' } = body
    const answer = await slowingGuesses(
      ctx,
      { ip, cartId: null },
      // The schema has checked the shapes of the ids.
      () =>
        holdCode(ctx, {
          redemptionId: id as RedemptionId,
          code,
          customerId: customerId as CustomerId | undefined,
        }),
      (said) => (said.state === 'refused' && said.reason === 'unknown' ? 1 : 0),
    )
    if (answer.state === 'refused') {
      const { reason, words } = answer
      return { code, promotionId: null, held: null, leaseId: null, until: null, reason, words: words[locale] }
    }
    const { by, promotionId, until } = answer
    return {
      code: answer.code,
      promotionId,
      held: 'redemptionId' in by ? by.redemptionId : null,
      leaseId: 'leaseId' in by ? by.leaseId : null,
      until: until.toISOString(),
      reason: null,
      words: null,
    }
  },
})

const drop = route({
  method: 'POST',
  path: '/v1/till-codes/drop',
  summary: 'Give back what this till has kept of codes for a sale that goes on without them',
  description: 'What is used, over or not of this till is left alone; saying it again changes nothing.',
  tag,
  audience,
  permission: 'till.sell',
  power: 'command',
  idempotency: 'none',
  schema: {
    body: Type.Object(
      { held: Type.Array(UuidSchema, { minItems: 1, maxItems: MAX_COUPONS, uniqueItems: true }) },
      closed,
    ),
    response: { 204: Type.Null() },
  },
  handle: async (ctx, { body }) => {
    await dropHeldCodes(ctx, body.held as RedemptionId[])
    return new Answer(204, null)
  },
})

export const routes: AnyRoute[] = [hold, drop]
