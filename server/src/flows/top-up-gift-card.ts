import { Refusal, type Money, type OrderId } from '@splot/kernel'
import { insertOrders } from '#modules/orders'
import { recordCash } from '#modules/payments'
import {
  cardByNumber,
  checkAmount,
  TOP_UP_LINE,
  topUpCards,
  type Account,
  type AccountId,
} from '#modules/storedvalue'
import type { CommandContext } from '#platform/context'
import { combineWrites, type CommandKey } from '#platform/database'
import { emit } from '#platform/events'
import { cashFor, counterCardOrder, type CardSale } from './sell-gift-card.ts'
import { refusalOnly } from './settle-till-sale-draft.ts'

export interface CardTopUp extends CardSale {
  /** Of the card, as it was scanned or typed. */
  readonly number: string
}

export interface ToppedUpCard {
  readonly orderId: OrderId
  readonly accountId: AccountId
  readonly change: Money
}

/**
 * Takes cash over the counter and puts it on a gift card: an order of one line outside the scope of VAT, born collected, and one entry of
 * the ledger under that order's id. A repetition under the same key puts nothing on it a second time. `ip`: where guesses come from.
 * @throws Refusal `tills.no_till`, `auth.other_channel`, 422 `storedvalue.amount`, `tills.not_enough_cash`, and what `cardByNumber` and
 * `topUpCards` refuse.
 */
export async function topUpGiftCard(
  ctx: CommandContext,
  { number, ...sale }: CardTopUp,
  ip: string,
  key: CommandKey | undefined,
): Promise<ToppedUpCard> {
  const card = await cardByNumber(ctx, number, ip).catch(refusalOnly)
  return recordTopUp(ctx, { sale, card }, key)
}

interface Wanted {
  readonly sale: CardSale
  /** A refusal is told only by the verb below, because a repetition of a top-up that stands gets its stored answer. */
  readonly card: Account | Refusal
}

const recordTopUp = combineWrites<Wanted, ToppedUpCard>('flows.top_up_gift_card', async (ctx, requests) => {
  const topUps = requests.map(({ actor, input: { sale, card } }) => {
    if (card instanceof Refusal) throw card
    checkAmount(sale.value.minor)
    return { card, ...counterCardOrder(actor, sale, topUpLine(card.number.slice(-4))) }
  })
  const numbers = await insertOrders(
    ctx,
    topUps.map(({ order }) => order),
  )
  await recordCash(
    ctx,
    topUps.map(({ order }) => cashFor(order)),
  )
  await topUpCards(
    ctx,
    topUps.map(({ card: { accountId }, order }, index) => ({
      accountId,
      amountMinor: order.grossMinor,
      currency: order.currency,
      reference: order.orderId,
      orderId: order.orderId,
      reason: numbers[index]?.number ?? '',
      actor: order.actor,
    })),
  )
  return topUps.map(({ card: { accountId }, order, change }, index) => {
    const { orderId, locationId, currency, grossMinor, actor } = order
    const number = numbers[index]?.number ?? ''
    const { deviceId } = actor
    emit(ctx, {
      type: 'tills.gift_card_topped_up',
      subject: orderId,
      locationId,
      actor,
      data: { orderId, number, accountId, locationId, deviceId, currency, grossMinor },
    })
    return { orderId, accountId, change }
  })
})

/** The line says which card by its last digits: the number itself would let others put money on it, or ask for its PIN. */
export const topUpLine = (lastFour: string) => {
  const digits = `···· ${lastFour}`
  return { ...TOP_UP_LINE, options: { card: { pl: digits, en: digits } } }
}
