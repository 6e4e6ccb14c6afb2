import { Refusal, type CustomerId, type OrderId } from '@splot/kernel'
import { Type } from 'typebox'
import { Answer, InstantSchema, route, UuidSchema, type AnyRoute } from '#platform/http'
import { MAX_CODE_LENGTH, MAX_LEASED } from '../limits.ts'
import type { LeaseId, RedemptionId } from '../types.ts'
import { deviceOf } from '../device.ts'
import { closed, IdParams, people, tag } from '../wire.ts'
import { slowingGuesses } from './guesses.ts'
import { grantLease, leaseOf, settleLease } from './leases.ts'
import { LeaseSchema, showLease } from './lease-wire.ts'
import { recordOfflineUses } from './offline.ts'

const grant = route({
  method: 'POST',
  path: '/v1/coupons/leases',
  summary: 'Set uses of a code aside for a till that may lose its network',
  description:
    'Only generic codes without limits per customer or period; unique ones are set aside by the office, or kept for one sale. Granted uses count as used until they are settled. With an `id` of its own the till may repeat the command. Wrong codes are counted: 429 `promotions.too_many_guesses`.',
  tag,
  audience: ['device', 'staff'],
  permission: 'till.sell',
  power: 'command',
  schema: {
    body: Type.Object(
      {
        id: UuidSchema,
        code: Type.String({ minLength: 1, maxLength: MAX_CODE_LENGTH }),
        uses: Type.Integer({ minimum: 1, maximum: MAX_LEASED }),
        until: InstantSchema,
      },
      closed,
    ),
    response: { 201: LeaseSchema },
  },
  handle: async (ctx, { body, ip }) => {
    const { actor, platform } = ctx
    const wanted = {
      leaseId: body.id as LeaseId,
      code: body.code,
      uses: body.uses,
      until: new Date(body.until),
      deviceId: deviceOf(actor.deviceId),
      locationId: actor.locationId,
      channel: actor.channel.code,
    }
    const lease = await slowingGuesses(ctx, { ip, cartId: null }, () =>
      platform.write(actor, (write) => grantLease(write, wanted)),
    )
    return new Answer(201, showLease(lease))
  },
})

const MAX_SETTLED = 1_000

const settle = route({
  method: 'POST',
  path: '/v1/coupons/leases/:id/settle',
  summary: 'Tell what was spent of a lease, and give the rest back',
  description:
    'A use beyond the lease is recorded and flagged, never refused. With `close: false` the lease stays open. Repeating it changes nothing.',
  tag,
  audience: ['device', 'staff'],
  permission: 'till.sell',
  power: 'write',
  schema: {
    params: IdParams,
    body: Type.Object(
      {
        uses: Type.Array(
          Type.Object(
            {
              redemptionId: UuidSchema,
              orderId: UuidSchema,
              code: Type.Optional({
                ...Type.String({ minLength: 1, maxLength: MAX_CODE_LENGTH }),
                description: 'which one, of a lease of unique codes',
              }),
              customerId: Type.Optional(UuidSchema),
              at: InstantSchema,
            },
            closed,
          ),
          { maxItems: MAX_SETTLED },
        ),
        close: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
    response: {
      200: Type.Object({
        lease: LeaseSchema,
        uses: Type.Array(
          Type.Object({ redemptionId: UuidSchema, state: Type.String({ description: 'covered, flagged' }) }),
        ),
      }),
    },
  },
  handle: async (ctx, { params, body }) => {
    const { actor } = ctx
    const deviceId = deviceOf(actor.deviceId)
    const leaseId = params.id as LeaseId
    const { code } = await leaseOf(ctx, leaseId, deviceId)
    const uses = await recordOfflineUses(
      ctx,
      // The schema has checked the shapes of the ids.
      body.uses.map((use, index) => ({
        redemptionId: use.redemptionId as RedemptionId,
        orderId: use.orderId as OrderId,
        customerId: (use.customerId as CustomerId | undefined) ?? null,
        code: code ?? use.code ?? codeNeeded(index),
        leaseId,
        channel: actor.channel.code,
        at: new Date(use.at),
      })),
    )
    const lease =
      body.close === false ? await leaseOf(ctx, leaseId, deviceId) : await settleLease(ctx, leaseId, deviceId)
    return { lease: showLease(lease), uses: [...uses] }
  },
})

const codeNeeded = (index: number): never => {
  throw new Refusal(
    'unprocessable',
    'promotions.code_needed',
    'Say which of the codes of this lease was used.',
    {
      errors: [{ pointer: `/uses/${index}/code`, detail: 'is needed: the lease is of unique codes' }],
    },
  )
}

const close = route({
  method: 'POST',
  path: '/v1/coupons/leases/:id/close',
  summary: 'End the lease of a till that does not come back',
  description: 'What it still tells of later is recorded, counted and flagged.',
  tag,
  audience: people,
  permission: 'coupons.write',
  everywhere: true,
  power: 'write',
  schema: { params: IdParams, response: { 200: LeaseSchema } },
  handle: async (ctx, { params }) => showLease(await settleLease(ctx, params.id as LeaseId, null)),
})

export const leaseRoutes: AnyRoute[] = [grant, settle, close]
