import { newId, type CartId, type HoldId } from '@splot/kernel'
import { extendRedemptions } from '#modules/promotions'
import type { CommandContext } from '#platform/context'
import type { CommandKey } from '#platform/database'
import { checkLine, checkPlace } from './check.ts'
import { noSuchWay, notServed } from './delivery/serve.ts'
import { cartById } from './find.ts'
import { dropHolds, holdPieces, moveHolds, renewHolds } from './holds.ts'
import { idFor } from './ids.ts'
import { cartPortsOf } from './ports.ts'
import { asRefusal, noSuchLine, stale } from './refusals.ts'
import type { Cart, CartAccess, LineFulfilment, LineHold, WantedLine } from './types.ts'
import { changeCarts } from './write.ts'

/** A change without If-Match is decided anew when somebody else's came between; this often. */
const MAX_TRIES = 5

/**
 * Adds an article; the same article the same way makes its line longer. A pickup line is held first, and the hold given
 * back when the basket refuses it. `version` (If-Match): refuses with `carts.stale` when the basket is another by now.
 */
export async function addLine(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  wanted: WantedLine,
  version?: number,
  key?: CommandKey,
): Promise<Cart> {
  const ports = cartPortsOf(ctx)
  const { channel } = ctx.actor
  const fulfilment = checkLine(ports, wanted, channel, ports.currency(channel.code), '')
  const { sku, quantity } = wanted
  let hold: LineHold | undefined
  if (fulfilment.kind === 'pickup') {
    const answer = await holdPieces(ctx, idFor<'hold'>(key, 'hold'), {
      sku,
      quantity,
      locationId: fulfilment.locationId,
    })
    if ('state' in answer) throw asRefusal(answer)
    hold = answer
  }
  const line = { lineId: newId(), sku, quantity, fulfilment, ...(hold && { holds: [hold] }) }
  const answer = await changeCarts(
    ctx,
    { cartId, access, version, change: { kind: 'add', line } },
    key,
  ).catch(async (error: unknown) => {
    if (hold) await dropHolds(ctx, [hold.holdId])
    throw error
  })
  if (answer.state === 'refused') {
    if (hold) await dropHolds(ctx, [hold.holdId])
    throw asRefusal(answer)
  }
  return keepAlive(ctx, answer.cart, access)
}

/** Changes quantity or way of a line; the hold moves with it: the new pieces are taken before the old are given back. */
export async function changeLine(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  lineId: string,
  wish: { readonly quantity?: number | undefined; readonly fulfilment?: LineFulfilment | undefined },
  version?: number,
): Promise<Cart> {
  if (wish.fulfilment) checkPlace(cartPortsOf(ctx), wish.fulfilment, '/fulfilment/locationId')
  const givenBack = new Set<HoldId>()
  for (let tries = 1; ; tries += 1) {
    const cart = await cartById(ctx, cartId, access)
    if (version !== undefined && version !== cart.version) throw asRefusal(stale(cart.version))
    const line = cart.lines.find((one) => one.lineId === lineId)
    if (!line) throw asRefusal(noSuchLine)
    const { quantity = line.quantity, fulfilment = line.fulfilment } = wish
    const moved =
      fulfilment.kind === 'pickup'
        ? await moveHolds(
            ctx,
            line,
            { sku: line.sku, quantity, locationId: fulfilment.locationId },
            () => newId<'hold'>(),
            givenBack,
          )
        : { holds: [], taken: [] }
    if ('state' in moved) throw asRefusal(moved)
    const change = {
      kind: 'set',
      lineId,
      quantity,
      fulfilment,
      ...(moved.holds.length > 0 && { holds: moved.holds }),
    } as const
    const giveBack = () =>
      dropHolds(
        ctx,
        moved.taken.map((hold) => hold.holdId),
      )
    const answer = await changeCarts(ctx, { cartId, access, version: cart.version, change }).catch(
      async (error: unknown) => {
        await giveBack()
        throw error
      },
    )
    if (answer.state === 'done') {
      await dropHolds(ctx, answer.dropped)
      return keepAlive(ctx, answer.cart, access)
    }
    await giveBack()
    if (answer.code !== 'carts.stale' || version !== undefined || tries === MAX_TRIES) throw asRefusal(answer)
  }
}

/** Takes a line out and gives its hold back. A line that is gone already is no error: the wish is fulfilled. */
export async function removeLine(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  lineId: string,
  version?: number,
): Promise<Cart> {
  const answer = await changeCarts(ctx, { cartId, access, version, change: { kind: 'remove', lineId } })
  if (answer.state === 'refused') throw asRefusal(answer)
  await dropHolds(ctx, answer.dropped)
  return keepAlive(ctx, answer.cart, access)
}

/**
 * Says which country a basket goes to, or in which way: what sending costs, and whose VAT it bears, are those of that country from now on. A way that the country
 * does not have is none: it goes in the usual one.
 * @throws Refusal `carts.country_not_served`, `carts.no_such_delivery`.
 */
export async function sendTo(
  ctx: CommandContext,
  cartId: CartId,
  access: CartAccess,
  to: { readonly country?: string | undefined; readonly delivery?: string | undefined },
  version?: number,
): Promise<Cart> {
  const { currency, shipTo } = await cartById(ctx, cartId, access)
  const ports = cartPortsOf(ctx)
  const country = to.country ?? shipTo
  const ways = ports.ways(country, currency)
  if (ways.length === 0) throw notServed(country, '/shipTo', ports.served(currency))
  if (to.delivery !== undefined && !ways.some(({ code }) => code === to.delivery))
    throw noSuchWay(to.delivery, ways)
  const answer = await changeCarts(ctx, { cartId, access, version, change: { kind: 'ship_to', ...to } })
  if (answer.state === 'refused') throw asRefusal(answer)
  return keepAlive(ctx, answer.cart, access)
}

/** Takes pieces again for lines whose holds are lost, at checkout; the basket's version stays. */
export async function replaceHolds(
  ctx: CommandContext,
  cart: Cart,
  access: CartAccess,
  lines: readonly { readonly lineId: string; readonly holds: readonly LineHold[] }[],
): Promise<Cart> {
  const answer = await changeCarts(ctx, {
    cartId: cart.cartId,
    access,
    version: cart.version,
    change: { kind: 'rehold', lines },
  })
  if (answer.state === 'refused') throw asRefusal(answer)
  await dropHolds(ctx, answer.dropped)
  return answer.cart
}

/** Activity keeps a basket's holds and the uses of its codes alive. */
export async function keepAlive(ctx: CommandContext, cart: Cart, access: CartAccess): Promise<Cart> {
  const uses = cart.coupons.map(({ redemptionId }) => redemptionId)
  const [ends] = await Promise.all([renewHolds(ctx, cart), extendRedemptions(ctx, uses)])
  if (ends.size === 0) return cart
  const change = { kind: 'renew', ends: [...ends] } as const
  const answer = await changeCarts(ctx, { cartId: cart.cartId, access, version: undefined, change })
  return answer.state === 'done' ? answer.cart : cart
}
