import type { LocalDate } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { ExplainedDifference } from '../reasons.ts'
import type { AdviceState } from '../states.ts'
import type { Advice, AdviceFilter, AdviceLine, AdviceReceipt, NewAdvice, ReceivedLine } from './types.ts'

const columns = `a.id, a.number, a.location_id as "locationId", a.supplier, a.reference, a.expected_on::text as "expectedOn",
  a.blind, a.note, a.state, a.differences, a.created_at as "createdAt", a.created_by as "createdBy",
  a.closed_at as "closedAt", a.closed_by as "closedBy", t.expected, t.received, t.damaged`
const totals = `cross join lateral (select coalesce(sum(l.expected), 0)::int as expected,
    coalesce(sum(l.received), 0)::int as received, coalesce(sum(l.damaged), 0)::int as damaged
    from stockwork.advice_line l where l.advice_id = a.id) t`

/** Answers nothing when this delivery was announced before. */
export async function insertAdvice(
  ctx: WriteContext,
  id: string,
  advice: NewAdvice,
): Promise<string | undefined> {
  const [row] = await ctx.query<{ number: string }>(
    `insert into stockwork.advice (id, number, location_id, supplier, reference, expected_on, blind, note, state, created_at,
                                   created_by)
     values ($1, stockwork.number_of('D', nextval('stockwork.advice_body')), $2, $3, $4, $5, $6, $7, 'announced', $8, $9)
     on conflict (location_id, supplier, reference) where state <> 'cancelled' do nothing returning number`,
    [
      id,
      advice.locationId,
      advice.supplier,
      advice.reference,
      advice.expectedOn,
      advice.blind,
      advice.note,
      ctx.now,
      ctx.actor.staffId,
    ],
  )
  if (!row) return undefined
  await ctx.query(
    `insert into stockwork.advice_line (advice_id, sku, expected)
     select $1, d.* from unnest($2::text[], $3::int[]) as d`,
    [id, advice.lines.map(({ sku }) => sku), advice.lines.map(({ quantity }) => quantity)],
  )
  return row.number
}

export const adviceOfReference = async (
  ctx: ReadContext,
  { locationId, supplier, reference }: NewAdvice,
): Promise<{ id: string; number: string } | undefined> =>
  (
    await ctx.query<{ id: string; number: string }>(
      `select id, number from stockwork.advice
        where location_id = $1 and supplier = $2 and reference = $3 and state <> 'cancelled'`,
      [locationId, supplier, reference],
    )
  )[0]

export const readAdvice = async (ctx: ReadContext, id: string): Promise<Advice | undefined> =>
  (await ctx.query<Advice>(`select ${columns} from stockwork.advice a ${totals} where a.id = $1`, [id]))[0]

/** Everything that changes an advice takes this lock first. */
export const lockAdvice = (ctx: WriteContext, id: string) =>
  ctx.query('select from stockwork.advice where id = $1 for update', [id])

export const listAdvices = (ctx: ReadContext, filter: AdviceFilter): Promise<Advice[]> =>
  ctx.query<Advice>(
    `select ${columns} from stockwork.advice a ${totals}
      where ($1::uuid[] is null or a.location_id = any($1)) and ($2::text is null or a.state = $2)
        and ($3::text is null or starts_with(a.number, upper($3)) or starts_with(lower(a.reference), lower($3))
             or starts_with(lower(a.supplier), lower($3)))
        and ($4::uuid is null or a.id < $4)
      order by a.id desc limit $5`,
    [filter.places, filter.state, filter.number, filter.before, filter.limit],
  )

export const readAdviceLines = (ctx: ReadContext, id: string): Promise<AdviceLine[]> =>
  ctx.query<AdviceLine>(
    'select sku, expected, received, damaged from stockwork.advice_line where advice_id = $1 order by sku',
    [id],
  )

export const readAdviceReceipts = (ctx: ReadContext, id: string): Promise<AdviceReceipt[]> =>
  ctx.query<AdviceReceipt>(
    `select id, at, staff_id as "staffId", lines from stockwork.advice_receipt where advice_id = $1 order by at, id`,
    [id],
  )

export const insertAdviceReceipt = (
  ctx: WriteContext,
  adviceId: string,
  { id, at, lines }: { readonly id: string; readonly at: Date; readonly lines: readonly ReceivedLine[] },
) =>
  ctx.query(
    `insert into stockwork.advice_receipt (id, advice_id, at, lines, staff_id) values ($1, $2, $3, $4, $5)`,
    [id, adviceId, at, JSON.stringify(lines), ctx.actor.staffId],
  )

/** The receipt with that id and its advice, for whoever takes it back. */
export const receiptById = async (
  ctx: ReadContext,
  id: string,
): Promise<{ adviceId: string; lines: ReceivedLine[] } | undefined> =>
  (
    await ctx.query<{ adviceId: string; lines: ReceivedLine[] }>(
      `select advice_id as "adviceId", lines from stockwork.advice_receipt where id = $1`,
      [id],
    )
  )[0]

/** Adds to what has come of each SKU; a SKU that nobody announced gets its line. */
export const addReceived = (ctx: WriteContext, id: string, lines: readonly ReceivedLine[]) =>
  ctx.query(
    `insert into stockwork.advice_line as l (advice_id, sku, expected, received, damaged)
     select $1, d.sku, 0, d.received, d.damaged from unnest($2::text[], $3::int[], $4::int[]) as d(sku, received, damaged)
     on conflict (advice_id, sku) do update
       set received = l.received + excluded.received, damaged = l.damaged + excluded.damaged`,
    [
      id,
      lines.map(({ sku }) => sku),
      lines.map(({ quantity }) => quantity),
      lines.map(({ damaged }) => damaged),
    ],
  )

/** An update, because an insert would check its row before it finds the one that is there: none may be below zero. */
export const takeOffReceived = (ctx: WriteContext, id: string, lines: readonly ReceivedLine[]) =>
  ctx.query(
    `update stockwork.advice_line l set received = l.received - d.received, damaged = l.damaged - d.damaged
       from unnest($2::text[], $3::int[], $4::int[]) as d(sku, received, damaged)
      where l.advice_id = $1 and l.sku = d.sku collate "C"`,
    [
      id,
      lines.map(({ sku }) => sku),
      lines.map(({ quantity }) => quantity),
      lines.map(({ damaged }) => damaged),
    ],
  )

export const setAdviceState = (
  ctx: WriteContext,
  id: string,
  state: AdviceState,
  differences: readonly ExplainedDifference[] | null = null,
) =>
  ctx.query(
    `update stockwork.advice
        set state = $2::text, differences = $3, closed_at = case when $2::text in ('closed', 'cancelled') then $4::timestamptz end,
            closed_by = case when $2::text in ('closed', 'cancelled') then $5::uuid end
      where id = $1`,
    [id, state, differences && JSON.stringify(differences), ctx.now, ctx.actor.staffId],
  )

/** What stays as it is, is undefined. */
export const updateAdvice = (
  ctx: WriteContext,
  id: string,
  change: { readonly expectedOn?: LocalDate | undefined; readonly note?: string | undefined },
) =>
  ctx.query(
    `update stockwork.advice set expected_on = coalesce($2::date, expected_on), note = coalesce($3, note) where id = $1`,
    [id, change.expectedOn ?? null, change.note ?? null],
  )
