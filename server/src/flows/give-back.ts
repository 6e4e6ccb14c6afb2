import { saveRefunds, type NewRefund, type RefundAnswer } from '#modules/payments'
import { paidForCards } from '#modules/storedvalue'
import type { WriteContext } from '#platform/context'

/**
 * Saves refunds of orders that may have bought gift cards too. Cards are paid with money, and that money comes back only with them: else goods
 * that an old card paid would bring money back, and what was on the old card would live on, on the new one, for longer.
 */
export async function giveBack(ctx: WriteContext, refunds: readonly NewRefund[]): Promise<RefundAnswer[]> {
  if (refunds.length === 0) return []
  const inCards = await paidForCards(ctx, [...new Set(refunds.map(({ orderId }) => orderId))])
  return saveRefunds(
    ctx,
    refunds.map((refund) => ({ ...refund, keepsMinor: inCards.get(refund.orderId) ?? 0 })),
  )
}
