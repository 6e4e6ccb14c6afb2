import type { Currency, OrderId, PaymentId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { NEVER_ARRIVED } from './states.ts'
import { ATTEMPTS_BY_ID, ATTEMPTS_OF, GIVEN_UP_ATTEMPTS, PAYMENTS_OF, UNRESOLVED_ATTEMPTS } from './store.ts'
import type { AttemptId, Payment, PaymentMethod } from './types.ts'

export interface Attempt {
  readonly attemptId: AttemptId
  readonly paymentId: PaymentId
  readonly orderId: OrderId
  readonly state: 'saved' | 'called' | 'answered'
  readonly outcome: 'captured' | 'pending' | 'declined' | 'unknown' | null
  readonly providerReference: string | null
  readonly reason: string | null
  readonly createdAt: Date
  readonly method: PaymentMethod
  readonly amountMinor: number
  readonly currency: Currency
}

/** Payments of orders, oldest first. */
export const paymentsOf = (ctx: ReadContext, orderIds: readonly OrderId[]): Promise<Payment[]> =>
  ctx.query<Payment & Record<string, unknown>>(PAYMENTS_OF, [orderIds])

/** Attempts of orders, oldest first. */
export const attemptsOf = (ctx: ReadContext, orderIds: readonly OrderId[]): Promise<Attempt[]> =>
  ctx.query<Attempt & Record<string, unknown>>(ATTEMPTS_OF, [orderIds])

export const attemptsById = (ctx: ReadContext, ids: readonly AttemptId[]): Promise<Attempt[]> =>
  ctx.query<Attempt & Record<string, unknown>>(ATTEMPTS_BY_ID, [ids])

/** Attempts without a final outcome that were saved before `createdBefore`, oldest first. */
export const unresolvedAttempts = (
  ctx: ReadContext,
  createdBefore: Date,
  limit: number,
): Promise<Attempt[]> =>
  ctx.query<Attempt & Record<string, unknown>>(UNRESOLVED_ATTEMPTS, [createdBefore, limit])

/** Attempts given up as never arrived whose next asking is due by `dueBy`, the longest due first. */
export const givenUpAttempts = (ctx: ReadContext, dueBy: Date, limit: number): Promise<Attempt[]> =>
  ctx.query<Attempt & Record<string, unknown>>(GIVEN_UP_ATTEMPTS, [dueBy, limit])

/** Whether the provider may still have something to say about an attempt. */
export const mayTurn = ({ state, outcome, reason }: Attempt): boolean =>
  state !== 'answered' || (outcome === 'declined' && reason === NEVER_ARRIVED)
