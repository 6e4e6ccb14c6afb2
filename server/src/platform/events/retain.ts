import { DAY_MS } from '@splot/kernel'
import type { WriteContext } from '../context/index.ts'
import type { Cursor } from './read.ts'

/** Facts are kept for three years: longer than anybody may complain about what she bought. */
export const EVENTS_KEPT_DAYS = 3 * 365

/**
 * Begins to clear old facts away, oldest first: never one that a subscriber has not read yet. Webhook deliveries carry a
 * copy of their fact and need the log no more.
 */
export function beginRetention(now: Date): (ctx: WriteContext, limit: number) => Promise<number> {
  const before = new Date(now.getTime() - EVENTS_KEPT_DAYS * DAY_MS)
  // Goes on where the last handful ended, instead of through all that was just deleted.
  let cursor: Cursor = { xid: '0', seq: 0 }
  return async (ctx, limit) => {
    await ctx.query(`select set_config('platform.retaining', 'on', true)`)
    const [row] = await ctx.query<{ removed: number; xid: string | null; seq: number | null }>(
      `with oldest as materialized (
         select xid, seq, occurred_at from platform.event
          where (xid, seq) > ($1::text::xid8, $2::bigint) order by xid, seq limit $3
       ), read_by_all as (
         select o.xid, o.seq from oldest o
          where o.occurred_at < $4
            and not exists (select from platform.subscriber s where (s.xid, s.seq) < (o.xid, o.seq))
       ), removed as (
         delete from platform.event e using read_by_all r where e.xid = r.xid and e.seq = r.seq returning e.xid, e.seq
       )
       select (select count(*)::int from removed) as removed, last.xid::text as xid, last.seq
         from (select 1) one left join (select xid, seq from removed order by xid desc, seq desc limit 1) last on true`,
      [cursor.xid, cursor.seq, limit, before],
    )
    if (row?.xid != null && row.seq != null) cursor = { xid: row.xid, seq: row.seq }
    return row?.removed ?? 0
  }
}
