import { invariant, type CustomerId } from '@splot/kernel'
import { Type } from 'typebox'
import { ContactSchema, CustomerSchema, customerById, customerOut } from '#modules/customers'
import {
  InstantSchema,
  MoneySchema,
  SkuSchema,
  UuidSchema,
  WordsSchema,
  route,
  type AnyRoute,
} from '#platform/http'
import { MAX_EXPORTED, exportCustomer } from './export-customer.ts'
import { forgetCustomer } from './forget-customer.ts'

const tag = 'customers'
const params = Type.Object({ customerId: UuidSchema })
const orNull = <T extends ReturnType<typeof Type.String>>(schema: T) => Type.Union([schema, Type.Null()])

const forgetRoute = route({
  method: 'POST',
  path: '/v1/customers/:customerId/forget',
  summary: 'Forget a customer who asked for it: erase her personal data for good',
  description:
    'Orders, payments and returns stay, without a name. Cannot be undone; a repetition changes nothing. 409 `customers.open_orders` ' +
    'while something is still to be handed to her or sent, with the numbers of the orders. 404 `customers.unknown`. Written into the audit log.',
  tag,
  audience: ['staff'],
  permission: 'customers.forget',
  everywhere: true,
  power: 'write',
  schema: {
    params,
    response: { 200: Type.Object({ id: UuidSchema, forgottenAt: InstantSchema }) },
  },
  handle: async (ctx, { params }) => {
    // The schema has checked that it is a UUID.
    const customerId = params.customerId as CustomerId
    await forgetCustomer(ctx, customerId)
    const forgottenAt = (await customerById(ctx, customerId))?.forgottenAt
    invariant(forgottenAt, 'whoever was forgotten a moment ago is forgotten')
    return { id: customerId, forgottenAt: forgottenAt.toISOString() }
  },
})

const ExportSchema = Type.Object({
  exportedAt: InstantSchema,
  customer: CustomerSchema,
  groups: Type.Array(Type.String(), { description: 'what prices and promotions know her by' }),
  segments: Type.Array(
    Type.Object({
      code: Type.String(),
      name: WordsSchema,
      since: InstantSchema,
      until: orNull(InstantSchema),
    }),
    { description: 'with those whose time is over' },
  ),
  orders: Type.Array(
    Type.Object({
      id: UuidSchema,
      number: Type.String(),
      state: Type.String(),
      channel: Type.String(),
      placedAt: InstantSchema,
      gross: MoneySchema,
      lines: Type.Array(
        Type.Object({
          sku: SkuSchema,
          name: WordsSchema,
          quantity: Type.Integer(),
          returned: Type.Integer(),
          total: MoneySchema,
        }),
      ),
    }),
  ),
  purchases: Type.Array(Type.Object({ order: UuidSchema, contact: ContactSchema }), {
    description: 'whom and where to, as she said when she bought while signed in',
  }),
  giftCards: Type.Array(
    Type.Object({
      order: UuidSchema,
      kind: Type.String({ description: '`card` or `top_up`' }),
      state: Type.String(),
      amount: MoneySchema,
      isGift: Type.Boolean({ description: 'meant for somebody else' }),
      receiver: Type.Union([Type.Object({ email: Type.String(), message: Type.String() }), Type.Null()], {
        description: 'whom and what she told us; null: herself, or forgotten since the letter left',
      }),
    }),
    { description: 'that she bought' },
  ),
  messages: Type.Array(
    Type.Object({
      order: UuidSchema,
      kind: Type.String(),
      state: Type.String(),
      legalBasis: orNull(Type.String()),
      createdAt: InstantSchema,
      sentAt: orNull(InstantSchema),
    }),
  ),
  sessions: Type.Array(
    Type.Object({
      channel: Type.String(),
      createdAt: InstantSchema,
      lastUsedAt: InstantSchema,
      endedAt: orNull(InstantSchema),
    }),
  ),
})

const exportRoute = route({
  method: 'GET',
  path: '/v1/customers/:customerId/export',
  summary: 'Export everything that is kept about a customer, for the copy she asked for',
  description: `GDPR art. 15. The newest ${MAX_EXPORTED} of each. 404 \`customers.unknown\`. Every export is written into the audit log.`,
  tag,
  audience: ['staff'],
  permission: 'customers.export',
  everywhere: true,
  // It writes: no personal data is shown without a trace of who saw it.
  power: 'write',
  idempotency: 'none',
  schema: { params, response: { 200: ExportSchema } },
  handle: async (ctx, { params }) => {
    // The schema has checked that it is a UUID.
    const { customer, groups, segments, orders, purchases, cards, messages, sessions } = await exportCustomer(
      ctx,
      params.customerId as CustomerId,
    )
    return {
      exportedAt: ctx.now.toISOString(),
      customer: customerOut(customer),
      groups: [...groups],
      segments: segments.map(({ code, name, since, until }) => ({
        code,
        name,
        since: since.toISOString(),
        until: until?.toISOString() ?? null,
      })),
      orders: orders.map(({ orderId, number, state, channel, placedAt, currency, grossMinor, lines }) => ({
        id: orderId,
        number,
        state,
        channel: channel.code,
        placedAt: placedAt.toISOString(),
        gross: { minor: grossMinor, currency },
        lines: lines.map((line) => ({
          sku: line.sku,
          name: line.name,
          quantity: line.quantity,
          returned: line.returnedQuantity,
          total: { minor: line.grossMinor, currency },
        })),
      })),
      purchases: purchases.map(({ orderId, contact }) => ({ order: orderId, contact })),
      giftCards: cards.map(({ orderId, kind, state, amountMinor, currency, isGift, receiver }) => ({
        order: orderId,
        kind,
        state,
        amount: { minor: amountMinor, currency },
        isGift,
        receiver: receiver && { email: receiver.email, message: receiver.message },
      })),
      messages: messages.map(({ subject, kind, state, legalBasis, createdAt, sentAt }) => ({
        order: subject,
        kind,
        state,
        legalBasis,
        createdAt: createdAt.toISOString(),
        sentAt: sentAt?.toISOString() ?? null,
      })),
      sessions: sessions.map(({ channel, createdAt, lastUsedAt, endedAt }) => ({
        channel,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
      })),
    }
  },
})

export const routes: AnyRoute[] = [forgetRoute, exportRoute]
