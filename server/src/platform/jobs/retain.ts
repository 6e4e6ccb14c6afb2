import { MINUTE_MS } from '@splot/kernel'
import { systemActor, type WriteContext } from '../context/index.ts'
import type { Job } from './index.ts'

/** Rows that one transaction clears away at first, and the fewest that it comes down to when they take too long. */
const ROWS_AT_ONCE = 5_000
const FEWEST_ROWS = 100
/** The database stops a statement that lasts longer: no write transaction may hold the readers of the event log back for 500 ms. */
const STATEMENT_MS = 400
/** One night's work; what is left waits for the next night. */
const RUN_MS = 5 * MINUTE_MS
/** What PostgreSQL says of a statement that it stopped: `query_canceled`. */
const STOPPED = '57014'

export interface Retention {
  /** `module.retain`. */
  readonly name: string
  /** Five-field cron pattern in UTC; at night, each at a minute of its own. */
  readonly cron: string
  /** Begins one run: answers what clears away at most `limit` rows older than the module keeps, and tells how many it was. */
  readonly begin: (now: Date) => (ctx: WriteContext, limit: number) => Promise<number>
}

/**
 * A job that clears away what a module keeps no longer, in transactions that stay short: each is stopped by the database when it
 * lasts too long, and taken again with half the rows.
 */
export const defineRetention = ({ name, cron, begin }: Retention): Job<Record<string, never>> => ({
  name,
  cron,
  run: async (platform) => {
    const began = performance.now()
    const remove = begin(platform.clock())
    let limit = ROWS_AT_ONCE
    for (;;) {
      if (performance.now() - began > RUN_MS) {
        platform.log.warn({ job: name }, 'not everything old could be cleared away in one night')
        return
      }
      try {
        const removed = await platform.write(systemActor(`job:${name}`), async (ctx) => {
          await ctx.query(`select set_config('statement_timeout', $1, true)`, [String(STATEMENT_MS)])
          return remove(ctx, limit)
        })
        if (removed === 0) return
      } catch (error) {
        if ((error as { code?: string }).code !== STOPPED || limit <= FEWEST_ROWS) throw error
        limit = Math.max(FEWEST_ROWS, Math.floor(limit / 2))
      }
    }
  },
})
