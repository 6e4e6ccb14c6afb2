import { DAY_MS, Refusal, type CustomerId } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { defineRetention } from '#platform/jobs'
import { lockSegment, type Segment } from './keep.ts'
import { findPeople, type Told } from './find-people.ts'

/** No till tells of a sale that is older. */
const KNOWN_FOR_MS = 32 * DAY_MS
/** Ids that one event names: an event is read whole. */
const MAX_NAMED = 500

/** `replace`: those who are told are in, nobody else. */
export type Mode = 'add' | 'remove' | 'replace'

export interface Changed {
  /** Who was not in it before, and who was. Anybody else stayed as she was, but for the end of her time. */
  readonly added: number
  readonly removed: number
  /** How many are in it now. */
  readonly customers: number
}

/**
 * Changes who is in a segment: all of them or, with every error by row, none. Telling the same again changes nothing. Audited, and published
 * as `customers.segment_changed` with the ids of who came and went.
 * @throws Refusal `customers.no_segment`, `customers.rows_invalid`.
 */
export async function changeMembers(
  ctx: WriteContext,
  code: string,
  mode: Mode,
  told: readonly Told[],
): Promise<Changed> {
  if (!(await lockSegment(ctx, code)))
    throw new Refusal('not_found', 'customers.no_segment', 'There is no such segment. Make it first.')
  const members = await findPeople(ctx, told)
  const ids = members.map(({ customerId }) => customerId)
  const removed = mode === 'add' ? [] : await take(ctx, code, mode, ids)
  const added = mode === 'remove' ? [] : await put(ctx, code, members)
  const changes = [...added.map((id) => ({ id, came: true })), ...removed.map((id) => ({ id, came: false }))]
  for (let at = 0; at < changes.length; at += MAX_NAMED) {
    const part = changes.slice(at, at + MAX_NAMED)
    emit(ctx, {
      type: 'customers.segment_changed',
      subject: code,
      data: {
        added: part.filter(({ came }) => came).map(({ id }) => id),
        removed: part.filter(({ came }) => !came).map(({ id }) => id),
      },
    })
  }
  const [one] = ids
  // What is done to one customer is found in the history of that customer.
  const aboutOne = mode !== 'replace' && one !== undefined && ids.length === 1
  await audit(ctx, {
    action: 'customers.segment_changed',
    subject: aboutOne ? one : code,
    detail: { segment: code, mode, told: ids.length, added: added.length, removed: removed.length },
  })
  return { added: added.length, removed: removed.length, customers: await countIn(ctx, code) }
}

interface Row extends Record<string, unknown> {
  readonly customerId: CustomerId
}

/**
 * Takes those who are named out, or everybody else; answers who was in. When she was in it stays known for as long as a till may be away: what it
 * sold meanwhile is judged by that.
 */
async function take(
  ctx: WriteContext,
  code: string,
  mode: 'remove' | 'replace',
  ids: readonly CustomerId[],
): Promise<CustomerId[]> {
  const rows = await ctx.query<Row>(
    `update customers.segment_member set until = $4
      where segment = $1 and (customer_id = any($2)) = ($3 = 'remove') and (until is null or until > $4)
     returning customer_id as "customerId"`,
    [code, ids, mode, ctx.now],
  )
  return rows.map(({ customerId }) => customerId)
}

/** Puts them in, or changes until when; answers who was not in. Who stays keeps the day that she came. */
async function put(
  ctx: WriteContext,
  code: string,
  members: readonly { readonly customerId: CustomerId; readonly until: Date | null }[],
): Promise<CustomerId[]> {
  const rows = await ctx.query<Row>(
    `with before as (
       select customer_id from customers.segment_member
        where segment = $1 and customer_id = any($2) and (until is null or until > $4)
     ), written as (
       insert into customers.segment_member as m (segment, customer_id, since, until)
       select $1, customer_id, $4, until from unnest($2::uuid[], $3::timestamptz[]) as w(customer_id, until)
       on conflict (segment, customer_id) do update
          set since = case when m.until <= $4 then excluded.since else m.since end, until = excluded.until
        where m.until is distinct from excluded.until
       returning customer_id
     )
     select customer_id as "customerId" from written
      where customer_id not in (select customer_id from before)`,
    [code, members.map(({ customerId }) => customerId), members.map(({ until }) => until), ctx.now],
  )
  return rows.map(({ customerId }) => customerId)
}

async function countIn(ctx: ReadContext, code: string): Promise<number> {
  const [row] = await ctx.query<{ customers: number }>(
    `select count(*)::int as customers from customers.segment_member
      where segment = $1 and (until is null or until > $2)`,
    [code, ctx.now],
  )
  return row?.customers ?? 0
}

export interface Membership {
  readonly code: string
  readonly name: Segment['name']
  readonly since: Date
  readonly until: Date | null
}

/** The segments that a customer is in now, by code; `past`: those whose time is over too. */
export async function segmentsOf(
  ctx: ReadContext,
  id: CustomerId,
  { past = false }: { readonly past?: boolean } = {},
): Promise<Membership[]> {
  const rows = await ctx.query<{ code: string; pl: string; en: string; since: Date; until: Date | null }>(
    `select s.code, s.name_pl as pl, s.name_en as en, m.since, m.until
       from customers.segment_member m join customers.segment s on s.code = m.segment
      where m.customer_id = $1 and ($3 or m.until is null or m.until > $2) order by s.code`,
    [id, ctx.now, past],
  )
  return rows.map(({ code, pl, en, since, until }) => ({ code, name: { pl, en }, since, until }))
}

/** Who is in a segment now, who came last to the shop first: ids and dates only. */
export const membersOf = (
  ctx: ReadContext,
  code: string,
  before: string | null,
  limit: number,
): Promise<{ id: CustomerId; since: Date; until: Date | null }[]> =>
  ctx.query<{ id: CustomerId; since: Date; until: Date | null }>(
    `select customer_id as id, since, until from customers.segment_member
      where segment = $1 and (until is null or until > $2) and ($3::uuid is null or customer_id < $3)
      order by customer_id desc limit $4`,
    [code, ctx.now, before, limit],
  )

/** Who was in a segment once is forgotten when no till can tell of that time any more. */
export const forgetStaysJob = defineRetention({
  name: 'customers.forget-stays',
  cron: '53 3 * * *',
  begin: (now) => {
    const before = new Date(now.getTime() - KNOWN_FOR_MS)
    return async (ctx, limit) => (await ctx.query(FORGET_STAYS, [before, limit])).length
  },
})

const FORGET_STAYS = `
  delete from customers.segment_member
   where (segment, customer_id) in (
     select segment, customer_id from customers.segment_member where until <= $1 order by until limit $2 for update skip locked)
  returning segment`
