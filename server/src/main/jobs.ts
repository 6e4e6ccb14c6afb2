import type { Job } from '#platform/jobs'
import { defineJob } from '#platform/jobs'
import { expireHolds } from '#modules/inventory'
import { sendJob } from '#modules/messages'
import { deliverJob } from '#modules/webhooks'

/** Gives back what expired holds still keep; correctness does not wait for it, tables stay small by it. */
const expireHoldsJob = defineJob({
  name: 'inventory.expire-holds',
  cron: '* * * * *',
  run: async (platform) => {
    await expireHolds(platform)
  },
})

/** Everything that is done later, outside, or by the clock; the worker runs it. */
export const jobs: readonly Job<never>[] = [expireHoldsJob, sendJob, deliverJob]
