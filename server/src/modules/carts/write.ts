import type { CartId, ChannelId, Currency, CustomerId, HoldId } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { Actor, CommandContext, WriteContext } from '#platform/context'
import { combineWrites, type CommandKey } from '#platform/database'
import { emit } from '#platform/events'
import { applyChange, droppedHolds, newlyHeld, type ChangeRequest } from './apply.ts'
import { cartRow, withoutHash, type CartRow } from './find.ts'
import type { Refused } from './refusals.ts'
import { INSERT_CARTS, LOCK_CARTS, UPDATE_CARTS } from './store.ts'
import type { Cart, CartCard, CartLine } from './types.ts'

export interface NewCart {
  readonly cartId: CartId
  readonly tokenHash: string
  readonly channelId: ChannelId
  readonly customerId: CustomerId | null
  readonly currency: Currency
  /** The country that it goes to. */
  readonly shipTo: string
  readonly lines: readonly CartLine[]
}

/** Writes new baskets; many at once share one statement. */
export const insertCarts = combineWrites<NewCart, Cart>('carts.create', async (ctx, requests) => {
  const rows = requests.map(({ input }) => ({
    id: input.cartId,
    token_hash: input.tokenHash,
    channel_id: input.channelId,
    customer_id: input.customerId,
    currency: input.currency,
    ship_to: input.shipTo,
    lines: input.lines,
  }))
  await ctx.query(INSERT_CARTS, [JSON.stringify(rows), ctx.now])
  return requests.map(({ actor, input }) => {
    const { tokenHash: _, ...cart } = input
    publishHolds(ctx, actor, cart.cartId, [], cart.lines)
    return { ...cart, coupons: [], cards: [], delivery: null, version: 1, state: 'open' }
  })
})

export type Changed =
  | { readonly state: 'done'; readonly cart: Cart; readonly dropped: readonly HoldId[] }
  | Refused

/**
 * Changes baskets; many at once share three statements. Two changes of one basket happen one after the other. To whom gift cards go is read
 * from the basket, also for a repetition: stored answers stay for a month where nothing forgets a person.
 */
export async function changeCarts(
  ctx: CommandContext,
  request: ChangeRequest,
  key?: CommandKey,
): Promise<Changed> {
  const answer = await change(ctx, request, key)
  if (answer.state !== 'done' || answer.cart.cards.length === 0) return answer
  const row = await cartRow(ctx, request.cartId)
  const receivers = new Map(row?.cards.map(({ cardId, receiver }) => [cardId, receiver]))
  return { ...answer, cart: sentTo(answer.cart, (cardId) => receivers.get(cardId) ?? null) }
}

const sentTo = (cart: Cart, receiverOf: (cardId: string) => CartCard['receiver']): Cart => ({
  ...cart,
  cards: cart.cards.map((card) => ({ ...card, receiver: receiverOf(card.cardId) })),
})

const change = combineWrites<ChangeRequest, Changed>('carts.change', async (ctx, requests) => {
  const ids = [...new Set(requests.map(({ input }) => input.cartId))]
  const rows = await ctx.query<CartRow & Record<string, unknown>>(LOCK_CARTS, [ids])
  const current = new Map<CartId, CartRow>(rows.map((row) => [row.cartId, row]))
  const touched = new Set<CartId>()
  const answers = requests.map(({ actor, input }): Changed => {
    const row = current.get(input.cartId)
    const after = applyChange(row, input)
    if (!row || 'state' in after) return after as Refused
    const { lines, coupons, cards, shipTo, delivery } = after
    const renewed = input.change.kind === 'renew' || input.change.kind === 'rehold'
    const next = { ...row, lines, coupons, cards, shipTo, delivery, version: row.version + (renewed ? 0 : 1) }
    current.set(input.cartId, next)
    touched.add(input.cartId)
    publishHolds(ctx, actor, input.cartId, row.lines, lines)
    return {
      state: 'done',
      cart: sentTo(withoutHash(next), () => null),
      dropped: droppedHolds(row.lines, lines),
    }
  })
  const changed = [...touched].flatMap((id) => {
    const row = current.get(id)
    return row
      ? [
          {
            id,
            version: row.version,
            lines: row.lines,
            coupons: row.coupons,
            cards: row.cards,
            ship_to: row.shipTo,
            delivery: row.delivery,
          },
        ]
      : []
  })
  if (changed.length > 0) await ctx.query(UPDATE_CARTS, [JSON.stringify(changed), ctx.now])
  for (const [index, { actor, input }] of requests.entries()) {
    if (input.audited && answers[index]?.state === 'done') await audit(ctx, { ...input.audited, actor })
  }
  return answers
})

/** Tells which lines are held in a store that were not before. */
export function publishHolds(
  ctx: WriteContext,
  actor: Actor,
  cartId: CartId,
  before: readonly CartLine[],
  after: readonly CartLine[],
): void {
  for (const { lineId, sku, quantity, fulfilment, holds } of newlyHeld(before, after)) {
    if (fulfilment.kind !== 'pickup') continue
    emit(ctx, {
      type: 'carts.line_held',
      subject: cartId,
      locationId: fulfilment.locationId,
      actor,
      data: {
        cartId,
        lineId,
        sku,
        quantity,
        locationId: fulfilment.locationId,
        holdIds: holds?.map((hold) => hold.holdId) ?? [],
      },
    })
  }
}
