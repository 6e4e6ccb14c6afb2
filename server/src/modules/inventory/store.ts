import {
  invariant,
  type ChannelId,
  type HoldId,
  type LocationId,
  type OrderId,
  type Sku,
} from '@splot/kernel'
import type { Query, WriteContext } from '#platform/context'
import type { LevelChange } from './events.ts'
import type { HeldKit } from './pieces/kits.ts'
import type { HoldState } from './states.ts'
import type { HoldKind, Movement, Relocation, StockLine } from './types.ts'

const one = <R>(rows: readonly R[]): R => {
  const row = rows[0]
  invariant(row !== undefined, 'the statement answers one row')
  return row
}

/** Where the pieces of these holds are, or were. */
export const readHoldLines = (
  query: Query,
  holdIds: readonly HoldId[],
): Promise<(StockLine & { readonly holdId: HoldId })[]> =>
  query<StockLine & { readonly holdId: HoldId } & Record<string, unknown>>(
    `select l.hold_id as "holdId", s.sku, s.location_id as "locationId", l.quantity
       from inventory.hold_line l join inventory.stock s on s.stock_id = l.stock_id
      where l.hold_id = any($1) order by l.hold_id, s.sku, s.location_id`,
    [holdIds],
  )

type Changed = { readonly changes: readonly LevelChange[] } & Record<string, unknown>

export const releaseHolds = async (
  ctx: WriteContext,
  holdIds: readonly HoldId[],
): Promise<readonly LevelChange[]> =>
  one(await ctx.query<Changed>('select changes from inventory.release($1, $2)', [ctx.now, holdIds])).changes

export const expireDueHolds = async (ctx: WriteContext, limit: number) =>
  one(
    await ctx.query<Changed & { readonly expired: number }>(
      'select expired, changes from inventory.expire_holds($1, $2)',
      [ctx.now, limit],
    ),
  )

/** Leaves at most `keep` pieces of each line in its hold. */
export const shrinkHolds = async (
  ctx: WriteContext,
  lines: readonly (Omit<StockLine, 'quantity'> & { readonly holdId: HoldId; readonly keep: number })[],
): Promise<readonly LevelChange[]> =>
  one(
    await ctx.query<Changed>('select changes from inventory.shrink($1, $2, $3, $4, $5)', [
      ctx.now,
      lines.map((line) => line.holdId),
      lines.map((line) => line.sku),
      lines.map((line) => line.locationId),
      lines.map((line) => line.keep),
    ]),
  ).changes

/** Moves the ends of holds; `capMs` counts from when each was made. */
export const extendHolds = (
  ctx: WriteContext,
  holds: readonly { readonly holdId: HoldId; readonly until: Date; readonly capMs: number }[],
): Promise<unknown> =>
  ctx.query('select inventory.extend($1, $2, $3)', [
    holds.map((hold) => hold.holdId),
    holds.map((hold) => hold.until),
    holds.map((hold) => hold.capMs),
  ])

export const relocatePieces = async (
  ctx: WriteContext,
  { holdId, sku, from, to, quantity }: Relocation,
  pin: boolean,
) =>
  one(
    await ctx.query<Changed & { readonly state: 'm' | 's' | 'n'; readonly available: number }>(
      'select * from inventory.relocate($1, $2, $3, $4, $5, $6, $7)',
      [ctx.now, holdId, sku, from, to, quantity, pin],
    ),
  )

export const allocateHolds = async (
  ctx: WriteContext,
  holdIds: readonly HoldId[],
  orderIds: readonly OrderId[],
): Promise<{ readonly states: string; readonly changes: readonly LevelChange[] }> =>
  one(
    await ctx.query<Changed & { readonly states: string }>(
      'select states, changes from inventory.allocate($1, $2)',
      [holdIds, orderIds],
    ),
  )

export interface HoldRow extends Record<string, unknown> {
  readonly holdId: HoldId
  readonly state: HoldState
  readonly expiresAt: Date
  /** A piece of it was taken by somebody else after it had expired. */
  readonly broken: boolean
}

export const readHolds = (query: Query, holdIds: readonly HoldId[]): Promise<HoldRow[]> =>
  query<HoldRow>(
    `select h.hold_id as "holdId", h.state, h.expires_at as "expiresAt",
            exists (select from inventory.hold_line l
                     where l.hold_id = h.hold_id and l.outstanding < l.quantity) as broken
       from inventory.hold h where h.hold_id = any($1)`,
    [holdIds],
  )

/** What decides how long these holds may last. */
export const readHoldKinds = (
  query: Query,
  holdIds: readonly HoldId[],
): Promise<{ holdId: HoldId; kind: HoldKind; channelId: ChannelId }[]> =>
  query(
    `select hold_id as "holdId", kind, channel_id as "channelId" from inventory.hold where hold_id = any($1)`,
    [holdIds],
  )

export interface HeldLine extends Record<string, unknown> {
  readonly holdId: HoldId
  readonly stockId: number
  readonly orderId: OrderId
  readonly sku: Sku
  readonly locationId: LocationId
  readonly outstanding: number
  readonly state: 'allocated' | 'picked'
  /** The kits that its hold was asked for. */
  readonly kits: readonly HeldKit[] | null
}

/** The allocated pieces of these holds and orders; holds and then lines are locked, each in order. `among`: only of those, which are locked. */
export const lockAllocated = (
  ctx: WriteContext,
  holdIds: readonly HoldId[],
  orderIds: readonly OrderId[],
  among: readonly HoldId[] | null = null,
): Promise<HeldLine[]> =>
  ctx.query(
    `select l.hold_id as "holdId", l.stock_id as "stockId", l.order_id as "orderId", s.sku, s.location_id as "locationId",
            l.outstanding, l.state, (select k.kits from inventory.kit_hold k where k.hold_id = l.hold_id) as kits
       from inventory.lock_allocated($1, $2, $3) l join inventory.stock s on s.stock_id = l.stock_id
      order by l.hold_id, l.stock_id`,
    [holdIds, orderIds, among],
  )

/** Gives pieces of locked lines back to their rows (and pools); a hold that has nothing left is released. */
export async function giveBackAllocated(
  ctx: WriteContext,
  taken: readonly Taken[],
): Promise<readonly LevelChange[]> {
  const summed = sumTaken(taken)
  const { changes } = one(
    await ctx.query<Changed>('select changes from inventory.give_back($1, $2, $3)', [
      summed.map((line) => line.holdId),
      summed.map((line) => line.stockId),
      summed.map((line) => line.quantity),
    ]),
  )
  await endEmptyHolds(ctx, taken, 'released')
  return changes
}

interface Taken {
  readonly holdId: HoldId
  readonly stockId: number
  readonly quantity: number
}

/** Two items may take from one line, and an update changes each row once. */
function sumTaken(taken: readonly Taken[]): Taken[] {
  const summed = new Map<string, Taken>()
  for (const line of taken) {
    const key = `${line.holdId} ${line.stockId}`
    summed.set(key, { ...line, quantity: line.quantity + (summed.get(key)?.quantity ?? 0) })
  }
  return [...summed.values()]
}

const endEmptyHolds = (ctx: WriteContext, taken: readonly Taken[], state: 'consumed' | 'released') =>
  ctx.query(
    `update inventory.hold h set state = $2, ended_at = $3 where h.hold_id = any($1)
        and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding > 0)
        and not exists (select from inventory.inbound_line w where w.hold_id = h.hold_id and w.waiting > 0)`,
    [taken.map((line) => line.holdId), state, ctx.now],
  )

/** Takes pieces that were handed over off locked lines; a hold that has nothing left is consumed. */
export async function takeOffHolds(ctx: WriteContext, taken: readonly Taken[]): Promise<void> {
  const summed = sumTaken(taken)
  const lines = ctx.query(
    `update inventory.hold_line l set outstanding = l.outstanding - d.quantity
       from unnest($1::uuid[], $2::int[], $3::int[]) as d(hold_id, stock_id, quantity)
      where l.hold_id = d.hold_id and l.stock_id = d.stock_id`,
    [
      summed.map((line) => line.holdId),
      summed.map((line) => line.stockId),
      summed.map((line) => line.quantity),
    ],
  )
  await Promise.all([lines, endEmptyHolds(ctx, taken, 'consumed')])
}

export interface Delta {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly reserved: number
}

export interface MovementRow extends Omit<Movement, 'bin' | 'lotId'> {
  readonly note: string | null
  readonly bin: string | null
  readonly lotId: string | null
  readonly channelId: string
  readonly actorKind: string
  readonly actorId: string
  readonly staffId: string | null
}
