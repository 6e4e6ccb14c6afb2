import type { OrderId } from '@splot/kernel'
import { attemptsOf, providerOf, type Tender } from '#modules/payments'
import type { CommandContext } from '#platform/context'
import { settlePayment } from './settle-payment.ts'

/**
 * Finishes what a killed process left open: calls the provider again for the order's unanswered attempt. The attempt's id is
 * the idempotency key there, so a charge that happened is only told again, and one that never arrived happens now.
 */
export async function chargeAgain(
  ctx: CommandContext,
  orderId: OrderId,
  number: string,
  tender: Tender,
): Promise<void> {
  const attempts = await attemptsOf(ctx.platform.read(ctx.actor), [orderId])
  const open = attempts.findLast(
    (attempt) => attempt.state !== 'answered' && attempt.method === tender.method,
  )
  if (!open) return
  const { attemptId, amountMinor, currency } = open
  const outcome = await providerOf(ctx).charge({
    attemptId,
    amountMinor,
    currency,
    tender,
    reference: number,
  })
  if (outcome.state !== 'unknown' || open.state === 'saved')
    await settlePayment(ctx, { attemptId, orderId, outcome })
}
