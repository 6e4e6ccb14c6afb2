import { DAY_MS } from '@splot/kernel'
import { defineJob, jobActor, type Job } from '#platform/jobs'
import { settleReturnRefunds } from '#flows/accept-return'
import { cancelUnpaid } from '#flows/cancel-order'
import { resolveUnknownPayments } from '#flows/settle-payment'
import { expireHolds } from '#modules/inventory'
import { sendJob } from '#modules/messages'
import { deliverJob } from '#modules/webhooks'

/** How long the first answer to a command is remembered. */
const ANSWERS_KEPT_MS = 30 * DAY_MS
/** A day of a busy shop leaves a million: in one transaction they would hold back every reader of the log meanwhile. */
const ANSWERS_FORGOTTEN_AT_ONCE = 10_000
const EVERY_MINUTE = '* * * * *'

/** Gives back what expired holds still keep; correctness does not wait for it, tables stay small by it. */
const expireHoldsJob = defineJob({
  name: 'inventory.expire-holds',
  cron: EVERY_MINUTE,
  run: async (platform) => {
    await expireHolds(platform)
  },
})

/** Asks the provider about payments and refunds whose outcome nobody knows, and finishes them. */
const settleMoneyJob = defineJob({
  name: 'payments.resolve',
  cron: EVERY_MINUTE,
  run: async (platform) => {
    await resolveUnknownPayments(platform)
    await settleReturnRefunds(platform)
  },
})

const cancelUnpaidJob = defineJob({
  name: 'orders.cancel-unpaid',
  cron: EVERY_MINUTE,
  run: async (platform) => {
    await cancelUnpaid(platform)
  },
})

const forgetAnswersJob = defineJob({
  name: 'platform.forget-answers',
  cron: '17 3 * * *',
  run: async (platform) => {
    const before = new Date(platform.clock().getTime() - ANSWERS_KEPT_MS)
    let forgotten = ANSWERS_FORGOTTEN_AT_ONCE
    while (forgotten === ANSWERS_FORGOTTEN_AT_ONCE) {
      const rows = await platform.write(jobActor('platform.forget-answers'), (ctx) =>
        ctx.query(
          `delete from platform.idempotency where ctid = any(array(
             select ctid from platform.idempotency where created_at < $1 limit $2)) returning 1`,
          [before, ANSWERS_FORGOTTEN_AT_ONCE],
        ),
      )
      forgotten = rows.length
    }
  },
})

/** Everything that is done later, outside, or by the clock; the worker runs it. */
export const jobs: readonly Job<never>[] = [
  expireHoldsJob,
  settleMoneyJob,
  cancelUnpaidJob,
  forgetAnswersJob,
  sendJob,
  deliverJob,
]
