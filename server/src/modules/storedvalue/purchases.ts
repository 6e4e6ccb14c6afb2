import { DAY_MS, invariant, Refusal, type OrderId } from '@splot/kernel'
import type { Actor, ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { defineRetention } from '#platform/jobs'
import { lastDay } from './issue.ts'
import { RECEIVERS_KEPT_DAYS } from './limits.ts'
import { openAccounts } from './open-accounts.ts'
import { post } from './post.ts'
import {
  FORGET_OLD_RECEIVERS,
  FORGET_RECEIVERS,
  INSERT_PURCHASES,
  LOCK_ACCOUNTS,
  LOCK_PURCHASES,
  MOVE_PURCHASES,
  PAID_FOR_CARDS,
  PURCHASES_BY_ID,
  PURCHASES_OF,
} from './store.ts'
import type { AccountId, NewPurchase, Posting, Purchase, PurchaseId } from './types.ts'

type Plain<T> = T & Record<string, unknown>

/** Keeps what was bought for cards with its order; an order without cards asks nothing of the database. */
export async function recordPurchases(ctx: WriteContext, purchases: readonly NewPurchase[]): Promise<void> {
  if (purchases.length > 0) await ctx.query(INSERT_PURCHASES, [JSON.stringify(purchases), ctx.now])
}

/** What was bought for cards with these orders, in the order of their lines. */
export const purchasesOf = (ctx: ReadContext, orderIds: readonly OrderId[]): Promise<Purchase[]> =>
  ctx.query<Plain<Purchase>>(PURCHASES_OF, [orderIds])

export const purchasesById = (ctx: ReadContext, ids: readonly PurchaseId[]): Promise<Purchase[]> =>
  ctx.query<Plain<Purchase>>(PURCHASES_BY_ID, [ids])

/** The same, kept from others until the transaction ends. Lock the orders first. */
export const lockPurchases = (ctx: WriteContext, orderIds: readonly OrderId[]): Promise<Purchase[]> =>
  ctx.query<Plain<Purchase>>(LOCK_PURCHASES, [orderIds])

/** What of orders' money went into gift cards and has not come back, in minor units: what was spent stays paid. */
export async function paidForCards(
  ctx: ReadContext,
  orderIds: readonly OrderId[],
): Promise<ReadonlyMap<OrderId, number>> {
  const rows = await ctx.query<{ orderId: OrderId; minor: number }>(PAID_FOR_CARDS, [orderIds])
  return new Map(rows.map(({ orderId, minor }) => [orderId, minor]))
}

/** Locks accounts that the caller will write to in several steps, in the order in which every step locks its own. */
export async function lockAccounts(ctx: WriteContext, ids: readonly AccountId[]): Promise<void> {
  if (ids.length > 0) await ctx.query(LOCK_ACCOUNTS, [ids])
}

/** What is written for an order: who did it, and how people call the order. */
export interface OrderedBy {
  readonly number: string
  readonly actor: Actor
}

/**
 * Issues the cards, and fills those that are topped up, of orders whose money has come; purchases are locked and waiting. A card that takes
 * nothing any more (blocked, expired or full since) does not lose the money: its buyer gets a new card instead. Told to whoever writes to
 * her as `storedvalue.bought`, once per purchase.
 */
export async function issuePurchases(
  ctx: WriteContext,
  waiting: readonly Purchase[],
  orderOf: (orderId: OrderId) => OrderedBy,
): Promise<void> {
  if (waiting.length === 0) return
  const expiresAt = lastDay(ctx.now)
  const posting = (one: Purchase): Posting => {
    const { purchaseId, orderId, amountMinor, currency, accountId } = one
    invariant(accountId, 'a top-up names its card')
    const { number, actor } = orderOf(orderId)
    const what = { accountId, orderId, amountMinor, currency, reference: purchaseId }
    return { ...what, kind: 'top_up', reason: number, expiresAt, actor }
  }
  const topUps = waiting.filter(({ kind }) => kind === 'top_up')
  const answers = await post(ctx, topUps.map(posting))
  const filled = new Set(
    topUps.filter((_, index) => ['done', 'again'].includes(answers[index]?.outcome ?? '')),
  )
  const newCards = waiting.filter((one) => !filled.has(one))
  const opened = await openAccounts(
    ctx,
    newCards.map(({ purchaseId, orderId, amountMinor, currency }) => ({
      accountId: cardOf(purchaseId),
      kind: 'gift_card',
      amountMinor,
      currency,
      customerId: null,
      batchId: null,
      kindOfEntry: 'issue',
      reference: purchaseId,
      orderId,
      note: orderOf(orderId).number,
      expiresAt,
      actor: orderOf(orderId).actor,
    })),
  )
  invariant(opened.size === newCards.length, 'each new card found a number')
  await move(ctx, waiting, 'done', (one) => (filled.has(one) ? one.accountId : cardOf(one.purchaseId)))
  for (const one of waiting) {
    const { purchaseId, orderId, kind, amountMinor, currency } = one
    const isNewCard = !filled.has(one)
    const data = { orderId, purchaseId, kind, isNewCard, amountMinor, currency }
    emit(ctx, { type: 'storedvalue.bought', subject: orderId, actor: orderOf(orderId).actor, data })
  }
}

/** A card that was bought has the id of its purchase, so that issuing it again issues nothing. */
const cardOf = (purchaseId: PurchaseId): AccountId => purchaseId as string as AccountId

/** Whether it made a card: also a top-up does that its card did not take. */
export const isNewCard = ({ purchaseId, accountId }: Pick<Purchase, 'purchaseId' | 'accountId'>): boolean =>
  accountId === cardOf(purchaseId)

/** Nothing will come of these: their order is over before its money came. */
export const voidPurchases = (ctx: WriteContext, waiting: readonly Purchase[]): Promise<void> =>
  move(ctx, waiting, 'void', ({ accountId }) => accountId)

/** Something that was bought, and who gives it up. */
export interface GivenUpPurchase {
  readonly purchase: Purchase
  readonly actor: Actor
}

/**
 * Takes what was bought off its cards again, as much as is left of it: what was spent stays paid. Purchases are locked and done. Answers
 * what was taken off each, in minor units.
 * @throws Refusal `storedvalue.spent` when nothing is left on one; `storedvalue.blocked`, `storedvalue.expired`.
 */
export async function takeBackPurchases(
  ctx: WriteContext,
  done: readonly GivenUpPurchase[],
  reason: string,
): Promise<number[]> {
  const answers = await post(ctx, done.map(takingBack(reason, false)))
  const taken = answers.map(({ outcome, amountMinor }) => {
    if (outcome !== 'done' || amountMinor === 0) throw spent(outcome)
    return -amountMinor
  })
  await moveTakenBack(ctx, done, taken)
  return taken
}

/**
 * The same where the whole order is cancelled: also off a card that is blocked or past its day, because its money goes back. What is spent to
 * the last grosz stays done.
 */
export async function takeBackWithOrder(
  ctx: WriteContext,
  done: readonly GivenUpPurchase[],
  reason: string,
): Promise<void> {
  const answers = await post(ctx, done.map(takingBack(reason, true)))
  const taken = answers.map(({ outcome, amountMinor }) => {
    invariant(outcome === 'done', 'a card that was bought takes back what is left on it')
    return -amountMinor
  })
  const had = done.flatMap((one, index) =>
    (taken[index] ?? 0) > 0 ? [{ one, minor: taken[index] ?? 0 }] : [],
  )
  await moveTakenBack(
    ctx,
    had.map(({ one }) => one),
    had.map(({ minor }) => minor),
  )
}

const takingBack =
  (reason: string, fromAny: boolean) =>
  ({ purchase, actor }: GivenUpPurchase): Posting => {
    const { purchaseId, orderId, accountId, amountMinor, currency } = purchase
    invariant(accountId, 'what is done has a card')
    const what = { accountId, orderId, amountMinor, currency, reference: purchaseId }
    return { ...what, kind: 'take_back', reason, actor, ...(fromAny && { fromAny }) }
  }

const moveTakenBack = (
  ctx: WriteContext,
  done: readonly GivenUpPurchase[],
  taken: readonly number[],
): Promise<void> => {
  const minor = new Map(done.map(({ purchase }, index) => [purchase.purchaseId, taken[index] ?? 0]))
  return move(
    ctx,
    done.map(({ purchase }) => purchase),
    'taken_back',
    ({ accountId }) => accountId,
    ({ purchaseId }) => minor.get(purchaseId) ?? 0,
  )
}

const spent = (outcome: string): Refusal => {
  if (outcome === 'blocked')
    return new Refusal('conflict', 'storedvalue.blocked', 'This card is blocked. Ask our staff about it.')
  if (outcome === 'expired') return new Refusal('conflict', 'storedvalue.expired', 'This card has expired.')
  return new Refusal(
    'conflict',
    'storedvalue.spent',
    'A gift card of this order has been used, so it cannot be given back any more.',
  )
}

async function move(
  ctx: WriteContext,
  purchases: readonly Purchase[],
  to: Purchase['state'],
  accountOf: (one: Purchase) => AccountId | null,
  returned: (one: Purchase) => number = () => 0,
): Promise<void> {
  if (purchases.length === 0) return
  const rows = purchases.map((one) => ({
    id: one.purchaseId,
    account_id: accountOf(one),
    returned_minor: returned(one),
  }))
  await ctx.query(MOVE_PURCHASES, [JSON.stringify(rows), to, ctx.now])
}

/** Forgets to whom cards were sent, once they were. */
export async function forgetReceivers(ctx: WriteContext, ids: readonly PurchaseId[]): Promise<void> {
  if (ids.length > 0) await ctx.query(FORGET_RECEIVERS, [ids])
}

/** Whoever could not be written to is not kept for it for ever. */
export const forgetReceiversJob = defineRetention({
  name: 'storedvalue.forget-receivers',
  cron: '33 3 * * *',
  begin: (now) => {
    const before = new Date(now.getTime() - RECEIVERS_KEPT_DAYS * DAY_MS)
    return async (ctx, limit) => (await ctx.query(FORGET_OLD_RECEIVERS, [before, limit])).length
  },
})
