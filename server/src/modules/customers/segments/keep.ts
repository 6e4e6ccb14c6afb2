import { Refusal } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'

/** Segments that a retailer may have: a list that people still read. */
export const MAX_SEGMENTS = 500

export interface Segment {
  readonly code: string
  readonly name: { readonly pl: string; readonly en: string }
  /** How many are in it now. */
  readonly customers: number
}

/**
 * Makes a segment or calls it something else; audited. Says whether it is new. Who is in it stays.
 * @throws Refusal `customers.too_many_segments`.
 */
export async function putSegment(
  ctx: WriteContext,
  code: string,
  name: Segment['name'],
): Promise<{ readonly isNew: boolean }> {
  const [row] = await ctx.query<{ isNew: boolean }>(
    `insert into customers.segment as s (code, name_pl, name_en, created_at, updated_at)
     select $1, $2, $3, $4, $4
      where exists (select from customers.segment where code = $1)
         or (select count(*) from customers.segment) < $5
     on conflict (code) do update set name_pl = excluded.name_pl, name_en = excluded.name_en, updated_at = excluded.updated_at
     returning xmax = 0 as "isNew"`,
    [code, name.pl, name.en, ctx.now, MAX_SEGMENTS],
  )
  if (!row) {
    throw new Refusal(
      'conflict',
      'customers.too_many_segments',
      `There are ${MAX_SEGMENTS} segments already. Delete one that nobody needs.`,
    )
  }
  await audit(ctx, { action: 'customers.segment_named', subject: code, detail: { name } })
  return row
}

/** Tells the names of what counts for a segment, or will. */
export type SegmentUses = (ctx: ReadContext, code: string) => Promise<readonly string[]>

let usesOf: SegmentUses = async () => []

/** Called by main: who asks for segments. */
export function bindSegmentUses(uses: SegmentUses): void {
  usesOf = uses
}

/** Of these segments those that there are, in order; none of them is deleted until the transaction ends. */
export async function keepSegments(
  ctx: WriteContext,
  codes: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await ctx.query<{ code: string }>(
    `select code from customers.segment where code = any($1::text[]) order by code for share`,
    [codes],
  )
  return new Set(rows.map(({ code }) => code))
}

/**
 * Deletes a segment that nobody is in and no promotion asks for; repeating it changes nothing.
 * @throws Refusal `customers.segment_not_empty`, `customers.segment_used`.
 */
export async function deleteSegment(ctx: WriteContext, code: string): Promise<void> {
  await lockSegment(ctx, code)
  const [someone] = await ctx.query(
    `select from customers.segment_member where segment = $1 and (until is null or until > $2) limit 1`,
    [code, ctx.now],
  )
  if (someone) {
    throw new Refusal(
      'conflict',
      'customers.segment_not_empty',
      'There are customers in this segment. Take them out first.',
    )
  }
  const uses = await usesOf(ctx, code)
  if (uses.length > 0) {
    throw new Refusal(
      'conflict',
      'customers.segment_used',
      `Promotions ask for this segment: ${uses.map((name) => `"${name}"`).join(', ')}. Archive them first, or publish them without it.`,
      { facts: { promotions: uses } },
    )
  }
  await ctx.query(`delete from customers.segment_member where segment = $1`, [code])
  const gone = await ctx.query(`delete from customers.segment where code = $1 returning code`, [code])
  if (gone.length > 0) await audit(ctx, { action: 'customers.segment_deleted', subject: code })
}

/** Whoever changes who is in it waits here: one list after the other. False: there is no such segment. */
export async function lockSegment(ctx: WriteContext, code: string): Promise<boolean> {
  const rows = await ctx.query(`select from customers.segment where code = $1 for update`, [code])
  return rows.length > 0
}

/** All segments by code, and how many are in each now. */
export async function listSegments(ctx: ReadContext): Promise<Segment[]> {
  const rows = await ctx.query<{ code: string; pl: string; en: string; customers: number }>(
    `select s.code, s.name_pl as pl, s.name_en as en, count(m.customer_id)::int as customers
       from customers.segment s
       left join customers.segment_member m on m.segment = s.code and (m.until is null or m.until > $1)
      group by s.code order by s.code`,
    [ctx.now],
  )
  return rows.map(({ code, pl, en, customers }) => ({ code, name: { pl, en }, customers }))
}
