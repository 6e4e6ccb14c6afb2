import { Refusal, type CustomerId } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { ReadContext, WriteContext } from '#platform/context'

/** Groups of one customer. */
export const MAX_GROUPS = 20

/** The groups that prices and promotions know a customer by; none for somebody unknown. */
export async function groupsOf(ctx: ReadContext, id: CustomerId): Promise<readonly string[]> {
  const [row] = await ctx.query<{ groups: string[] }>(`select groups from customers.customer where id = $1`, [
    id,
  ])
  return row?.groups ?? []
}

/** Puts a registered customer into exactly these groups; audited. Refuses with `customers.not_found`. */
export async function setGroups(ctx: WriteContext, id: CustomerId, groups: readonly string[]): Promise<void> {
  const rows = await ctx.query(
    `update customers.customer set groups = $2::text[], updated_at = $3
      where id = $1 and kind = 'registered' and forgotten_at is null returning id`,
    [id, [...new Set(groups)].sort(), ctx.now],
  )
  if (rows.length === 0)
    throw new Refusal('not_found', 'customers.not_found', 'There is no registered customer like that.')
  await audit(ctx, { action: 'customers.grouped', subject: id, detail: { groups } })
}
