import { SECOND_MS } from '@splot/kernel'
import { Gauge } from 'prom-client'
import { systemActor } from '#platform/context'
import type { OpenPlatform } from '#platform/database'
import type { Metrics } from '#platform/metrics'
import { stateOfCheck } from '#modules/inventory'

/** What the running check of stock knows; answers how to count anew. The platform's own list of numbers knows no domain. */
export function openStockMetrics(platform: OpenPlatform, { registry }: Metrics): () => Promise<void> {
  const discrepancies = new Gauge({
    name: 'splot_stock_discrepancies',
    help: 'Rows of stock that did not agree with their ledger when they were last looked at',
    registers: [registry],
  })
  const checkAge = new Gauge({
    name: 'splot_stock_check_age_seconds',
    help: 'Since when every row of stock was looked at once more; -1 before the first round has ended',
    registers: [registry],
  })
  return async () => {
    const ctx = platform.read(systemActor('metrics'))
    const { open, roundEndedAt } = await stateOfCheck(ctx)
    discrepancies.set(open)
    checkAge.set(roundEndedAt ? (ctx.now.getTime() - roundEndedAt.getTime()) / SECOND_MS : -1)
  }
}
