import { DAY_MS } from '@splot/kernel'
import { beginRetention } from '#platform/events'
import { defineJob, defineRetention, type Job } from '#platform/jobs'
import { settleReturnRefunds } from '#flows/accept-return'
import { cancelUnpaid } from '#flows/cancel-order'
import { presentPricesJob } from '#flows/present-prices'
import { resolveUnknownPayments } from '#flows/settle-payment'
import { forgetCardsJob } from '#modules/carts'
import { forgetStaysJob, forgetUsedCodesJob } from '#modules/customers'
import { reviewJob as reviewIncidentsJob } from '#modules/incidents'
import {
  applyPoliciesJob,
  compareWithPoliciesJob,
  checkStockJob,
  expireHolds,
  expireLotsJob,
  settleWaitingJob,
} from '#modules/inventory'
import { retainJob as retainMessagesJob, sendJob } from '#modules/messages'
import { makeCodesJob, resumeBatchesJob, tidyJob as tidyPromotionsJob } from '#modules/promotions'
import { clearDraftsJob, foreseeJob, lookAheadJob, proposePricesJob, showLabelsJob } from '#modules/pricing'
import { surveyJob } from '#modules/replenishment'
import {
  expireJob,
  forgetReceiversJob,
  issueBatchJob,
  retainJob as retainStoredValueJob,
} from '#modules/storedvalue'
import { deliverJob, retainJob as retainDeliveriesJob } from '#modules/webhooks'

/** How long the first answer to a command is remembered. */
const ANSWERS_KEPT_DAYS = 30
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

const forgetAnswersJob = defineRetention({
  name: 'platform.forget-answers',
  cron: '17 3 * * *',
  begin: (now) => {
    const before = new Date(now.getTime() - ANSWERS_KEPT_DAYS * DAY_MS)
    return async (ctx, limit) => {
      const rows = await ctx.query(
        `delete from platform.idempotency where ctid = any(array(
           select ctid from platform.idempotency where created_at < $1 limit $2)) returning 1`,
        [before, limit],
      )
      return rows.length
    }
  },
})

const retainEventsJob = defineRetention({
  name: 'platform.retain-events',
  cron: '47 3 * * *',
  begin: beginRetention,
})

/** Everything that is done later, outside, or by the clock; the worker runs it. */
export const jobs: readonly Job<never>[] = [
  expireHoldsJob,
  applyPoliciesJob,
  compareWithPoliciesJob,
  settleWaitingJob,
  expireLotsJob,
  checkStockJob,
  settleMoneyJob,
  cancelUnpaidJob,
  reviewIncidentsJob,
  surveyJob,
  presentPricesJob,
  lookAheadJob,
  foreseeJob,
  showLabelsJob,
  proposePricesJob,
  clearDraftsJob,
  makeCodesJob,
  resumeBatchesJob,
  tidyPromotionsJob,
  expireJob,
  issueBatchJob,
  retainStoredValueJob,
  forgetReceiversJob,
  forgetCardsJob,
  forgetStaysJob,
  forgetUsedCodesJob,
  sendJob,
  deliverJob,
  forgetAnswersJob,
  retainEventsJob,
  retainMessagesJob,
  retainDeliveriesJob,
]
