import { Type } from 'typebox'
import { providerOf } from '#modules/payments'
import { route, type AnyRoute } from '#platform/http'
import { resolveAttempts } from './settle-payment.ts'

const webhook = route({
  method: 'POST',
  path: '/v1/payments/sandbox/webhook',
  summary: 'Hear from the payment provider that a charge is no longer pending',
  description:
    'Standard Webhooks. What it says is never believed, only what the provider answers when asked: a repetition, a forged or an old ' +
    'message changes nothing.',
  tag: 'payments',
  audience: ['visitor'],
  permission: null,
  power: 'command',
  idempotency: 'none',
  rawBody: true,
  schema: {
    headers: Type.Object({
      'webhook-id': Type.String({ maxLength: 255 }),
      'webhook-timestamp': Type.String({ maxLength: 20 }),
      'webhook-signature': Type.String({ maxLength: 1000 }),
    }),
    body: Type.Object({ type: Type.String(), data: Type.Object({}) }),
    response: { 200: Type.Object({ heard: Type.Boolean() }) },
  },
  handle: async (ctx, { headers, rawBody }) => {
    // The signature goes over the bytes as they were sent: a body written anew from what was read need not be the same.
    await resolveAttempts(ctx, providerOf(ctx).attemptsIn(headers, rawBody.toString('utf8')))
    return { heard: true }
  },
})

export const routes: AnyRoute[] = [webhook]
