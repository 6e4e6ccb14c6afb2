import { invariant, type Currency, type OrderId, type PaymentId, type RefundId } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { END_STORED, INSERT_STORED } from './store.ts'
import type { PaymentMethod } from './types.ts'

/** Tenders whose value this house keeps itself: they are decided in the transaction of the sale, and nobody outside is asked. */
export const storedMethods = ['gift_card', 'store_credit'] as const satisfies readonly PaymentMethod[]
export type StoredMethod = (typeof storedMethods)[number]
export const isStored = (method: PaymentMethod): method is StoredMethod =>
  (storedMethods as readonly PaymentMethod[]).includes(method)

export interface StoredPayment {
  readonly paymentId: PaymentId
  readonly orderId: OrderId
  readonly method: StoredMethod
  /** The account that pays; it pays an order once. */
  readonly accountId: string
  readonly amountMinor: number
  readonly currency: Currency
  /** Nothing else is waited for: the value is spent at once. Otherwise it is held until `captureStored` or `releaseStored`. */
  readonly isFinal: boolean
  readonly actor: Actor
}

export interface StoredRefund {
  readonly refundId: RefundId
  readonly orderId: OrderId
  readonly accountId: string
  readonly amountMinor: number
  readonly currency: Currency
  readonly reason: string
  readonly actor: Actor
}

/** What is known of a stored payment that ends. */
interface EndedPayment {
  readonly paymentId: PaymentId
  readonly actor: Actor
}

/**
 * The port behind which value is kept. Everything happens in the caller's transaction; accounts are locked last, after orders,
 * stock and payments, because many orders may share one.
 */
export interface StoredTender {
  /** Holds or spends; refuses what is not covered, which takes the whole order out. */
  spend(ctx: WriteContext, payments: readonly StoredPayment[]): Promise<void>
  capture(ctx: WriteContext, payments: readonly EndedPayment[]): Promise<void>
  release(ctx: WriteContext, payments: readonly EndedPayment[]): Promise<void>
  giveBack(ctx: WriteContext, refunds: readonly StoredRefund[]): Promise<void>
}

let bound: StoredTender | undefined

/** Tells payments who keeps the value; `main` does it once at start. */
export const bindStoredTender = (tender: StoredTender): void => void (bound = tender)

export const storedTender = (): StoredTender => {
  invariant(bound, 'bindStoredTender must be called before value is spent')
  return bound
}

/** Saves the parts of orders that are paid with stored value, and holds or spends them. @throws what the tender refuses with. */
export async function insertStored(ctx: WriteContext, payments: readonly StoredPayment[]): Promise<void> {
  if (payments.length === 0) return
  const rows = payments.map(({ actor: _actor, ...row }) => row)
  await ctx.query(INSERT_STORED, [JSON.stringify(rows), ctx.now])
  await storedTender().spend(ctx, payments)
  for (const payment of payments) if (payment.isFinal) tellCaptured(ctx, payment)
}

interface EndedRow extends Omit<StoredPayment, 'actor' | 'isFinal'>, Record<string, unknown> {}

/** What was held for these orders is spent: the rest of their money has come. Told twice it changes nothing the second time. */
export async function captureStored(
  ctx: WriteContext,
  orders: readonly { readonly orderId: OrderId; readonly actor: Actor }[],
): Promise<void> {
  if (orders.length === 0) return
  const ended = await end(ctx, orders, 'captured')
  await storedTender().capture(ctx, ended)
  for (const payment of ended) tellCaptured(ctx, payment)
}

/** What was held for these orders may be spent again: they came to nothing. */
export async function releaseStored(
  ctx: WriteContext,
  orders: readonly { readonly orderId: OrderId; readonly actor: Actor }[],
): Promise<void> {
  if (orders.length > 0) await storedTender().release(ctx, await end(ctx, orders, 'released'))
}

async function end(
  ctx: WriteContext,
  orders: readonly { readonly orderId: OrderId; readonly actor: Actor }[],
  state: 'captured' | 'released',
) {
  const actors = new Map(orders.map(({ orderId, actor }) => [orderId, actor]))
  const rows = await ctx.query<EndedRow>(END_STORED, [[...actors.keys()], state, ctx.now])
  return rows.map((row) => ({ ...row, actor: actors.get(row.orderId) ?? ctx.actor }))
}

function tellCaptured(ctx: WriteContext, payment: Omit<StoredPayment, 'isFinal'>): void {
  const { paymentId, orderId, amountMinor, currency, method, actor } = payment
  const data = { paymentId, orderId, amountMinor, currency, method }
  emit(ctx, { type: 'payments.captured', subject: orderId, actor, data })
}
