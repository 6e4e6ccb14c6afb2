import { Refusal, type CartId, type Money } from '@splot/kernel'
import { addCard, cartById, idFor, type Cart, type CartAccess } from '#modules/carts'
import {
  cardByNumber,
  LEAST_BOUGHT_MINOR,
  MOST_BOUGHT_MINOR,
  type Account,
  type CardReceiver,
} from '#modules/storedvalue'
import type { CommandContext } from '#platform/context'
import type { CommandKey } from '#platform/database'
import { refusalOnly } from './settle-till-sale-draft.ts'

/** What somebody wants to buy: a new card, for herself or somebody else, or money for a card that stands. */
export interface CardWish {
  readonly amount: Money
  /** Of the card that is topped up; no PIN is needed to give money away. */
  readonly number?: string | undefined
  readonly receiver?: CardReceiver | undefined
  /** Where guesses of numbers come from. */
  readonly ip: string
}

/**
 * Puts money for a gift card into a basket. A card that takes no money is told at once; whether it still does is decided when the money has come.
 * @throws Refusal 422 `storedvalue.bought_amount`, `storedvalue.wrong_currency`, `storedvalue.receiver_of_top_up`, 404 `storedvalue.no_such_card`,
 * 409 `storedvalue.blocked`, `storedvalue.expired`, and what `addCard` refuses.
 */
export async function addGiftCard(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  { amount, number, receiver, ip }: CardWish,
  version?: number,
  key?: CommandKey,
): Promise<Cart> {
  checkAmount(amount)
  const { currency } = await cartById(ctx, cartId, access)
  if (amount.currency !== currency) throw otherCurrency('/amount/currency')
  if (number !== undefined && receiver) throw receiverOfTopUp()
  // A card may be blocked between two tries of one command: whoever has her top-up in the basket is told so again.
  const card = number === undefined ? null : await takesMoney(ctx, number, ip, currency).catch(refusalOnly)
  const wish = {
    cardId: idFor<'storedvalue.purchase'>(key, 'gift card'),
    amountMinor: amount.minor,
    receiver: receiver ?? null,
  }
  const bought =
    card instanceof Refusal
      ? card
      : { ...wish, topUp: card && { accountId: card.accountId, lastFour: card.number.slice(-4) } }
  return addCard(ctx, cartId, access, bought, version, key)
}

async function takesMoney(
  ctx: CommandContext,
  number: string,
  ip: string,
  currency: string,
): Promise<Account> {
  const card = await cardByNumber(ctx, number, ip)
  checkTakesMoney(card, currency)
  return card
}

function checkAmount({ minor }: Money): void {
  if (minor >= LEAST_BOUGHT_MINOR && minor <= MOST_BOUGHT_MINOR) return
  throw new Refusal(
    'unprocessable',
    'storedvalue.bought_amount',
    `Choose an amount from ${LEAST_BOUGHT_MINOR / 100} to ${MOST_BOUGHT_MINOR / 100}.`,
    {
      facts: { leastMinor: LEAST_BOUGHT_MINOR, mostMinor: MOST_BOUGHT_MINOR },
      errors: [{ pointer: '/amount/minor', detail: `${LEAST_BOUGHT_MINOR} to ${MOST_BOUGHT_MINOR}` }],
    },
  )
}

function checkTakesMoney({ state, currency }: Account, wanted: string): void {
  const errors = [{ pointer: '/number', detail: 'takes no money' }]
  if (state === 'blocked')
    throw new Refusal('conflict', 'storedvalue.blocked', 'This card is blocked. Ask our staff about it.', {
      errors,
    })
  if (state === 'expired')
    throw new Refusal('conflict', 'storedvalue.expired', 'This card has expired.', { errors })
  if (currency !== wanted) throw otherCurrency('/number')
}

const otherCurrency = (pointer: string): Refusal =>
  new Refusal(
    'unprocessable',
    'storedvalue.wrong_currency',
    'This card, or this amount, is in another currency than the basket.',
    { errors: [{ pointer, detail: 'another currency' }] },
  )

const receiverOfTopUp = (): Refusal =>
  new Refusal(
    'unprocessable',
    'storedvalue.receiver_of_top_up',
    'A card that somebody has is topped up; nothing is sent to anybody. Leave the receiver out.',
    { errors: [{ pointer: '/receiver', detail: 'only with a new card' }] },
  )
