import { newId, Refusal, type Currency, type CustomerId, type HoldId } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import type { CommandKey } from '#platform/database'
import { overGuestLimit } from './apply.ts'
import { addLine } from './change.ts'
import { checkLine } from './check.ts'
import { cartOfCustomer } from './find.ts'
import { dropHolds, holdPieces } from './holds.ts'
import { idFor } from './ids.ts'
import { MAX_LINES } from './limits.ts'
import { cartPortsOf } from './ports.ts'
import { asRefusal, holdLimit, tooManyLines, type Refused } from './refusals.ts'
import { cartToken, hashToken } from './token.ts'
import type { Cart, CartLine, WantedLine } from './types.ts'
import { insertCarts } from './write.ts'

/**
 * Starts a basket with its first lines. Pickup lines are held before the basket is written and given back when anything
 * refuses. A registered customer who has an open basket gets that one, with the lines added. `token` opens the basket and
 * is shown only here.
 */
export async function createCart(
  ctx: CommandContext,
  wanted: readonly WantedLine[],
  currency: Currency | undefined,
  key?: CommandKey,
): Promise<{ cart: Cart; token: string }> {
  const ports = cartPortsOf(ctx)
  const { actor } = ctx
  const sold = ports.currency(actor.channel.code)
  if (currency !== undefined && currency !== sold) throw wrongCurrency(sold)
  const { customerId } = actor
  if (customerId) return addToOwn(ctx, customerId, sold, wanted, key)
  const lines = merged(wanted.map((line, index) => lineOf(ctx, line, sold, `/lines/${index}`)))
  if (lines.length > MAX_LINES) throw asRefusal(tooManyLines)
  if (overGuestLimit(lines)) throw asRefusal({ ...holdLimit, pointer: '/lines' })
  const held = await holdLines(ctx, lines, key)
  const cartId = newId<'cart'>()
  try {
    const cart = await insertCarts(
      ctx,
      {
        cartId,
        tokenHash: hashToken(cartToken(cartId)),
        channelId: actor.channel.id,
        customerId: null,
        currency: sold,
        shipTo: ports.country(actor.channel.code),
        lines: held,
      },
      key,
    )
    return { cart, token: cartToken(cart.cartId) }
  } catch (error) {
    await dropHolds(
      ctx,
      held.flatMap((line) => (line.holds ?? []).map((hold) => hold.holdId)),
    )
    throw error
  }
}

/**
 * Adds the lines to the customer's open basket, or to a new one. Each line is a command of its own under the key, so a
 * repetition puts nothing in twice, whether or not the basket was there at first.
 */
async function addToOwn(
  ctx: CommandContext,
  customerId: CustomerId,
  currency: Currency,
  wanted: readonly WantedLine[],
  key: CommandKey | undefined,
): Promise<{ cart: Cart; token: string }> {
  let cart = await openOwn(ctx, customerId, currency)
  for (const [index, line] of wanted.entries()) {
    const own = key && { ...key, scope: `${key.scope} line ${index}` }
    cart = await addLine(ctx, cart.cartId, { token: null, customerId }, line, undefined, own)
  }
  return { cart, token: cartToken(cart.cartId) }
}

/** The one open basket of a customer; made when she has none, and found when she makes it on two devices at once. */
export async function openOwn(
  ctx: CommandContext,
  customerId: CustomerId,
  currency: Currency,
): Promise<Cart> {
  const read = ctx.platform.read(ctx.actor)
  const known = await cartOfCustomer(read, customerId)
  if (known) return known
  const cartId = newId<'cart'>()
  const { id: channelId, code } = ctx.actor.channel
  const shipTo = cartPortsOf(ctx).country(code)
  const tokenHash = hashToken(cartToken(cartId))
  try {
    return await insertCarts(ctx, {
      cartId,
      tokenHash,
      channelId,
      customerId,
      currency,
      shipTo,
      lines: [],
    })
  } catch (error) {
    const other = await cartOfCustomer(read, customerId)
    if (!other) throw error
    return other
  }
}

const wrongCurrency = (sold: Currency): Refusal =>
  new Refusal('unprocessable', 'carts.wrong_currency', `This channel sells in ${sold}.`, {
    errors: [{ pointer: '/currency', detail: `must be ${sold}` }],
  })

const lineOf = (ctx: CommandContext, line: WantedLine, currency: Currency, pointer: string): CartLine => ({
  lineId: newId(),
  sku: line.sku,
  quantity: line.quantity,
  fulfilment: checkLine(cartPortsOf(ctx), line, ctx.actor.channel, currency, pointer),
})

/** The same article the same way twice in one request is one line. */
function merged(lines: readonly CartLine[]): CartLine[] {
  const byWhat = new Map<string, CartLine>()
  for (const line of lines) {
    const what = `${line.sku}\n${line.fulfilment.kind === 'pickup' ? line.fulfilment.locationId : ''}`
    const twin = byWhat.get(what)
    byWhat.set(what, twin ? { ...twin, quantity: twin.quantity + line.quantity } : line)
  }
  return [...byWhat.values()]
}

/** Holds every pickup line, or none of them. */
async function holdLines(
  ctx: CommandContext,
  lines: readonly CartLine[],
  key: CommandKey | undefined,
): Promise<CartLine[]> {
  if (lines.every((line) => line.fulfilment.kind === 'ship')) return [...lines]
  const held = await Promise.all(
    lines.map(async (line, index): Promise<CartLine | Refused> => {
      if (line.fulfilment.kind === 'ship') return line
      const { locationId } = line.fulfilment
      const hold = await holdPieces(ctx, idFor<'hold'>(key, `line ${index}`), {
        sku: line.sku,
        quantity: line.quantity,
        locationId,
      })
      return 'state' in hold ? hold : { ...line, holds: [hold] }
    }),
  )
  const taken = held.filter((line): line is CartLine => !('state' in line))
  const refused = held.find((line): line is Refused => 'state' in line)
  if (refused) {
    await dropHolds(
      ctx,
      taken.flatMap((line): HoldId[] => (line.holds ?? []).map((hold) => hold.holdId)),
    )
    throw asRefusal(refused)
  }
  return taken
}
