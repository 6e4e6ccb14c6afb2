import { Refusal, type OrderId } from '@splot/kernel'
import { Type } from 'typebox'
import { sendCardAgain } from '#modules/messages'
import { lockOrders } from '#modules/orders'
import { isNewCard, purchasesOf } from '#modules/storedvalue'
import type { WriteContext } from '#platform/context'
import { route, UuidSchema, type AnyRoute } from '#platform/http'
import { keepToOwner } from './keep-to-owner.ts'

const again = route({
  method: 'POST',
  path: '/v1/orders/:orderId/gift-cards/:purchaseId/letters',
  summary: 'Send a gift card that was bought to its buyer once more',
  description:
    'To the e-mail that the order was placed with, whoever asks, so nobody learns number and PIN who does not read her mail. 409 ' +
    '`orders.gift_card_of_somebody`: it was a gift, and the address is not kept. 429 `messages.too_many_letters`: more than three in a day.',
  tag: 'gift cards',
  audience: ['visitor', 'customer'],
  permission: null,
  power: 'write',
  idempotency: 'none',
  perMinute: 20,
  schema: {
    params: Type.Object({ orderId: UuidSchema, purchaseId: UuidSchema }),
    headers: Type.Object({ 'x-order-token': Type.Optional(Type.String({ maxLength: 100 })) }),
    response: { 204: Type.Null() },
  },
  handle: async (ctx, { params, headers }) => {
    const orderId = params.orderId as OrderId
    await keepToOwner(ctx, orderId, headers['x-order-token'])
    await sendAgain(ctx, orderId, params.purchaseId)
    return null
  },
})

/** @throws Refusal `orders.no_such_gift_card`, `orders.gift_card_not_issued`, `orders.gift_card_of_somebody`, `messages.too_many_letters`. */
async function sendAgain(ctx: WriteContext, orderId: OrderId, purchaseId: string): Promise<void> {
  await lockOrders(ctx, [orderId])
  const one = (await purchasesOf(ctx, [orderId])).find((bought) => bought.purchaseId === purchaseId)
  if (!one || (one.state === 'done' && !isNewCard(one)))
    throw new Refusal('not_found', 'orders.no_such_gift_card', 'This order bought no such gift card.')
  if (one.state !== 'done')
    throw new Refusal(
      'conflict',
      'orders.gift_card_not_issued',
      one.state === 'waiting'
        ? 'The card comes by e-mail as soon as the order is paid.'
        : 'This gift card is no longer valid: there is nothing to send.',
    )
  if (one.isGift)
    throw new Refusal(
      'conflict',
      'orders.gift_card_of_somebody',
      'This card was sent to the person it is for, and we did not keep the address. Ask our staff for help.',
    )
  await sendCardAgain(ctx, orderId, one.purchaseId)
}

export const routes: AnyRoute[] = [again]
