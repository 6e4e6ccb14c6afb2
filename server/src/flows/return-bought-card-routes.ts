import type { OrderId } from '@splot/kernel'
import { Type } from 'typebox'
import { MoneySchema, route, UuidSchema, type AnyRoute } from '#platform/http'
import { keepToOwner } from './keep-to-owner.ts'
import { returnBoughtCard } from './return-bought-card.ts'

const giveUp = route({
  method: 'POST',
  path: '/v1/orders/:orderId/gift-cards/:purchaseId/returns',
  summary: 'Give up a gift card that was bought, within 14 days',
  description:
    'What is not spent leaves the card and goes back to whatever paid the order; `storedvalue.spent` (409) when nothing is left, `orders.too_late` (409) after the fourteenth day.',
  tag: 'gift cards',
  audience: ['visitor', 'customer'],
  permission: null,
  power: 'command',
  idempotency: 'required',
  perMinute: 20,
  schema: {
    params: Type.Object({ orderId: UuidSchema, purchaseId: UuidSchema }),
    headers: Type.Object({ 'x-order-token': Type.Optional(Type.String({ maxLength: 100 })) }),
    response: { 200: Type.Object({ refunded: MoneySchema }) },
  },
  handle: async (ctx, { params, headers, key }) => {
    if (!key) throw new Error('the route requires a key')
    const orderId = params.orderId as OrderId
    await keepToOwner(ctx.platform.read(ctx.actor), orderId, headers['x-order-token'])
    return returnBoughtCard(ctx, orderId, params.purchaseId, key)
  },
})

export const routes: AnyRoute[] = [giveUp]
