import type { LocationId, Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { ExplainedDifference } from '../reasons.ts'
import type { TransferState } from '../states.ts'
import type { InTransit, NewTransfer, Transfer, TransferFilter, TransferLine } from './types.ts'

const under = `l.shipped + l.over - l.received - l.damaged - l.lost`
const columns = `t.id, t.number, t.from_id as "fromId", t.to_id as "toId", t.state, t.hold_id as "holdId",
  t.expected_on::text as "expectedOn", t.note, t.differences, t.created_at as "createdAt", t.created_by as "createdBy",
  t.approved_at as "approvedAt", t.shipped_at as "shippedAt", t.closed_at as "closedAt", s.requested, s.shipped, s.received,
  case t.state when 'shipped' then s.under_way else 0 end as "inTransit"`
const totals = `cross join lateral (select coalesce(sum(l.requested), 0)::int as requested,
    coalesce(sum(l.shipped), 0)::int as shipped, coalesce(sum(l.received), 0)::int as received,
    coalesce(sum(greatest(0, ${under})), 0)::int as under_way
    from stockwork.transfer_line l where l.transfer_id = t.id) s`

export async function insertTransfer(ctx: WriteContext, id: string, transfer: NewTransfer): Promise<string> {
  const [row] = await ctx.query<{ number: string }>(
    `insert into stockwork.transfer (id, number, from_id, to_id, state, hold_id, expected_on, note, created_at, created_by,
                                     approved_at, approved_by)
     values ($1, stockwork.number_of('T', nextval('stockwork.transfer_body')), $2, $3, $4::text, $5, $6, $7, $8, $9,
             case $4::text when 'approved' then $8::timestamptz end, case $4::text when 'approved' then $9::uuid end)
     returning number`,
    [
      id,
      transfer.fromId,
      transfer.toId,
      transfer.state,
      transfer.holdId,
      transfer.expectedOn,
      transfer.note,
      ctx.now,
      ctx.actor.staffId,
    ],
  )
  await ctx.query(
    `insert into stockwork.transfer_line (transfer_id, sku, requested)
     select $1, d.* from unnest($2::text[], $3::int[]) as d`,
    [id, transfer.lines.map(({ sku }) => sku), transfer.lines.map(({ quantity }) => quantity)],
  )
  return row?.number ?? ''
}

export const readTransfer = async (ctx: ReadContext, id: string): Promise<Transfer | undefined> =>
  (
    await ctx.query<Transfer>(`select ${columns} from stockwork.transfer t ${totals} where t.id = $1`, [id])
  )[0]

/** What people call those of these that are transfers, by id. */
export async function transferNumbers(
  ctx: ReadContext,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.query<{ id: string; number: string }>(
    'select id, number from stockwork.transfer where id = any($1)',
    [ids],
  )
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/** Everything that changes a transfer takes this lock first. */
export const lockTransfer = (ctx: WriteContext, id: string) =>
  ctx.query('select from stockwork.transfer where id = $1 for update', [id])

export const listTransfers = (ctx: ReadContext, filter: TransferFilter): Promise<Transfer[]> =>
  ctx.query<Transfer>(
    `select ${columns} from stockwork.transfer t ${totals}
      where ($1::uuid[] is null or t.from_id = any($1) or t.to_id = any($1))
        and ($2::uuid is null or t.from_id = $2) and ($3::uuid is null or t.to_id = $3)
        and ($4::text is null or t.state = $4) and ($5::text is null or starts_with(t.number, upper($5)))
        and ($6::uuid is null or t.id < $6)
      order by t.id desc limit $7`,
    [filter.places, filter.fromId, filter.toId, filter.state, filter.number, filter.before, filter.limit],
  )

export const readTransferLines = (ctx: ReadContext, id: string): Promise<TransferLine[]> =>
  ctx.query<TransferLine>(
    `select sku, requested, shipped, received, damaged, lost, over from stockwork.transfer_line
      where transfer_id = $1 order by sku`,
    [id],
  )

export type TransferReceipt = {
  readonly id: string
  readonly at: Date
  readonly staffId: string | null
  readonly lines: readonly { readonly sku: Sku; readonly quantity: number; readonly damaged: number }[]
}

export const readTransferReceipts = (ctx: ReadContext, id: string): Promise<TransferReceipt[]> =>
  ctx.query<TransferReceipt>(
    `select id, at, staff_id as "staffId", lines from stockwork.transfer_receipt where transfer_id = $1 order by at, id`,
    [id],
  )

export const insertTransferReceipt = (
  ctx: WriteContext,
  transferId: string,
  receipt: Pick<TransferReceipt, 'id' | 'at' | 'lines'>,
) =>
  ctx.query(
    `insert into stockwork.transfer_receipt (id, transfer_id, at, lines, staff_id) values ($1, $2, $3, $4, $5)`,
    [receipt.id, transferId, receipt.at, JSON.stringify(receipt.lines), ctx.actor.staffId],
  )

/** Adds to what has come of each SKU; one that was not sent gets its line. */
export const addArrived = (ctx: WriteContext, id: string, lines: TransferReceipt['lines']) =>
  ctx.query(
    `insert into stockwork.transfer_line as l (transfer_id, sku, requested, received, damaged)
     select $1, d.sku, 0, d.received, d.damaged from unnest($2::text[], $3::int[], $4::int[]) as d(sku, received, damaged)
     on conflict (transfer_id, sku) do update
       set received = l.received + excluded.received, damaged = l.damaged + excluded.damaged`,
    [
      id,
      lines.map(({ sku }) => sku),
      lines.map(({ quantity }) => quantity),
      lines.map(({ damaged }) => damaged),
    ],
  )

/** What each SKU's line shows from now on. */
export const setLines = (
  ctx: WriteContext,
  id: string,
  lines: readonly Pick<TransferLine, 'sku' | 'shipped' | 'lost' | 'over'>[],
) =>
  ctx.query(
    `update stockwork.transfer_line l set shipped = d.shipped, lost = d.lost, over = d.over
       from unnest($2::text[], $3::int[], $4::int[], $5::int[]) as d(sku, shipped, lost, over)
      where l.transfer_id = $1 and l.sku = d.sku collate "C"`,
    [
      id,
      lines.map(({ sku }) => sku),
      lines.map(({ shipped }) => shipped),
      lines.map(({ lost }) => lost),
      lines.map(({ over }) => over),
    ],
  )

/** Moves the transfer on; who did it and when goes into the columns of that step. */
export const setTransferState = (
  ctx: WriteContext,
  id: string,
  state: TransferState,
  at: Date,
  differences: readonly ExplainedDifference[] | null = null,
) =>
  ctx.query(
    `update stockwork.transfer t
        set state = $2::text, differences = coalesce($3::jsonb, differences),
            approved_at = case $2::text when 'approved' then $4::timestamptz else approved_at end,
            approved_by = case $2::text when 'approved' then $5::uuid else approved_by end,
            shipped_at = case $2::text when 'shipped' then $4::timestamptz else shipped_at end,
            shipped_by = case $2::text when 'shipped' then $5::uuid else shipped_by end,
            closed_at = case when $2::text in ('approved', 'shipped') then null else $4::timestamptz end,
            closed_by = case when $2::text in ('approved', 'shipped') then null else $5::uuid end
      where t.id = $1`,
    [id, state, differences && JSON.stringify(differences), at, ctx.actor.staffId],
  )

/** Pieces between two places, oldest transfer first; `after` is the last row of the page before. */
export const listInTransit = (
  ctx: ReadContext,
  filter: {
    readonly places: readonly LocationId[] | null
    readonly sku: string | null
    readonly after: readonly [transferId: string, sku: string] | null
    readonly limit: number
  },
): Promise<InTransit[]> =>
  ctx.query<InTransit>(
    `select t.id as "transferId", t.number, t.from_id as "fromId", t.to_id as "toId", l.sku, (${under})::int as quantity,
            t.shipped_at as "shippedAt", t.expected_on::text as "expectedOn"
       from stockwork.transfer t join stockwork.transfer_line l on l.transfer_id = t.id
      where t.state = 'shipped' and ${under} > 0
        and ($1::uuid[] is null or t.from_id = any($1) or t.to_id = any($1))
        and ($2::text is null or l.sku = $2)
        and ($3::uuid is null or (t.id, l.sku) > ($3, $4 collate "C"))
      order by t.id, l.sku limit $5`,
    [filter.places, filter.sku, filter.after?.[0] ?? null, filter.after?.[1] ?? null, filter.limit],
  )
