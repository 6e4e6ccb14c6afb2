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
import type { HoldKind, HoldState, Movement, StockLine } from './types.ts'

/** A checked reservation: `lines` sorted by `keys`, one per SKU and place. */
export interface PreparedRequest {
  readonly holdId: HoldId
  readonly kind: HoldKind
  readonly bodyHash: string
  readonly expiresAt: Date
  readonly channelId: ChannelId
  /** `kind:id` */
  readonly actor: string
  readonly keys: readonly string[]
  readonly lines: readonly StockLine[]
}

interface Decision {
  readonly verdicts: string
  /** By index of the request. */
  readonly refusals: Readonly<Record<number, readonly (readonly [Sku, LocationId, number, number])[]>>
  readonly former: Readonly<Record<number, string>>
  readonly changes: readonly LevelChange[]
}

const one = <R>(rows: readonly R[]): R => {
  const row = rows[0]
  invariant(row !== undefined, 'the statement answers one row')
  return row
}

/** Decides a batch by `inventory.reserve`, whose comment explains the arrays. */
export async function decideReservations(
  ctx: WriteContext,
  requests: readonly PreparedRequest[],
): Promise<Decision> {
  const rows = new Map<string, StockLine>()
  for (const { keys, lines } of requests) {
    keys.forEach((key, index) => {
      const line = lines[index]
      if (line) rows.set(key, line)
    })
  }
  const places = [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  const rowOf = new Map(places.map(([key], index) => [key, index + 1]))
  const first: number[] = [1]
  const request: number[] = []
  const row: (number | undefined)[] = []
  const quantity: number[] = []
  requests.forEach(({ keys, lines }, index) => {
    for (const key of keys) row.push(rowOf.get(key))
    for (const line of lines) {
      request.push(index + 1)
      quantity.push(line.quantity)
    }
    first.push(row.length + 1)
  })
  return one(
    await ctx.query<Decision & Record<string, unknown>>(
      `select verdicts, refusals, former, changes
         from inventory.reserve($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ctx.now,
        requests.map((r) => r.holdId),
        requests.map((r) => r.bodyHash),
        requests.map((r) => r.kind),
        requests.map((r) => r.expiresAt),
        requests.map((r) => r.channelId),
        requests.map((r) => r.actor),
        first,
        request,
        row,
        quantity,
        places.map(([, line]) => line.sku),
        places.map(([, line]) => line.locationId),
      ],
    ),
  )
}

type Changed = { readonly changes: readonly LevelChange[] } & Record<string, unknown>

export const releaseHolds = async (
  ctx: WriteContext,
  holdIds: readonly HoldId[],
): Promise<readonly LevelChange[]> =>
  one(await ctx.query<Changed>('select changes from inventory.release($1)', [holdIds])).changes

export const expireDueHolds = async (ctx: WriteContext, limit: number) =>
  one(
    await ctx.query<Changed & { readonly expired: number }>(
      'select expired, changes from inventory.expire_holds($1, $2)',
      [ctx.now, limit],
    ),
  )

/** Moves the ends of holds; `longestMs` counts from when each was made. */
export const extendHolds = (
  ctx: WriteContext,
  holdIds: readonly HoldId[],
  until: readonly Date[],
  longestMs: number,
): Promise<unknown> =>
  ctx.query(`select inventory.extend($1, $2, $3 * interval '1 millisecond')`, [holdIds, until, longestMs])

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

export interface HeldLine extends Record<string, unknown> {
  readonly holdId: HoldId
  readonly orderId: OrderId
  readonly sku: Sku
  readonly locationId: LocationId
  readonly outstanding: number
}

/** The allocated pieces of these holds and orders; holds and then lines are locked, each in order. */
export async function lockAllocated(
  ctx: WriteContext,
  holdIds: readonly HoldId[],
  orderIds: readonly OrderId[],
): Promise<HeldLine[]> {
  const locked = ctx.query(
    `select from inventory.hold
      where (hold_id = any($1) or order_id = any($2)) and state in ('allocated', 'picked')
      order by hold_id for update`,
    [holdIds, orderIds],
  )
  const lines = ctx.query<HeldLine>(
    `select l.hold_id as "holdId", h.order_id as "orderId", l.sku, l.location_id as "locationId", l.outstanding
       from inventory.hold h join inventory.hold_line l on l.hold_id = h.hold_id
      where (h.hold_id = any($1) or h.order_id = any($2)) and h.state in ('allocated', 'picked') and l.outstanding > 0
      order by l.hold_id, l.sku, l.location_id for update of l`,
    [holdIds, orderIds],
  )
  return (await Promise.all([locked, lines]))[1]
}

/** Takes pieces off locked lines; a hold that has nothing left moves to `emptyState`. */
export async function takeOffHolds(
  ctx: WriteContext,
  taken: readonly {
    readonly holdId: HoldId
    readonly sku: Sku
    readonly locationId: LocationId
    readonly quantity: number
  }[],
  emptyState: 'consumed' | 'released',
): Promise<void> {
  const lines = ctx.query(
    // Summed, because two items may take from one line, and an update changes each row once.
    `update inventory.hold_line l set outstanding = l.outstanding - d.quantity
       from (select hold_id, sku, location_id, sum(quantity)::int as quantity
               from unnest($1::uuid[], $2::text[], $3::uuid[], $4::int[]) as t(hold_id, sku, location_id, quantity)
              group by hold_id, sku, location_id) d
      where l.hold_id = d.hold_id and l.sku = d.sku collate "C" and l.location_id = d.location_id`,
    [
      taken.map((line) => line.holdId),
      taken.map((line) => line.sku),
      taken.map((line) => line.locationId),
      taken.map((line) => line.quantity),
    ],
  )
  const holds = ctx.query(
    `update inventory.hold h set state = $2 where h.hold_id = any($1)
        and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding > 0)`,
    [taken.map((line) => line.holdId), emptyState],
  )
  await Promise.all([lines, holds])
}

export interface Delta {
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly reserved: number
}

/** Adds to the counters; deltas of the same row are summed first. */
export async function applyDeltas(
  ctx: WriteContext,
  deltas: readonly Delta[],
): Promise<readonly LevelChange[]> {
  const summed = new Map<string, Delta>()
  for (const delta of deltas) {
    const key = `${delta.sku}\0${delta.locationId}`
    const sum = summed.get(key)
    summed.set(key, {
      ...delta,
      onHand: delta.onHand + (sum?.onHand ?? 0),
      reserved: delta.reserved + (sum?.reserved ?? 0),
    })
  }
  const rows = [...summed.values()]
  return one(
    await ctx.query<Changed>('select changes from inventory.apply_deltas($1, $2, $3, $4)', [
      rows.map((row) => row.sku),
      rows.map((row) => row.locationId),
      rows.map((row) => row.onHand),
      rows.map((row) => row.reserved),
    ]),
  ).changes
}

export interface MovementRow extends Movement {
  readonly note: string | null
  readonly channelId: string
  readonly actorKind: string
  readonly actorId: string
  readonly staffId: string | null
}

export const insertMovements = (ctx: WriteContext, rows: readonly MovementRow[]): Promise<unknown> =>
  ctx.query(
    `insert into inventory.movement (at, id, kind, reason, note, document_kind, document_id, sku, location_id, quantity,
                                     channel_id, actor_kind, actor_id, staff_id)
     select $1::timestamptz, d.*
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[],
                   $10::int[], $11::uuid[], $12::text[], $13::text[], $14::uuid[]) as d`,
    [
      ctx.now,
      rows.map((row) => row.id),
      rows.map((row) => row.kind),
      rows.map((row) => row.reason),
      rows.map((row) => row.note),
      rows.map((row) => row.document.kind),
      rows.map((row) => row.document.id),
      rows.map((row) => row.sku),
      rows.map((row) => row.locationId),
      rows.map((row) => row.quantity),
      rows.map((row) => row.channelId),
      rows.map((row) => row.actorKind),
      rows.map((row) => row.actorId),
      rows.map((row) => row.staffId),
    ],
  )
