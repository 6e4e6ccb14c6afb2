import { Refusal, type CartId } from '@splot/kernel'
import type { CommandContext, Platform } from '#platform/context'
import { isThisMachine } from '#platform/http'
import { HOLD_MS, MAX_GUEST_HOLDERS_PER_ADDRESS } from './limits.ts'
import type { Cart } from './types.ts'

/** Places that are remembered before those without a live hold are looked for and forgotten. */
const MANY_PLACES = 10_000

/** When each basket from one place stops counting, epoch ms; one that goes on holding is counted anew with each change. */
type Holders = Map<CartId, number>

const places = new WeakMap<Platform, Map<string, Holders>>()

/** Only visitors are counted: everybody else says who she is. This machine is not the net. */
const counts = ({ actor }: CommandContext, ip: string): boolean =>
  actor.kind === 'visitor' && !isThisMachine(ip)

/**
 * Refuses with `carts.too_many_holders` (429) when guests from this address already have stores keep pieces for as many baskets as one
 * address may. Each basket has its own limit; without this one a script would fill a thousand of them and empty every shelf. `cartId`: a
 * basket that is counted already may go on. Counted in this process.
 */
export function admitGuestHold(ctx: CommandContext, ip: string, cartId?: CartId): void {
  if (!counts(ctx, ip)) return
  const holders = places.get(ctx.platform)?.get(ip)
  if (!holders || (cartId !== undefined && holders.has(cartId))) return
  const now = ctx.now.getTime()
  for (const [id, until] of holders) if (until <= now) holders.delete(id)
  if (holders.size < MAX_GUEST_HOLDERS_PER_ADDRESS) return
  const soonest = Math.min(...holders.values())
  throw new Refusal(
    'too_many',
    'carts.too_many_holders',
    'Stores keep pieces for too many baskets from here. Sign in, have it sent home, or try again in some minutes.',
    {
      retryAfterSeconds: Math.ceil((soonest - now) / 1_000),
      facts: { limit: MAX_GUEST_HOLDERS_PER_ADDRESS },
    },
  )
}

/** Counts a basket of a guest for which stores keep pieces now. */
export function countGuestHold(ctx: CommandContext, ip: string, cart: Cart): void {
  if (!counts(ctx, ip) || !cart.lines.some((line) => (line.holds ?? []).length > 0)) return
  let all = places.get(ctx.platform)
  if (!all) places.set(ctx.platform, (all = new Map()))
  const now = ctx.now.getTime()
  // Places where nothing is held any more must not fill the memory; looked at only when there are many.
  if (all.size >= MANY_PLACES)
    for (const [origin, holders] of all)
      if ([...holders.values()].every((until) => until <= now)) all.delete(origin)
  const holders: Holders = all.get(ip) ?? new Map()
  holders.set(cart.cartId, now + HOLD_MS)
  all.set(ip, holders)
}
