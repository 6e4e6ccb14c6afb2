import { newId, type LocationId, type Money, type OrderId } from '@splot/kernel'
import { insertOrders, type NewOrder, type NewOrderLine } from '#modules/orders'
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
    sales.map(({ order }) => cashFor(order)),
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

/** What the drawer takes for it. */
export const cashFor = ({ orderId, currency, grossMinor, actor }: NewOrder) => ({
  paymentId: newId<'payment'>(),
  orderId,
  amountMinor: grossMinor,
  currency,
  actor,
})

interface CardSaleDraft {
  readonly order: NewOrder & { readonly actor: Actor }
  readonly accountId: AccountId
  readonly change: Money
}

function draft(ctx: WriteContext, { actor, input }: Combined<CardSale>): CardSaleDraft {
  const { minor: amountMinor, currency } = input.value
  checkCard(ctx, { amountMinor, currency, note: '' })
  return {
    ...counterCardOrder(actor, input, { ...CARD_LINE, options: {} }),
    accountId: newId<'storedvalue.account'>(),
  }
}

/**
 * The order that money for a card is, taken over the counter: one line outside the scope of VAT, born collected.
 * @throws Refusal `tills.no_till`, `auth.other_channel`, 422 `tills.not_enough_cash`.
 */
export function counterCardOrder(
  actor: Actor,
  { value, tender }: CardSale,
  line: Pick<NewOrderLine, 'sku' | 'name' | 'options' | 'taxLetter' | 'taxPpm'>,
): {
  readonly order: NewOrder & { readonly actor: Actor; readonly locationId: LocationId }
  readonly change: Money
} {
  const locationId = tillOf(actor)
  const { minor, currency } = value
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
      shippingTaxLetter: line.taxLetter,
      shippingTaxPpm: line.taxPpm,
      shippingTaxCountry: HOME_COUNTRY,
      locale: 'pl',
      lines: [
        {
          ...line,
          taxCountry: HOME_COUNTRY,
          lineNo: 1,
          quantity: 1,
          unitGrossMinor: minor,
          grossMinor: minor,
        },
      ],
      actor,
    },
    change: changeFor({ tender, expectedTotal: value }, minor),
  }
}
