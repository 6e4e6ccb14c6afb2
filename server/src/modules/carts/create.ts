import { newId, Refusal, type Currency, type HoldId } from '@splot/kernel'
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
  const { actor, platform } = ctx
  const sold = ports.currency(actor.channel.code)
  if (currency !== undefined && currency !== sold) throw wrongCurrency(sold)
  const own = actor.customerId && (await cartOfCustomer(platform.read(actor), actor.customerId))
  if (own) {
    let cart = own
    for (const line of wanted)
      cart = await addLine(ctx, own.cartId, { token: null, customerId: own.customerId }, line)
    return { cart, token: cartToken(own.cartId) }
  }
  const lines = merged(wanted.map((line, index) => lineOf(ctx, line, sold, `/lines/${index}`)))
  if (lines.length > MAX_LINES) throw asRefusal(tooManyLines)
  if (!actor.customerId && overGuestLimit(lines)) throw asRefusal({ ...holdLimit, pointer: '/lines' })
  const held = await holdLines(ctx, lines, key)
  const cartId = newId<'cart'>()
  try {
    const cart = await insertCarts(
      ctx,
      {
        cartId,
        tokenHash: hashToken(cartToken(cartId)),
        channelId: actor.channel.id,
        customerId: actor.customerId,
        currency: sold,
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
