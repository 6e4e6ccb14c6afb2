import type { HoldId } from '@splot/kernel'
import { systemActor, type CommandContext, type Platform } from '#platform/context'
import { expireHolds } from '../expire-holds.ts'
import { proveStock } from '../proof.ts'
import type {
  Adjustment,
  Allocated,
  Allocation,
  Arrival,
  Consumption,
  Extended,
  HeldPieces,
  HeldPiecesAnswer,
  Released,
  Reservation,
  Reserved,
  Sale,
  StockLine,
} from '../types.ts'
import type { Hold } from '../holds.ts'
import { allocateAcross } from './allocate-across.ts'
import { extendAcross, findHoldAcross, releaseAcross, shrinkAcross } from './holds-across.ts'
import {
  adjustOnce,
  consumeOnce,
  receiveOnce,
  releaseAllocatedOnce,
  returnToStockOnce,
  sellOnce,
} from './once-across.ts'
import { reserveAcross } from './reserve-across.ts'
import { routeOver, type Routing, type RoutingOptions } from './route.ts'

type Once<T> = (
  ctx: CommandContext,
  commandId: string,
  items: readonly T[],
) => Promise<readonly HeldPiecesAnswer[]>

/** The verbs of stock over several databases; decision record 0010 says when to take it, and what it costs. */
export interface Shards extends Routing {
  reserve(ctx: CommandContext, reservation: Reservation): Promise<Reserved>
  release(ctx: CommandContext, holdIds: readonly HoldId[]): Promise<readonly Released[]>
  shrink(ctx: CommandContext, holdId: HoldId, lines: readonly StockLine[]): Promise<Released>
  extend(ctx: CommandContext, holdId: HoldId, ttlMs?: number): Promise<Extended>
  findHold(ctx: CommandContext, holdId: HoldId): Promise<Hold | undefined>
  /** The ordinary writes stand outside the caller's transaction here: its fact drives them, under its id. */
  allocate(ctx: CommandContext, allocations: readonly Allocation[]): Promise<readonly Allocated[]>
  readonly consume: Once<Consumption>
  readonly releaseAllocated: Once<HeldPieces>
  readonly sell: Once<Sale>
  readonly receive: Once<Arrival>
  readonly returnToStock: Once<Arrival>
  readonly adjust: Once<Adjustment>
  /** The sweep of every database. */
  expireHolds(): Promise<number>
  /** `proveStock` of each database: each is whole by itself, so together they are. */
  proveStock(): Promise<readonly Awaited<ReturnType<typeof proveStock>>[]>
}

/** Opens the verbs over databases that each have this module's tables; what SKUs each has is decided by `route.ts`. */
export function openShards(platforms: readonly Platform[], options?: RoutingOptions): Shards {
  const routing = routeOver(platforms, options)
  const once =
    <T>(verb: (routing: Routing, ...rest: Parameters<Once<T>>) => ReturnType<Once<T>>): Once<T> =>
    (ctx, commandId, items) =>
      verb(routing, ctx, commandId, items)
  return {
    ...routing,
    reserve: (ctx, reservation) => reserveAcross(routing, ctx, reservation),
    release: (ctx, holdIds) => releaseAcross(routing, ctx, holdIds),
    shrink: (ctx, holdId, lines) => shrinkAcross(routing, ctx, holdId, lines),
    extend: (ctx, holdId, ttlMs) => extendAcross(routing, ctx, holdId, ttlMs),
    findHold: (ctx, holdId) => findHoldAcross(routing, ctx, holdId),
    allocate: (ctx, allocations) => allocateAcross(routing, ctx, allocations),
    consume: once(consumeOnce),
    releaseAllocated: once(releaseAllocatedOnce),
    sell: once(sellOnce),
    receive: once(receiveOnce),
    returnToStock: once(returnToStockOnce),
    adjust: once(adjustOnce),
    expireHolds: async () => {
      const swept = await Promise.all(platforms.map(expireHolds))
      return swept.reduce((sum, expired) => sum + expired, 0)
    },
    proveStock: () =>
      Promise.all(platforms.map((platform) => proveStock(platform.read(systemActor('inventory.shards'))))),
  }
}
