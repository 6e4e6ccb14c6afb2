import type { Tenders } from '@splot/rules'
import { newId, Refusal, type Currency, type CustomerId, type Money, type OrderId } from '@splot/kernel'
import { ordersById } from '#modules/orders'
import type { StoredMethod, StoredPayment, StoredTender } from '#modules/payments'
import {
  capture,
  creditsOf,
  giveBack,
  recognise,
  release,
  spend,
  type Account,
  type AccountId,
  type Shown,
} from '#modules/storedvalue'
import type { Actor, CommandContext } from '#platform/context'

/** What the customer wants to pay with value that we keep; amounts in minor units of the purchase's currency. */
export interface StoredWish {
  readonly cards: readonly (Shown & { readonly amount: Money })[]
  /** From the store credit of the customer who has signed in, or of whom `creditOf` names. */
  readonly credit?: Money | undefined
  /** Whoever stands at a till and has shown that she is this customer. */
  readonly creditOf?: CustomerId | null | undefined
  /** Where guesses come from. */
  readonly ip: string
}

/** A part that an account pays; recognised, but not reserved yet. */
export interface StoredPart {
  readonly accountId: AccountId
  readonly method: StoredMethod
  readonly amountMinor: number
}

/**
 * Opens the cards that were shown and says what each shall pay. Whether it still can is decided when it is reserved; what is clear
 * already is refused before anything is taken.
 * @throws Refusal `storedvalue.not_recognised`, `storedvalue.locked`, `storedvalue.short`, `storedvalue.blocked`,
 * `storedvalue.expired`, `storedvalue.wrong_currency`, 422 `payments.card_twice`, `payments.over_total`, `payments.no_credit`.
 */
export async function recogniseParts(
  ctx: CommandContext,
  wish: StoredWish | undefined,
  total: Money,
): Promise<StoredPart[]> {
  if (!wish) return []
  const parts: StoredPart[] = []
  for (const [index, { amount, ...shown }] of wish.cards.entries()) {
    const account = await recognise(ctx, shown, wish.ip)
    parts.push(partOf(account, amount, total.currency, `/giftCards/${index}/amount`))
  }
  if (wish.credit)
    parts.push(
      partOf(
        await ownCredit(ctx, wish.credit, wish.creditOf ?? ctx.actor.customerId),
        wish.credit,
        total.currency,
        '/storeCredit',
      ),
    )
  if (new Set(parts.map(({ accountId }) => accountId)).size < parts.length) {
    throw new Refusal('unprocessable', 'payments.card_twice', 'This card is on the list twice. Take one out.')
  }
  if (storedSum(parts) > total.minor) {
    throw new Refusal(
      'unprocessable',
      'payments.over_total',
      'The cards would pay more than the purchase costs. Take less from them.',
      { facts: { total } },
    )
  }
  return parts
}

/**
 * Everything that pays a purchase, each kind once, as promotions ask: money only where something is left for it, and whatever is shown by
 * its number as a gift card. Null before anything is chosen.
 */
export function payingTenders(
  money: string | null,
  wish: StoredWish | undefined,
  total: Money,
): Tenders | null {
  const stored = [...(wish?.cards ?? []), ...(wish?.credit ? [{ amount: wish.credit }] : [])]
  const rest = total.minor - stored.reduce((sum, { amount }) => sum + amount.minor, 0)
  const paying = [
    ...(money !== null && rest > 0 ? [money] : []),
    ...(wish && wish.cards.length > 0 ? ['gift_card' satisfies StoredMethod] : []),
    ...(wish?.credit ? ['store_credit' satisfies StoredMethod] : []),
  ]
  return paying.length > 1 ? paying : (paying[0] ?? null)
}

/** What these parts pay together, in minor units. */
export const storedSum = (parts: readonly { readonly amountMinor: number }[]): number =>
  parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

async function ownCredit(
  ctx: CommandContext,
  { currency }: Money,
  customerId: CustomerId | null,
): Promise<Account> {
  const credits = customerId ? await creditsOf(ctx.platform.read(ctx.actor), customerId) : []
  const credit = credits.find((one) => one.currency === currency)
  if (credit) return credit
  throw new Refusal(
    'unprocessable',
    'payments.no_credit',
    'There is no store credit of yours in this currency.',
    {
      errors: [{ pointer: '/storeCredit', detail: 'nothing to pay with' }],
    },
  )
}

function partOf(account: Account, amount: Money, currency: Currency, pointer: string): StoredPart {
  const errors = [{ pointer, detail: 'cannot be paid from this card' }]
  const { accountId, kind, balanceMinor } = account
  if (amount.currency !== currency || account.currency !== currency) {
    throw new Refusal(
      'unprocessable',
      'storedvalue.wrong_currency',
      'This card holds another currency: nothing in this one can be paid with it.',
      { errors },
    )
  }
  if (account.state !== 'active') {
    throw new Refusal(
      'conflict',
      `storedvalue.${account.state}`,
      account.state === 'expired'
        ? 'This card has expired.'
        : 'This card is blocked. Ask our staff about it.',
      { errors },
    )
  }
  if (amount.minor <= 0 || balanceMinor < amount.minor) {
    const balance = { minor: balanceMinor, currency }
    throw new Refusal('conflict', 'storedvalue.short', 'There is less on this card by now.', {
      errors,
      facts: { balance },
    })
  }
  return { accountId, method: kind, amountMinor: amount.minor }
}

/** The payments that these parts become with an order. `isFinal`: nothing else is waited for. */
export const storedPayments = (
  parts: readonly StoredPart[],
  order: { readonly orderId: OrderId; readonly currency: Currency },
  isFinal: boolean,
  actor: Actor,
): StoredPayment[] =>
  parts.map((part) => ({
    ...part,
    paymentId: newId<'payment'>(),
    orderId: order.orderId,
    currency: order.currency,
    isFinal,
    actor,
  }))

// Payments knows accounts by their ids only.
const own = <T extends { readonly accountId: string }>(one: T) => ({
  ...one,
  accountId: one.accountId as AccountId,
})

/** What payments asks of whoever keeps the value; `main` binds it. */
export const storedValueTender: StoredTender = {
  spend: (ctx, payments) => spend(ctx, payments.map(own)),
  capture,
  release,
  giveBack: async (ctx, refunds) => {
    const orders = await ordersById(ctx, [...new Set(refunds.map(({ orderId }) => orderId))])
    const customers = new Map(orders.map(({ orderId, customerId }) => [orderId, customerId]))
    await giveBack(
      ctx,
      refunds.map((refund) => ({ ...own(refund), customerId: customers.get(refund.orderId) ?? null })),
    )
  },
}
