import { invariant, type Currency, type OrderId } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { refusalOf } from './change.ts'
import { lastDay } from './issue.ts'
import { post } from './post.ts'
import type { AccountId } from './types.ts'

/** Money that somebody pays onto a card. */
export interface BoughtTopUp {
  readonly accountId: AccountId
  readonly amountMinor: number
  readonly currency: Currency
  /** What it is done for, once: the order, or a line of it. */
  readonly reference: string
  readonly orderId: OrderId
  /** As people know the order. */
  readonly reason: string
  readonly actor: Actor
}

/**
 * Puts money on cards that was paid for it, all or nothing, once per reference. What was paid in is good for as long as the money of a new card,
 * so the day of the card moves with it.
 * @throws Refusal `storedvalue.expired`, `storedvalue.blocked`, `storedvalue.wrong_currency`, `storedvalue.full`.
 */
export async function topUpCards(ctx: WriteContext, topUps: readonly BoughtTopUp[]): Promise<void> {
  const expiresAt = lastDay(ctx.now)
  const answers = await post(
    ctx,
    topUps.map((topUp) => ({ ...topUp, kind: 'top_up', expiresAt })),
  )
  answers.forEach((answer, index) => {
    const topUp = topUps[index]
    invariant(topUp, 'every top-up is answered')
    if (answer.outcome !== 'done' && answer.outcome !== 'again') throw refusalOf(answer, topUp.currency)
  })
}
