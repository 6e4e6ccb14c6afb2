import type { HoldId, LocationId, Sku } from '@splot/kernel'
import { extend, holdLimits, release, reserve, type HoldLimits } from '#modules/inventory'
import type { CommandContext } from '#platform/context'
import { RENEW_BELOW_MS } from './limits.ts'
import { soldOut, type Refused } from './refusals.ts'
import type { Cart, CartLine, LineHold } from './types.ts'

export interface Pieces {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly quantity: number
}

/** Holds pieces in a store for a basket line, all or nothing; commits on its own, before the basket is written. */
export async function holdPieces(
  ctx: CommandContext,
  holdId: HoldId,
  pieces: Pieces,
  since = ctx.now.getTime(),
): Promise<LineHold | Refused> {
  const answer = await reserve(ctx, { holdId, kind: 'pickup', lines: [pieces] })
  if (answer.state === 'held') {
    return { holdId, quantity: pieces.quantity, expiresAt: new Date(answer.expiresAt).getTime(), since }
  }
  return soldOut(pieces.sku, pieces.locationId, answer.lines[0]?.available ?? 0)
}

/** Gives holds back that no basket refers to. Their expiry would do it too, only later. */
export async function dropHolds(ctx: CommandContext, holdIds: readonly HoldId[]): Promise<void> {
  if (holdIds.length > 0) await release(ctx, holdIds)
}

export const heldPieces = (line: CartLine): number =>
  (line.holds ?? []).reduce((sum, hold) => sum + hold.quantity, 0)

/** Whether the store still keeps every piece of a pickup line. */
export const isHeld = (line: CartLine, now: Date): boolean =>
  heldPieces(line) >= line.quantity && (line.holds ?? []).every((hold) => hold.expiresAt > now.getTime())

/** Where a policy keeps pieces for a short time only: what of it is left when activity renews. */
const RENEW_BELOW_SHARE = 2 / 3

/** Holds of a basket that activity should renew now: running out soon, and not at the end of their longest life. */
const renewable = (cart: Cart, now: number, { ttlMs, capMs }: HoldLimits): LineHold[] =>
  cart.lines
    .flatMap((line) => line.holds ?? [])
    .filter(
      (hold) =>
        hold.expiresAt > now &&
        hold.expiresAt <
          Math.min(now + Math.min(RENEW_BELOW_MS, ttlMs * RENEW_BELOW_SHARE), hold.since + capMs),
    )

/** Extends the holds that run out soon; answers the new ends of those that live on. */
export async function renewHolds(ctx: CommandContext, cart: Cart): Promise<Map<HoldId, number>> {
  const now = ctx.now.getTime()
  const limits = holdLimits(ctx, 'pickup')
  const answers = await Promise.all(
    renewable(cart, now, limits).map((hold) =>
      // A hold that replaced an older one ends with the time of that one.
      extend(ctx, hold.holdId, Math.min(limits.ttlMs, hold.since + limits.capMs - now)),
    ),
  )
  return new Map(
    answers.flatMap((answer) =>
      answer.state === 'held' ? [[answer.holdId, new Date(answer.expiresAt).getTime()] as const] : [],
    ),
  )
}

/**
 * Brings the holds of a pickup line to `quantity` pieces in `locationId`: more pieces take another hold beside the old
 * ones, so that nothing the customer has is risked; fewer drop holds or replace one. Answers the line's new holds and
 * those taken just now; `givenBack` remembers, for another try, old holds that had to go first; the old ones that are missing from `holds` may be dropped once the basket is written.
 */
export async function moveHolds(
  ctx: CommandContext,
  line: CartLine,
  target: Pieces,
  newHoldId: () => HoldId,
  givenBack: Set<HoldId>,
): Promise<{ holds: LineHold[]; taken: LineHold[] } | Refused> {
  const stays =
    line.fulfilment.kind === 'pickup' &&
    line.fulfilment.locationId === target.locationId &&
    isHeld(line, ctx.now) &&
    !line.holds?.some((hold) => givenBack.has(hold.holdId))
  let holds = stays ? [...(line.holds ?? [])] : []
  let surplus = holds.reduce((sum, hold) => sum + hold.quantity, 0) - target.quantity
  while (holds.length > 0 && surplus >= (holds.at(-1)?.quantity ?? Infinity))
    surplus -= holds.pop()?.quantity ?? 0
  if (surplus === 0) return { holds, taken: [] }
  const last = holds.at(-1)
  if (surplus > 0 && last) {
    holds = holds.slice(0, -1)
    const smaller = { ...target, quantity: last.quantity - surplus }
    let taken = await holdPieces(ctx, newHoldId(), smaller, last.since)
    if ('state' in taken) {
      // The only pieces left are our own: free them first, then take fewer of them.
      await dropHolds(ctx, [last.holdId])
      givenBack.add(last.holdId)
      taken = await holdPieces(ctx, newHoldId(), smaller, last.since)
    }
    return 'state' in taken ? taken : { holds: [...holds, taken], taken: [taken] }
  }
  const since = stays ? last?.since : undefined
  const taken = await holdPieces(ctx, newHoldId(), { ...target, quantity: -surplus }, since)
  return 'state' in taken ? taken : { holds: [...holds, taken], taken: [taken] }
}
