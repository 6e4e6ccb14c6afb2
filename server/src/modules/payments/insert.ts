import type { WriteContext } from '#platform/context'
import { INSERT_PAYMENTS } from './store.ts'
import type { NewPayment } from './types.ts'

/**
 * Saves payments, each with its first attempt, in one statement. Only after the commit may the provider be called: an
 * attempt that nobody saved could charge a customer without anybody knowing. A second live payment of an order fails with
 * a unique violation.
 */
export async function insertPayments(ctx: WriteContext, payments: readonly NewPayment[]): Promise<void> {
  if (payments.length === 0) return
  await ctx.query(INSERT_PAYMENTS, [JSON.stringify(payments), ctx.now])
}
