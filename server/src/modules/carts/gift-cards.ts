import { DAY_MS, type CartId, type Refusal } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import type { CommandKey } from '#platform/database'
import { defineRetention } from '#platform/jobs'
import { keepAlive } from './change.ts'
import { CARDS_KEPT_DAYS } from './limits.ts'
import { asRefusal } from './refusals.ts'
import { FORGET_CARDS } from './store.ts'
import type { Cart, CartAccess, CartCard } from './types.ts'
import { changeCarts } from './write.ts'

/**
 * Puts money for a gift card into a basket; what it may be was decided before, and a refusal of that is told unless this is a repetition.
 * @throws Refusal that one, `carts.too_many_gift_cards`, `carts.stale`.
 */
export async function addCard(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  card: CartCard | Refusal,
  version?: number,
  key?: CommandKey,
): Promise<Cart> {
  const change = { kind: 'add_card', card } as const
  const answer = await changeCarts(ctx, { cartId, access, version, change }, key)
  if (answer.state === 'refused') throw asRefusal(answer)
  return keepAlive(ctx, answer.cart, access)
}

/** Takes it out again. One that is gone already is no error: the wish is fulfilled. */
export async function removeCard(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  cardId: string,
  version?: number,
): Promise<Cart> {
  const change = { kind: 'drop_card', cardId } as const
  const answer = await changeCarts(ctx, { cartId, access, version, change })
  if (answer.state === 'refused') throw asRefusal(answer)
  return keepAlive(ctx, answer.cart, access)
}

/** What the gift cards of a basket cost, in minor units: no promotion takes anything off money, and none counts it as goods. */
export const cardsTotal = ({ cards }: Pick<Cart, 'cards'>): number =>
  cards.reduce((sum, { amountMinor }) => sum + amountMinor, 0)

/** Baskets that were left alone name nobody any more to whom a card was to be sent. */
export const forgetCardsJob = defineRetention({
  name: 'carts.forget-gift-cards',
  cron: '51 3 * * *',
  begin: (now) => {
    const before = new Date(now.getTime() - CARDS_KEPT_DAYS * DAY_MS)
    return async (ctx, limit) => (await ctx.query(FORGET_CARDS, [before, limit])).length
  },
})
