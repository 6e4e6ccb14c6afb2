import { newId, type Money, type OrderId } from '@splot/kernel'
import { insertOrders, type NewOrder } from '#modules/orders'
import { recordCash } from '#modules/payments'
import { HOME_COUNTRY } from '#modules/tax'
import { CARD_LINE, checkCard, issueCard, type AccountId } from '#modules/storedvalue'
import type { Actor, CommandContext, WriteContext } from '#platform/context'
import { combineWrites, type Combined, type CommandKey } from '#platform/database'
import { emit } from '#platform/events'
import { changeFor, tillOf } from './settle-till-sale-draft.ts'

export interface CardSale {
  readonly value: Money
  readonly tender: { readonly kind: 'cash'; readonly given?: Money }
}

/** Ids only: what is kept of the answer must not open the card. */
export interface SoldCard {
  readonly orderId: OrderId
  readonly accountId: AccountId
  readonly change: Money
}

/**
 * Sells a gift card over the counter for cash: an order of one line outside the scope of VAT, born collected, whose card is worth what
 * was paid. A repetition under the same key gets the same card.
 * @throws Refusal `tills.no_till`, `auth.other_channel`, 422 `storedvalue.amount`, `tills.not_enough_cash`.
 */
export const sellGiftCard = (
  ctx: CommandContext,
  sale: CardSale,
  key: CommandKey | undefined,
): Promise<SoldCard> => recordCardSale(ctx, sale, key)

const recordCardSale = combineWrites<CardSale, SoldCard>('flows.sell_gift_card', async (ctx, requests) => {
  const sales = requests.map(({ actor, input }) => draft(ctx, { actor, input }))
  const numbers = await insertOrders(
    ctx,
    sales.map(({ order }) => order),
  )
  await recordCash(
    ctx,
    sales.map(({ order: { orderId, currency, grossMinor, actor } }) => ({
      paymentId: newId<'payment'>(),
      orderId,
      amountMinor: grossMinor,
      currency,
      actor,
    })),
  )
  for (const [index, { order, accountId }] of sales.entries()) {
    const { orderId, currency, grossMinor, locationId, actor } = order
    const number = numbers[index]?.number ?? ''
    await issueCard(ctx, { accountId, amountMinor: grossMinor, currency, note: number, orderId, actor })
    emit(ctx, {
      type: 'tills.gift_card_sold',
      subject: orderId,
      locationId,
      actor,
      data: { orderId, number, accountId, locationId, deviceId: actor.deviceId, currency, grossMinor },
    })
  }
  return sales.map(({ order: { orderId }, accountId, change }) => ({ orderId, accountId, change }))
})

interface CardSaleDraft {
  readonly order: NewOrder & { readonly actor: Actor }
  readonly accountId: AccountId
  readonly change: Money
}

function draft(ctx: WriteContext, { actor, input }: Combined<CardSale>): CardSaleDraft {
  const { value, tender } = input
  const locationId = tillOf(actor)
  const { minor, currency } = value
  checkCard(ctx, { amountMinor: minor, currency, note: '' })
  return {
    order: {
      orderId: newId<'order'>(),
      channel: actor.channel,
      locationId,
      staffId: actor.staffId,
      customerId: null,
      cartId: null,
      state: 'collected',
      currency,
      grossMinor: minor,
      shippingMinor: 0,
      shippingTaxLetter: CARD_LINE.taxLetter,
      shippingTaxPpm: CARD_LINE.taxPpm,
      shippingTaxCountry: HOME_COUNTRY,
      locale: 'pl',
      lines: [
        {
          ...CARD_LINE,
          taxCountry: HOME_COUNTRY,
          lineNo: 1,
          options: {},
          quantity: 1,
          unitGrossMinor: minor,
          grossMinor: minor,
        },
      ],
      actor,
    },
    accountId: newId<'storedvalue.account'>(),
    change: changeFor({ tender, expectedTotal: value }, minor),
  }
}
