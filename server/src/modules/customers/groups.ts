import { Refusal, type CustomerId } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'

/** Groups of one customer. */
export const MAX_GROUPS = 20
const GROUPED = 'customers.grouped'
/** Groups that are told of at once; a retailer has a handful. */
const MAX_TOLD = 500

/**
 * The groups and segments that prices and promotions know a customer by, now or at an earlier instant; none for somebody unknown. Groups of an earlier
 * instant are those that the next change of them found, as the audit log has it.
 */
export async function circlesOf(
  ctx: ReadContext,
  id: CustomerId,
  at: Date = ctx.now,
): Promise<{ readonly groups: readonly string[]; readonly segments: readonly string[] }> {
  const [row] = await ctx.query<{ groups: string[]; segments: string[] }>(
    `select c.groups, array(select m.segment from customers.segment_member m
                             where m.customer_id = c.id and m.since <= $2 and (m.until is null or m.until > $2)
                             order by m.segment) as segments
       from customers.customer c where c.id = $1`,
    [id, at],
  )
  if (!row) return { groups: [], segments: [] }
  if (at >= ctx.now) return row
  const [change] = await ctx.query<{ groups: string[] }>(
    `select array(select jsonb_array_elements_text(detail->'before')) as groups from platform.audit
      where subject = $1 and action = $2 and at > $3 order by at, id limit 1`,
    [id, GROUPED, at],
  )
  return { ...row, ...change }
}

/** The groups of a customer; none for somebody unknown. */
export async function groupsOf(ctx: ReadContext, id: CustomerId): Promise<readonly string[]> {
  const [row] = await ctx.query<{ groups: string[] }>(`select groups from customers.customer where id = $1`, [
    id,
  ])
  return row?.groups ?? []
}

/**
 * Puts a registered customer into exactly these groups; audited. With `seen`, only while she is in those: two people who change her groups at
 * once do not undo each other.
 * @throws Refusal `customers.not_found` (guests have none), 412 `customers.stale`.
 */
export async function setGroups(
  ctx: WriteContext,
  id: CustomerId,
  groups: readonly string[],
  seen: readonly string[] | null = null,
): Promise<void> {
  const [before] = await ctx.query<{ groups: string[] }>(
    `select groups from customers.customer where id = $1 and kind = 'registered' and forgotten_at is null for update`,
    [id],
  )
  if (!before)
    throw new Refusal('not_found', 'customers.not_found', 'There is no registered customer like that.')
  if (seen && inOrder(seen).join() !== before.groups.join()) {
    throw new Refusal(
      'stale',
      'customers.stale',
      'Somebody changed the groups of this customer in the meantime. Look at them again, and repeat.',
      { facts: { groups: before.groups } },
    )
  }
  const after = inOrder(groups)
  if (after.join() === before.groups.join()) return
  await ctx.query(`update customers.customer set groups = $2::text[], updated_at = $3 where id = $1`, [
    id,
    after,
    ctx.now,
  ])
  await audit(ctx, {
    action: GROUPED,
    subject: id,
    detail: { before: before.groups, groups: after },
  })
}

/** As they are kept: each once, by name. */
const inOrder = (groups: readonly string[]): string[] => [...new Set(groups)].sort()

/** All groups that somebody is in, by name, and how many that are. */
export const groupsInUse = (ctx: ReadContext): Promise<{ name: string; customers: number }[]> =>
  ctx.query<{ name: string; customers: number }>(
    `select name, count(*)::int as customers
       from customers.customer, unnest(groups) as name
      where groups <> '{}' group by name order by name limit $1`,
    [MAX_TOLD],
  )

/** Who is in a group, who came last first: ids and dates only. */
export const customersIn = (
  ctx: ReadContext,
  group: string,
  before: string | null,
  limit: number,
): Promise<{ id: CustomerId; createdAt: Date; groups: string[] }[]> =>
  ctx.query<{ id: CustomerId; createdAt: Date; groups: string[] }>(
    `select id, created_at as "createdAt", groups from customers.customer
      where groups <> '{}' and $1 = any(groups) and ($2::uuid is null or id < $2) order by id desc limit $3`,
    [group, before, limit],
  )
