import { defineJob } from '#platform/jobs'
import { checkStock } from './check.ts'
import { expireLots } from './lots.ts'

const EVERY_MINUTE = '* * * * *'

/** Takes lots off sale whose last day of sale is over; see `expireLots` for what may happen while it does not run. */
export const expireLotsJob = defineJob({
  name: 'inventory.expire-lots',
  cron: EVERY_MINUTE,
  run: async (platform) => {
    await expireLots(platform)
  },
})

/** Goes over all rows of stock without end. */
export const checkStockJob = defineJob({
  name: 'inventory.check-stock',
  cron: EVERY_MINUTE,
  run: async (platform) => {
    await checkStock(platform)
  },
})
