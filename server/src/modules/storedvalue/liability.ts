import { HOME_ZONE } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { LIABILITY } from './store.ts'
import type { LiabilityRow } from './types.ts'

/**
 * What we owe to holders of cards and credit at an instant, by currency, kind, month of issue and month of expiry: sums of the
 * entries written until then, so it says the same of a day in the past whenever it is asked. What is held for an order is still owed.
 */
export const liabilityAt = (ctx: ReadContext, at: Date): Promise<LiabilityRow[]> =>
  ctx.query<LiabilityRow & Record<string, unknown>>(LIABILITY, [at, HOME_ZONE])
