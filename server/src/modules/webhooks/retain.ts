import { DAY_MS } from '@splot/kernel'
import { defineRetention } from '#platform/jobs'
import { DELIVERED_KEPT_DAYS, FAILED_KEPT_DAYS } from './limits.ts'
import { deleteSettled } from './store.ts'

/** Clears old deliveries away. One that waits stays however old it is; one that failed stays for as long as it may be replayed. */
export const retainJob = defineRetention({
  name: 'webhooks.retain',
  cron: '27 3 * * *',
  begin: (now) => {
    const ago = (days: number) => new Date(now.getTime() - days * DAY_MS)
    const before = { delivered: ago(DELIVERED_KEPT_DAYS), failed: ago(FAILED_KEPT_DAYS) }
    return (ctx, limit) => deleteSettled(ctx, before, limit)
  },
})
