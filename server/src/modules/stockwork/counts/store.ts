import type { LocationId, Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { CountState } from '../states.ts'
import type { Count, CountLine, CountRules, CountScope, Figure, LineFilter } from './types.ts'

const columns = `c.id, c.number, c.location_id as "locationId", c.scope, c.closed_scope as "closedScope", c.state, c.pass,
  c.tolerance_pieces as "tolerancePieces", c.tolerance_ppm as "tolerancePpm", c.recount, c.approve_over as "approveOver",
  c.note, c.created_at as "createdAt", c.created_by as "createdBy", c.submitted_at as "submittedAt",
  c.closed_at as "closedAt", s.lines, s.surplus, s.shortage,
  case when c.state in ('counting', 'recounting')
       then (select count(distinct sku)::int from stockwork.count_scan x where x.count_id = c.id and x.pass = c.pass)
       else s.counted end as counted`
const totals = `cross join lateral (
    select count(*)::int as lines, count(l.counted)::int as counted,
           sum(greatest(0, l.counted - l.book))::int as surplus, sum(greatest(0, l.book - l.counted))::int as shortage
      from stockwork.count_line l where l.count_id = c.id) s`

export async function insertCount(
  ctx: WriteContext,
  id: string,
  count: CountRules & {
    readonly locationId: LocationId
    readonly scope: CountScope
    readonly closedScope: boolean
    readonly note: string | null
  },
): Promise<string> {
  const [row] = await ctx.query<{ number: string }>(
    `insert into stockwork.count (id, number, location_id, scope, closed_scope, state, tolerance_pieces, tolerance_ppm, recount,
                                  approve_over, note, created_at, created_by)
     values ($1, stockwork.number_of('I', nextval('stockwork.count_body')), $2, $3, $4, 'counting', $5, $6, $7, $8, $9, $10, $11)
     returning number`,
    [
      id,
      count.locationId,
      JSON.stringify(count.scope),
      count.closedScope,
      count.tolerancePieces,
      count.tolerancePpm,
      count.recount,
      count.approveOver,
      count.note,
      ctx.now,
      ctx.actor.staffId,
    ],
  )
  return row?.number ?? ''
}

/** Takes SKUs (sorted) into a count; those that another open count of the place has are left out. */
export const insertCountLines = (
  ctx: WriteContext,
  { id, locationId }: { readonly id: string; readonly locationId: LocationId },
  skus: readonly Sku[],
) =>
  ctx.query(
    `insert into stockwork.count_line (count_id, location_id, sku, open)
     select $1, $2, d.sku, true from unnest($3::text[]) as d(sku) on conflict do nothing`,
    [id, locationId, skus],
  )

/** Which open counts of the place have these SKUs. */
export const openCountsWith = (
  ctx: ReadContext,
  locationId: LocationId,
  skus: readonly Sku[],
): Promise<{ id: string; number: string; sku: Sku }[]> =>
  ctx.query<{ id: string; number: string; sku: Sku }>(
    `select c.id, c.number, l.sku from stockwork.count_line l join stockwork.count c on c.id = l.count_id
      where l.location_id = $1 and l.sku = any($2) and l.open order by l.sku`,
    [locationId, skus],
  )

export const readCount = async (ctx: ReadContext, id: string): Promise<Count | undefined> =>
  (await ctx.query<Count>(`select ${columns} from stockwork.count c ${totals} where c.id = $1`, [id]))[0]

/** Scanning may go on beside other scanning, but not beside a step that ends the pass. */
export const lockCount = (ctx: WriteContext, id: string, how: 'to scan' | 'to change') =>
  ctx.query(
    how === 'to scan'
      ? 'select from stockwork.count where id = $1 for share'
      : 'select from stockwork.count where id = $1 for update',
    [id],
  )

export const listCounts = (
  ctx: ReadContext,
  filter: {
    readonly places: readonly LocationId[] | null
    readonly state: CountState | null
    readonly number: string | null
    readonly before: string | null
    readonly limit: number
  },
): Promise<Count[]> =>
  ctx.query<Count>(
    `select ${columns} from stockwork.count c ${totals}
      where ($1::uuid[] is null or c.location_id = any($1)) and ($2::text is null or c.state = $2)
        and ($3::text is null or starts_with(c.number, upper($3))) and ($4::uuid is null or c.id < $4)
      order by c.id desc limit $5`,
    [filter.places, filter.state, filter.number, filter.before, filter.limit],
  )

/** Lines by SKU, behind `after`. In a running pass the figure is what was scanned in it so far. */
export const listCountLines = (
  ctx: ReadContext,
  count: Count,
  filter: { readonly show: LineFilter; readonly after: string | null; readonly limit: number },
): Promise<CountLine[]> =>
  ctx.query<CountLine>(
    `with line as (
       select l.sku, l.recount, l.first_counted, l.book,
              case when $3 then s.quantity else l.counted end as counted,
              case when $3 then s.at else l.counted_at end as at
         from stockwork.count_line l left join stockwork.counted($1, $2) s on $3 and s.sku = l.sku
        where l.count_id = $1 and ($4::text is null or l.sku > $4 collate "C") and (l.recount or $2 = 1 or not $3)
     )
     select sku, counted, at as "countedAt", book, recount, first_counted as "firstCounted" from line
      where case $5 when 'counted' then counted is not null when 'uncounted' then counted is null
                    when 'different' then counted <> book when 'recount' then recount else true end
      order by sku limit $6`,
    [
      count.id,
      count.pass,
      count.state === 'counting' || count.state === 'recounting',
      filter.after,
      filter.show,
      filter.limit,
    ],
  )

export type Scan = { readonly sku: Sku; readonly quantity: number; readonly whole: boolean }

export const insertScans = (
  ctx: WriteContext,
  { id, pass }: Pick<Count, 'id' | 'pass'>,
  batch: {
    readonly id: string
    readonly at: Date
    readonly counter: string
    readonly scans: readonly Scan[]
  },
) =>
  ctx.query(
    `insert into stockwork.count_scan (batch_id, count_id, pass, at, counter, sku, quantity, whole)
     select $1, $2, $3, $4, $5, d.* from unnest($6::text[], $7::int[], $8::boolean[]) as d`,
    [
      batch.id,
      id,
      pass,
      batch.at,
      batch.counter,
      batch.scans.map(({ sku }) => sku),
      batch.scans.map(({ quantity }) => quantity),
      batch.scans.map(({ whole }) => whole),
    ],
  )

/** Which of these SKUs are in the count, whether they are asked for again, and who counted them in the pass before. */
export const linesForScan = (
  ctx: ReadContext,
  { id, pass }: Pick<Count, 'id' | 'pass'>,
  skus: readonly Sku[],
) =>
  ctx.query<{ sku: Sku; recount: boolean; counters: readonly string[] }>(
    `select l.sku, l.recount,
            array(select distinct s.counter from stockwork.count_scan s
                   where s.count_id = $1 and s.pass = $2 - 1 and s.sku = l.sku) as counters
       from stockwork.count_line l where l.count_id = $1 and l.sku = any($3)`,
    [id, pass, skus],
  )

/** The lines that the running pass is about, with what was scanned of them. */
export const linesOfPass = (ctx: ReadContext, { id, pass }: Pick<Count, 'id' | 'pass'>) =>
  ctx.query<{ sku: Sku; quantity: number | null; at: Date | null }>(
    `select l.sku, s.quantity, s.at
       from stockwork.count_line l left join stockwork.counted($1, $2) s on s.sku = l.sku
      where l.count_id = $1 and ($2 = 1 or l.recount) order by l.sku`,
    [id, pass],
  )

export const freezeFigures = (ctx: WriteContext, id: string, figures: readonly Figure[]) =>
  ctx.query(
    `update stockwork.count_line l set counted = d.counted, counted_at = d.at, book = d.book
       from unnest($2::text[], $3::int[], $4::timestamptz[], $5::int[]) as d(sku, counted, at, book)
      where l.count_id = $1 and l.sku = d.sku collate "C"`,
    [
      id,
      figures.map(({ sku }) => sku),
      figures.map(({ counted }) => counted),
      figures.map(({ at }) => at),
      figures.map(({ book }) => book),
    ],
  )

/** From now on these lines, and no others, are asked for again. */
export const askAgain = (ctx: WriteContext, id: string, skus: readonly Sku[]) =>
  ctx.query(
    `update stockwork.count_line set recount = sku = any($2),
            first_counted = case when sku = any($2) then coalesce(first_counted, counted) else first_counted end
      where count_id = $1`,
    [id, skus],
  )

/** The frozen differences, signed: found minus book. */
export const differencesIn = (ctx: ReadContext, id: string) =>
  ctx.query<{ sku: Sku; quantity: number }>(
    `select sku, counted - book as quantity from stockwork.count_line
      where count_id = $1 and counted <> book order by sku`,
    [id],
  )

/** Moves the count on; a count that is over leaves its SKUs to others. */
export async function setCountState(ctx: WriteContext, id: string, state: CountState): Promise<void> {
  const isOver = state === 'posted' || state === 'cancelled' || state === 'undone'
  await ctx.query(
    `update stockwork.count
        set state = $2::text, pass = pass + case $2::text when 'recounting' then 1 else 0 end,
            submitted_at = case when $5 then submitted_at else $3 end, submitted_by = case when $5 then submitted_by else $4 end,
            closed_at = case when $5 then coalesce(closed_at, $3) end, closed_by = case when $5 then coalesce(closed_by, $4) end
      where id = $1`,
    [id, state, ctx.now, ctx.actor.staffId, isOver],
  )
  if (isOver)
    await ctx.query('update stockwork.count_line set open = false where count_id = $1 and open', [id])
}
