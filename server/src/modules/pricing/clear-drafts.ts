import { DAY_MS } from '@splot/kernel'
import { defineRetention } from '#platform/jobs'

/** Drafts that nobody has published for so long are given up, and the rows of what was given up are cleared away. */
const DRAFTS_KEPT_DAYS = 60

/** Every night. What was published stays: the table itself refuses to let it go. */
export const clearDraftsJob = defineRetention({
  name: 'pricing.clear-drafts',
  cron: '37 3 * * *',
  begin: (now) => {
    const before = new Date(now.getTime() - DRAFTS_KEPT_DAYS * DAY_MS)
    return async (ctx, limit) => {
      await ctx.query(
        `update pricing.change set state = 'discarded', cancelled_at = $2, cancelled_by = 'system:pricing.clear-drafts'
          where state = 'draft' and created_at < $1`,
        [before, now],
      )
      const rows = await ctx.query<{ place: string }>(
        `select p.ctid::text as place from pricing.change c
           join pricing.version v on v.change_id = c.id and v.number is null
           join pricing.price p on p.version_id = v.id
          where c.state = 'discarded' limit $1`,
        [limit],
      )
      // The rule that keeps what is published lets a delete answer no rows.
      await ctx.query(`delete from pricing.price where ctid = any($1::text[]::tid[])`, [
        rows.map(({ place }) => place),
      ])
      return rows.length
    }
  },
})
