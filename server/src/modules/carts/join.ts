import type { CartId, CustomerId } from '@splot/kernel'
import type { CommandContext, WriteContext } from '#platform/context'
import { sameFulfilment } from './apply.ts'
import { keepAlive } from './change.ts'
import { openOwn } from './create.ts'
import { cartOfCustomer, cartRow, opens, withoutHash, type CartRow } from './find.ts'
import { MAX_CARDS, MAX_COUPONS, MAX_LINES, MAX_QUANTITY } from './limits.ts'
import { CLOSE_CARTS, LOCK_CARTS, UPDATE_CARTS } from './store.ts'
import type { Cart, CartLine } from './types.ts'
import { publishHolds } from './write.ts'

/** The basket that somebody filled before she said who she is. */
export interface GuestCart {
  readonly cartId: CartId
  readonly token: string
}

/** Her own basket may be ordered on another device between two looks; then she gets a new one. This often. */
const MAX_TRIES = 3

/**
 * Joins a guest's basket to the one of the customer who just signed in, and answers hers; undefined when she has none and brought
 * nothing. The same article the same way is one line; stores go on keeping what they kept. What does not fit stays in the guest's
 * basket, which is closed when nothing is left. A wrong token, a basket that was ordered, or one in another currency joins nothing; so
 * does a repetition.
 */
export async function joinGuestCart(
  ctx: CommandContext,
  customerId: CustomerId,
  brought: GuestCart,
): Promise<Cart | undefined> {
  const guest = await cartRow(ctx, brought.cartId)
  if (!guest || !joinable(guest, brought.token)) {
    return cartOfCustomer(ctx.platform.read(ctx.actor), customerId)
  }
  for (let tries = 1; ; tries += 1) {
    const own = await openOwn(ctx, customerId, guest.currency)
    const joined = await ctx.platform.write(ctx.actor, (write) => join(write, brought, own.cartId))
    if (joined) return keepAlive(ctx, joined, { token: null, customerId })
    if (tries === MAX_TRIES) return own
  }
}

const joinable = (row: CartRow, token: string): boolean =>
  row.customerId === null &&
  row.state === 'open' &&
  (row.lines.length > 0 || row.cards.length > 0) &&
  opens({ token, customerId: null }, row)

/** Moves the lines while both baskets are locked; undefined when her own is no longer open. */
async function join(ctx: WriteContext, brought: GuestCart, ownId: CartId): Promise<Cart | undefined> {
  const rows = await ctx.query<CartRow & Record<string, unknown>>(LOCK_CARTS, [[brought.cartId, ownId]])
  const own = rows.find((row) => row.cartId === ownId)
  const guest = rows.find((row) => row.cartId === brought.cartId)
  if (!own || own.state !== 'open') return undefined
  // Ordered, or joined by another device, in the meantime.
  if (!guest || !joinable(guest, brought.token) || guest.currency !== own.currency) return withoutHash(own)
  const { joined, left } = joinLines(own.lines, guest.lines)
  const known = new Set(own.coupons.map(({ code }) => code))
  const coupons = [...own.coupons, ...guest.coupons.filter(({ code }) => !known.has(code))].slice(
    0,
    MAX_COUPONS,
  )
  const space = Math.min(MAX_CARDS, MAX_LINES - joined.length)
  const both = [...own.cards, ...guest.cards]
  const cards = both.slice(0, space)
  const version = own.version + 1
  // Where she last said that it goes: in a basket that was empty nobody has said it.
  const { shipTo, delivery } = own.lines.length === 0 ? guest : own
  await ctx.query(UPDATE_CARTS, [
    JSON.stringify([
      { id: own.cartId, version, lines: joined, coupons, cards, ship_to: shipTo, delivery },
      {
        id: guest.cartId,
        version: guest.version + 1,
        lines: left,
        coupons: [],
        cards: both.slice(space),
        ship_to: guest.shipTo,
        delivery: guest.delivery,
      },
    ]),
    ctx.now,
  ])
  if (left.length === 0 && both.length <= space) await ctx.query(CLOSE_CARTS, [[guest.cartId]])
  publishHolds(ctx, ctx.actor, own.cartId, own.lines, joined)
  return { ...withoutHash(own), version, lines: joined, coupons, cards, shipTo }
}

/** The lines of both baskets within the limits of one, with all holds; what does not fit is `left`. */
export function joinLines(
  own: readonly CartLine[],
  guest: readonly CartLine[],
): { joined: readonly CartLine[]; left: readonly CartLine[] } {
  const joined = [...own]
  const left: CartLine[] = []
  for (const line of guest) {
    const at = joined.findIndex(
      ({ sku, fulfilment }) => sku === line.sku && sameFulfilment(fulfilment, line.fulfilment),
    )
    const twin = joined[at]
    if (!twin) {
      if (joined.length < MAX_LINES) joined.push(line)
      else left.push(line)
      continue
    }
    const quantity = Math.min(twin.quantity + line.quantity, MAX_QUANTITY)
    const holds = [...(twin.holds ?? []), ...(line.holds ?? [])]
    joined[at] = { ...twin, quantity, ...(holds.length > 0 && { holds }) }
    const surplus = twin.quantity + line.quantity - quantity
    if (surplus > 0) {
      const { lineId, sku, fulfilment } = line
      left.push({ lineId, sku, quantity: surplus, fulfilment })
    }
  }
  return { joined, left }
}
