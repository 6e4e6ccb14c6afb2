import { invariant, type CustomerId } from '@splot/kernel'
import { Type } from 'typebox'
import { refuseUnknown } from '#modules/customers'
import { accountsById, AccountSchema, giveCredit, ReasonSchema, showAccount } from '#modules/storedvalue'
import { MoneySchema, route, UuidSchema, type AnyRoute } from '#platform/http'

const give = route({
  method: 'POST',
  path: '/v1/store-credits',
  summary: 'Give a customer store credit',
  description:
    'Once per `commandId`, whatever the key; the same with another amount, currency or customer is 422 `storedvalue.command_reused`. 404 `customers.not_found` for nobody, and for whoever was forgotten.',
  tag: 'gift cards',
  audience: ['staff', 'machine'],
  permission: 'giftcards.issue',
  everywhere: true,
  power: 'write',
  idempotency: 'required',
  schema: {
    body: Type.Object(
      { commandId: UuidSchema, customerId: UuidSchema, amount: MoneySchema, reason: ReasonSchema },
      { additionalProperties: false },
    ),
    response: { 201: AccountSchema },
  },
  handle: async (ctx, { body }) => {
    const { amount, commandId, reason } = body
    // The schema has checked that it is a UUID.
    const customerId = body.customerId as CustomerId
    await refuseUnknown(ctx, customerId)
    const accountId = await giveCredit(ctx, {
      customerId,
      amountMinor: amount.minor,
      currency: amount.currency,
      reference: commandId,
      reason,
    })
    const [account] = await accountsById(ctx, [accountId])
    invariant(account, 'credit that was given stands')
    return showAccount(account)
  },
})

export const routes: AnyRoute[] = [give]
