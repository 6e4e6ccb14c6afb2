import {
  invariant,
  newId,
  Refusal,
  type Currency,
  type CustomerId,
  type OrderId,
  type Sku,
} from '@splot/kernel'
import { listChannels } from '#modules/channels'
import { audit } from '#platform/auth'
import type { Actor, ReadContext, WriteContext } from '#platform/context'
import { combineWrites } from '#platform/database'
import { MAX_AMOUNT_MINOR, MAX_VALID_MONTHS, VALID_MONTHS } from './limits.ts'
import { openAccounts } from './open-accounts.ts'
import { post } from './post.ts'
import { CREDITS_OF, GIVEN_OTHERWISE, LOCK_COMMAND } from './store.ts'
import type { Account, AccountId } from './types.ts'

/**
 * The line of an order that sells a card. A card buys anything at any rate, so it is a multi-purpose voucher: its sale is outside the scope of
 * VAT (directive 2006/112/EC, art. 30b; in Poland art. 8b of the VAT act), and the tax is due on what is bought with it.
 */
export const CARD_LINE = {
  sku: 'GIFT-CARD' as Sku,
  name: { pl: 'Karta podarunkowa', en: 'Gift card' },
  taxLetter: 'NP',
  taxPpm: 0,
} as const

/** The line of an order that puts money on a card; as far outside the scope of VAT as the card itself. */
export const TOP_UP_LINE = {
  ...CARD_LINE,
  sku: 'GIFT-CARD-TOP-UP' as Sku,
  name: { pl: 'Doładowanie karty podarunkowej', en: 'Gift card top-up' },
} as const

/** Whether a line of an order is money for a card: it has no stock, no VAT, and does not come back as goods. */
export const isCardLine = ({ sku }: { readonly sku: string }): boolean =>
  sku === CARD_LINE.sku || sku === TOP_UP_LINE.sku

export interface CardWanted {
  readonly amountMinor: number
  readonly currency: Currency
  readonly note: string
  /** Default: `VALID_MONTHS` from now. */
  readonly expiresAt?: Date | undefined
}

/** When a card that is issued now may be spent for the last time, in whole months of UTC. */
export function lastDay(now: Date, months = VALID_MONTHS): Date {
  const end = new Date(now)
  end.setUTCMonth(end.getUTCMonth() + months)
  return end
}

/** @throws Refusal `storedvalue.amount`, `storedvalue.expired_date`, `storedvalue.expires_too_late`. */
export function checkCard(ctx: { readonly now: Date }, { amountMinor, expiresAt }: CardWanted): void {
  checkAmount(amountMinor)
  if (expiresAt && expiresAt <= ctx.now) {
    throw new Refusal('unprocessable', 'storedvalue.expired_date', 'This day is over. Choose a later one.', {
      errors: [{ pointer: '/expiresAt', detail: 'must be in the future' }],
    })
  }
  if (expiresAt && expiresAt > lastDay(ctx.now, MAX_VALID_MONTHS)) {
    throw new Refusal(
      'unprocessable',
      'storedvalue.expires_too_late',
      `A card is valid for at most ${MAX_VALID_MONTHS / 12} years. Choose an earlier day.`,
      { errors: [{ pointer: '/expiresAt', detail: `at most ${MAX_VALID_MONTHS} months ahead` }] },
    )
  }
}

export function checkAmount(amountMinor: number): void {
  if (Number.isSafeInteger(amountMinor) && amountMinor > 0 && amountMinor <= MAX_AMOUNT_MINOR) return
  throw new Refusal(
    'unprocessable',
    'storedvalue.amount',
    `A card is worth more than nothing and at most ${MAX_AMOUNT_MINOR / 100}.`,
    {
      facts: { mostMinor: MAX_AMOUNT_MINOR },
      errors: [{ pointer: '/amount/minor', detail: `1 to ${MAX_AMOUNT_MINOR}` }],
    },
  )
}

/** Value in a currency in which nothing is sold could never be spent. @throws Refusal `storedvalue.unknown_currency`. */
export async function checkCurrency(ctx: ReadContext, currency: Currency): Promise<void> {
  const channels = await listChannels(ctx)
  if (channels.some((channel) => channel.currency === currency)) return
  throw new Refusal(
    'unprocessable',
    'storedvalue.unknown_currency',
    `Nothing is sold in ${currency} here, so nobody could spend it. Choose another currency.`,
    { errors: [{ pointer: '/amount/currency', detail: 'no channel sells in this currency' }] },
  )
}

/**
 * Issues one gift card in the caller's transaction; `orderId` when it was sold.
 * @throws Refusal what `checkCard` and `checkCurrency` refuse.
 */
export async function issueCard(
  ctx: WriteContext,
  card: CardWanted & {
    readonly accountId: AccountId
    readonly orderId: OrderId | null
    readonly actor: Actor
  },
): Promise<void> {
  checkCard(ctx, card)
  await checkCurrency(ctx, card.currency)
  const opened = await openAccounts(ctx, [
    {
      ...card,
      kind: 'gift_card',
      customerId: null,
      batchId: null,
      kindOfEntry: 'issue',
      reference: card.accountId,
      expiresAt: card.expiresAt ?? lastDay(ctx.now),
    },
  ])
  invariant(opened.has(card.accountId), 'a new card found a number')
}

/** Issues a gift card that nobody paid for: a campaign, a complaint. The answer is an id: number and PIN are never stored with it. */
export const issueFreeCard = combineWrites<CardWanted, { readonly accountId: AccountId }>(
  'storedvalue.issue',
  async (ctx, requests) => {
    const issued: { accountId: AccountId }[] = []
    for (const { actor, input } of requests) {
      const accountId = newId<'storedvalue.account'>()
      await issueCard(ctx, { ...input, accountId, orderId: null, actor })
      await audit(
        { ...ctx, actor },
        {
          action: 'storedvalue.card_issued',
          subject: accountId,
          detail: { amountMinor: input.amountMinor, currency: input.currency },
        },
      )
      issued.push({ accountId })
    }
    return issued
  },
)

/**
 * Gives a customer, who is known, store credit: opens her account, or adds to it. `reference` makes it happen once.
 * @throws Refusal `storedvalue.amount`, `storedvalue.unknown_currency`, `storedvalue.blocked`, `storedvalue.command_reused`.
 */
export async function giveCredit(
  ctx: WriteContext,
  given: {
    readonly customerId: CustomerId
    readonly amountMinor: number
    readonly currency: Currency
    readonly reference: string
    readonly reason: string
  },
): Promise<AccountId> {
  const { customerId, amountMinor, currency, reference, reason } = given
  checkAmount(amountMinor)
  await checkCurrency(ctx, currency)
  // Each customer and currency has an account of its own; within one the entry decides. Two at the same instant wait for each other.
  await ctx.query(LOCK_COMMAND, [reference])
  if ((await ctx.query(GIVEN_OTHERWISE, [customerId, reference, currency])).length > 0) throw reused()
  const accountId = await creditOrNew(ctx, {
    ...given,
    orderId: null,
    kindOfEntry: 'issue',
    actor: ctx.actor,
  })
  if (accountId.isNew) return accountId.id
  const [posted] = await post(ctx, [
    {
      accountId: accountId.id,
      kind: 'top_up',
      amountMinor,
      currency,
      reference,
      orderId: null,
      reason,
      actor: ctx.actor,
    },
  ])
  if (posted?.outcome === 'blocked') throw blocked()
  if (posted?.outcome === 'reused') throw reused()
  invariant(
    posted?.outcome === 'done' || posted?.outcome === 'again',
    `credit of ${customerId} takes what is given`,
  )
  return accountId.id
}

/**
 * The store credit of a customer in a currency; opened with `amountMinor` when there is none (`isNew`: nothing is left to add). Without
 * a customer it is a credit of its own, which a number opens.
 */
export async function creditOrNew(
  ctx: WriteContext,
  wanted: {
    readonly customerId: CustomerId | null
    readonly amountMinor: number
    readonly currency: Currency
    readonly reference: string
    readonly orderId: OrderId | null
    readonly kindOfEntry: 'issue' | 'refund'
    readonly reason: string
    readonly actor: Actor
  },
): Promise<{ readonly id: AccountId; readonly isNew: boolean }> {
  const { customerId, currency, reason, ...rest } = wanted
  const creditOf = async () => {
    if (!customerId) return undefined
    const credits = await ctx.query<Account & Record<string, unknown>>(CREDITS_OF, [ctx.now, customerId])
    return credits.find((credit) => credit.currency === currency)?.accountId
  }
  const known = await creditOf()
  if (known) return { id: known, isNew: false }
  // A credit of nobody we know is named after what opened it, so that a repetition opens no second one.
  const accountId = customerId ? newId<'storedvalue.account'>() : (rest.reference as AccountId)
  const opened = await openAccounts(ctx, [
    {
      ...rest,
      accountId,
      currency,
      customerId,
      kind: 'store_credit',
      batchId: null,
      note: reason,
      expiresAt: null,
    },
  ])
  if (opened.has(accountId) || !customerId) return { id: accountId, isNew: true }
  // Somebody else has opened it in the same moment.
  const other = await creditOf()
  invariant(other, 'a customer has one credit per currency')
  return { id: other, isNew: false }
}

export const reused = (): Refusal =>
  new Refusal(
    'unprocessable',
    'storedvalue.command_reused',
    'This command was carried out before, for something else. Nothing was changed now: look at the history, and send a new command.',
    { errors: [{ pointer: '/commandId', detail: 'stands for another amount, currency or customer' }] },
  )

export const blocked = (): Refusal =>
  new Refusal('conflict', 'storedvalue.blocked', 'This card is blocked. Ask our staff about it.')
