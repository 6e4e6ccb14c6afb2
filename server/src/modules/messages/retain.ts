import { DAY_MS } from '@splot/kernel'
import { defineRetention } from '#platform/jobs'
import { deleteSettled } from './store.ts'

/** What was told to whom, and why we might, can be shown for a year. */
export const MESSAGES_KEPT_DAYS = 365

/** Clears old messages away that were sent, refused or given up; what is still to leave stays. */
export const retainJob = defineRetention({
  name: 'messages.retain',
  cron: '37 3 * * *',
  begin: (now) => {
    const before = new Date(now.getTime() - MESSAGES_KEPT_DAYS * DAY_MS)
    return (ctx, limit) => deleteSettled(ctx, before, limit)
  },
})
