import {
  invariant,
  wallClock,
  type ChannelId,
  type HoldId,
  type LocalDate,
  type LocationId,
  type OrderId,
  type Sku,
} from '@splot/kernel'
import type { Query, ReadContext, WriteContext } from '#platform/context'
import type { FreeChange } from '../events.ts'
import { surroundings } from '../policies/surroundings.ts'
import type { HoldState } from '../states.ts'
import type { ChannelTerms } from '../types.ts'

/** The day of a place, by its own clock. */
export const todayIn = (now: Date, locationId: LocationId): LocalDate =>
  wallClock(now, surroundings().zoneOf(locationId)).date

export type RowState = {
  readonly stockId: number
  readonly sku: Sku
  readonly locationId: LocationId
  readonly onHand: number
  readonly reserved: number
  readonly quarantined: number
  readonly safety: number
  readonly uncovered: number
  readonly terms: ChannelTerms | null
}

const rowColumns = `s.stock_id as "stockId", s.sku, s.location_id as "locationId", s.on_hand as "onHand", s.reserved, s.quarantined,
  s.safety, s.uncovered, s.channel_terms as terms`

/** The rows of these SKUs; in these places, when they are named. */
export const readRowStates = (
  query: Query,
  skus: readonly Sku[],
  places: readonly LocationId[] | null,
): Promise<RowState[]> =>
  query<RowState>(
    `select ${rowColumns} from inventory.stock s
      where s.sku = any($1) and ($2::uuid[] is null or s.location_id = any($2)) order by s.sku, s.location_id`,
    [skus, places],
  )

/** Locks rows in the one order of locks; rows that do not exist are left out. */
export const lockRowStates = (
  ctx: WriteContext,
  rows: readonly { readonly sku: Sku; readonly locationId: LocationId }[],
): Promise<RowState[]> =>
  ctx.query<RowState>(
    `select ${rowColumns} from unnest($1::text[], $2::uuid[]) as d(sku, location_id)
       join inventory.stock s on s.sku = d.sku collate "C" and s.location_id = d.location_id
      order by s.sku, s.location_id for update of s`,
    [rows.map((row) => row.sku), rows.map((row) => row.locationId)],
  )

export const lockRowStatesById = (ctx: WriteContext, stockIds: readonly number[]): Promise<RowState[]> =>
  ctx.query<RowState>(
    `select ${rowColumns} from inventory.stock s where s.stock_id = any($1) order by s.sku, s.location_id for update`,
    [stockIds],
  )

/** Makes the rows that do not exist; answers those. */
export const makeRows = (
  ctx: WriteContext,
  rows: readonly { readonly sku: Sku; readonly locationId: LocationId }[],
): Promise<{ sku: Sku; locationId: LocationId }[]> =>
  ctx.query(
    `insert into inventory.stock (sku, location_id)
       select d.sku, d.location_id from unnest($1::text[], $2::uuid[]) as d(sku, location_id)
        where not exists (select from inventory.stock s where s.sku = d.sku collate "C" and s.location_id = d.location_id)
        group by 1, 2 order by d.sku collate "C", d.location_id
       on conflict do nothing returning sku, location_id as "locationId"`,
    [rows.map((row) => row.sku), rows.map((row) => row.locationId)],
  )

export type InboundRow = { readonly stockId: number; readonly day: LocalDate; readonly quantity: number }

/** What is on its way to these rows, the earliest first. */
export const readInbound = (query: Query, stockIds: readonly number[]): Promise<InboundRow[]> =>
  query<InboundRow>(
    `select stock_id as "stockId", expected_on as day, sum(quantity)::int as quantity from inventory.inbound
      where stock_id = any($1) group by stock_id, expected_on order by stock_id, expected_on`,
    [stockIds],
  )

/** What a document announces for a place. */
export const readAnnounced = (
  query: Query,
  document: { readonly kind: string; readonly id: string },
  locationId: LocationId,
): Promise<InboundRow[]> =>
  query<InboundRow>(
    `select i.stock_id as "stockId", i.expected_on as day, i.quantity
       from inventory.inbound i join inventory.stock s on s.stock_id = i.stock_id
      where i.document_kind = $1 and i.document_id = $2 and s.location_id = $3`,
    [document.kind, document.id, locationId],
  )

/** Replaces what a document announces for these rows. */
export async function replaceInbound(
  ctx: WriteContext,
  document: { readonly kind: string; readonly id: string },
  stockIds: readonly number[],
  lines: readonly InboundRow[],
): Promise<void> {
  await ctx.query(
    'delete from inventory.inbound where document_kind = $1 and document_id = $2 and stock_id = any($3)',
    [document.kind, document.id, stockIds],
  )
  await ctx.query(
    `insert into inventory.inbound (document_kind, document_id, stock_id, expected_on, quantity)
     select $1, $2, d.stock_id, d.day, sum(d.quantity) from unnest($3::int[], $4::date[], $5::int[]) as d(stock_id, day, quantity)
      group by d.stock_id, d.day`,
    [
      document.kind,
      document.id,
      lines.map((line) => line.stockId),
      lines.map((line) => line.day),
      lines.map((line) => line.quantity),
    ],
  )
}

export type WaitingLine = {
  readonly holdId: HoldId
  readonly stockId: number
  readonly orderId: OrderId | null
  readonly channelId: ChannelId
  readonly waiting: number
  readonly open: boolean
  readonly promisedOn: LocalDate | null
  readonly firstPromisedOn: LocalDate
}

const waitingColumns = `w.hold_id as "holdId", w.stock_id as "stockId", h.order_id as "orderId", w.channel_id as "channelId", w.waiting,
  w.open, w.promised_on as "promisedOn", w.first_promised_on as "firstPromisedOn"`

/** What waits for pieces of these rows, in order of promise. */
export const readQueue = (query: Query, stockIds: readonly number[]): Promise<WaitingLine[]> =>
  query<WaitingLine>(
    `select ${waitingColumns} from inventory.inbound_line w join inventory.hold h on h.hold_id = w.hold_id
      where w.stock_id = any($1) and w.waiting > 0 order by w.stock_id, w.first_promised_on, w.seq`,
    [stockIds],
  )

/** The same of live holds, locked; holds that somebody is busy with are left for the next time. */
export const lockQueue = (ctx: WriteContext, stockIds: readonly number[]): Promise<WaitingLine[]> =>
  ctx.query<WaitingLine>(
    `select ${waitingColumns} from inventory.inbound_line w join inventory.hold h on h.hold_id = w.hold_id
      where w.stock_id = any($1) and w.waiting > 0
        and (h.state in ('allocated', 'picked') or h.state in ('soft', 'pinned') and h.expires_at > $2)
      order by w.stock_id, w.first_promised_on, w.seq for update of h skip locked`,
    [stockIds, ctx.now],
  )

/** Which of these rows somebody waits for. */
export const readAwaited = async (
  ctx: WriteContext,
  rows: readonly { readonly sku: Sku; readonly locationId: LocationId }[],
): Promise<number[]> =>
  (
    await ctx.query<{ stockId: number }>(
      `select s.stock_id as "stockId" from unnest($1::text[], $2::uuid[]) as d(sku, location_id)
         join inventory.stock s on s.sku = d.sku collate "C" and s.location_id = d.location_id
        where exists (select from inventory.inbound_line w where w.stock_id = s.stock_id and w.waiting > 0)`,
      [rows.map((row) => row.sku), rows.map((row) => row.locationId)],
    )
  ).map((row) => row.stockId)

/** Rows behind `after` that somebody waits for. */
export const readAwaitedAfter = async (query: Query, after: number, limit: number): Promise<number[]> =>
  (
    await query<{ stockId: number }>(
      `select distinct stock_id as "stockId" from inventory.inbound_line where waiting > 0 and stock_id > $1
        order by 1 limit $2`,
      [after, limit],
    )
  ).map((row) => row.stockId)

export const fillLines = (
  ctx: WriteContext,
  takes: readonly { readonly holdId: HoldId; readonly stockId: number; readonly pieces: number }[],
): Promise<unknown> =>
  ctx.query('select inventory.fill_waiting($1, $2, $3)', [
    takes.map((take) => take.holdId),
    takes.map((take) => take.stockId),
    takes.map((take) => take.pieces),
  ])

/** Writes the days that waiting lines are promised for now. */
export const moveDays = (
  ctx: WriteContext,
  lines: readonly {
    readonly holdId: HoldId
    readonly stockId: number
    readonly promisedOn: LocalDate | null
  }[],
): Promise<unknown> =>
  ctx.query(
    `update inventory.inbound_line w set promised_on = d.day from unnest($1::uuid[], $2::int[], $3::date[]) as d(hold_id, stock_id, day)
      where w.hold_id = d.hold_id and w.stock_id = d.stock_id`,
    [
      lines.map((line) => line.holdId),
      lines.map((line) => line.stockId),
      lines.map((line) => line.promisedOn),
    ],
  )

type Recounted = { [K in keyof FreeChange]: FreeChange[K] }

/** Counts anew what no inbound covers, in locked rows; answers the rows that changed, or all. */
export const recountUncovered = (
  ctx: WriteContext,
  rows: readonly Pick<RowState, 'stockId' | 'locationId'>[],
  always = false,
): Promise<FreeChange[]> =>
  ctx.query<Recounted>(
    `select sku, location_id as "locationId", free, free_before as "freeBefore", version, sellable, terms
       from inventory.recount_uncovered($1, $2, $3)`,
    [rows.map((row) => row.stockId), rows.map((row) => todayIn(ctx.now, row.locationId)), always],
  )

/**
 * Locks what ending these holds, and the allocated ones of these orders, will touch, if one of the holds waits for something; answers with which
 * holds to go on (null: none waits, and nothing is locked), and for which rows they wait.
 */
export async function lockWaitingOf(
  ctx: WriteContext,
  holdIds: readonly HoldId[],
  orderIds: readonly OrderId[] = [],
): Promise<{ readonly locked: readonly HoldId[] | null; readonly awaited: readonly number[] }> {
  const [row] = await ctx.query<{ locked: HoldId[] | null; awaited: number[] }>(
    'select locked, awaited from inventory.lock_waiting($1, $2)',
    [holdIds, orderIds],
  )
  invariant(row, 'the statement answers one row')
  return row
}

/** Ends the waiting of holds that have ended; the rows are locked. Answers the rows that nobody waits for so much any more. */
export const dropWaiting = async (ctx: WriteContext, stockIds: readonly number[]): Promise<number[]> =>
  (
    await ctx.query<{ stockId: number }>('select inventory.drop_waiting($1, $2) as "stockId"', [
      stockIds,
      ctx.now,
    ])
  ).map((row) => row.stockId)

export type KnownHold = {
  readonly holdId: HoldId
  readonly bodyHash: string
  readonly state: HoldState
  readonly expiresAt: Date
  readonly refusal: unknown
}

export const readKnownHolds = (ctx: ReadContext, holdIds: readonly HoldId[]): Promise<KnownHold[]> =>
  ctx.query<KnownHold>(
    `select hold_id as "holdId", body_hash as "bodyHash", state, expires_at as "expiresAt", refusal
       from inventory.hold where hold_id = any($1)`,
    [holdIds],
  )

export interface NewHold {
  readonly holdId: HoldId
  readonly bodyHash: string
  readonly kind: string
  readonly state: 'pinned' | 'refused'
  readonly ttlMs: number
  readonly channelId: ChannelId
  readonly actor: string
  readonly refusal: unknown
}

export const insertHolds = (ctx: WriteContext, holds: readonly NewHold[]): Promise<unknown> =>
  ctx.query(
    `insert into inventory.hold (hold_id, body_hash, kind, state, created_at, expires_at, ended_at, channel_id, actor, refusal)
     select d.hold_id, d.hash, d.kind, d.state, $1::timestamptz, $1::timestamptz + d.ttl * interval '1 millisecond',
            case d.state when 'refused' then $1::timestamptz end, d.channel, d.actor, d.refusal
       from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bigint[], $7::uuid[], $8::text[], $9::jsonb[])
            as d(hold_id, hash, kind, state, ttl, channel, actor, refusal)`,
    [
      ctx.now,
      holds.map((hold) => hold.holdId),
      holds.map((hold) => hold.bodyHash),
      holds.map((hold) => hold.kind),
      holds.map((hold) => hold.state),
      holds.map((hold) => hold.ttlMs),
      holds.map((hold) => hold.channelId),
      holds.map((hold) => hold.actor),
      holds.map((hold) => (hold.refusal === null ? null : JSON.stringify(hold.refusal))),
    ],
  )

export const insertWaiting = (
  ctx: WriteContext,
  lines: readonly (Pick<WaitingLine, 'holdId' | 'stockId' | 'channelId' | 'waiting' | 'open'> & {
    readonly promisedOn: LocalDate
  })[],
): Promise<unknown> =>
  ctx.query(
    `insert into inventory.inbound_line (hold_id, stock_id, quantity, waiting, channel_id, open, promised_on, first_promised_on)
     select d.hold_id, d.stock_id, d.pieces, d.pieces, d.channel, d.open, d.day, d.day
       from unnest($1::uuid[], $2::int[], $3::int[], $4::uuid[], $5::boolean[], $6::date[])
            with ordinality as d(hold_id, stock_id, pieces, channel, open, day, at) order by d.at`,
    [
      lines.map((line) => line.holdId),
      lines.map((line) => line.stockId),
      lines.map((line) => line.waiting),
      lines.map((line) => line.channelId),
      lines.map((line) => line.open),
      lines.map((line) => line.promisedOn),
    ],
  )

export type PromisedRow = {
  readonly holdId: HoldId
  readonly sku: Sku
  readonly locationId: LocationId
  readonly quantity: number
  readonly waiting: number
  readonly promisedOn: LocalDate | null
}

/** What was promised to these holds against inbound, and what of it still waits. */
export const readPromised = (query: Query, holdIds: readonly HoldId[]): Promise<PromisedRow[]> =>
  query<PromisedRow>(
    `select w.hold_id as "holdId", s.sku, s.location_id as "locationId", w.quantity, w.waiting, w.promised_on as "promisedOn"
       from inventory.inbound_line w join inventory.stock s on s.stock_id = w.stock_id
      where w.hold_id = any($1) order by w.hold_id, s.sku, s.location_id`,
    [holdIds],
  )

/** Takes pieces that wait off their lines; the rows are locked. */
export const takeOffWaiting = (
  ctx: WriteContext,
  takes: readonly { readonly holdId: HoldId; readonly stockId: number; readonly pieces: number }[],
): Promise<unknown> =>
  ctx.query(
    `update inventory.inbound_line w set waiting = w.waiting - d.pieces from unnest($1::uuid[], $2::int[], $3::int[]) as d(hold_id, stock_id, pieces)
      where w.hold_id = d.hold_id and w.stock_id = d.stock_id`,
    [takes.map((take) => take.holdId), takes.map((take) => take.stockId), takes.map((take) => take.pieces)],
  )

/** What allocated holds of these, and of these orders, wait for. */
export const readWaitingOf = (
  query: Query,
  holdIds: readonly HoldId[],
  orderIds: readonly OrderId[],
): Promise<(WaitingLine & { readonly sku: Sku; readonly locationId: LocationId })[]> =>
  query(
    `select ${waitingColumns}, s.sku, s.location_id as "locationId"
       from inventory.hold h join inventory.inbound_line w on w.hold_id = h.hold_id and w.waiting > 0
       join inventory.stock s on s.stock_id = w.stock_id
      where (h.hold_id = any($1) or h.order_id = any($2)) and h.state in ('allocated', 'picked')
      order by h.hold_id, w.stock_id`,
    [holdIds, orderIds],
  )
