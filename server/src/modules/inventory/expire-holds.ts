import { systemActor, type Platform } from '#platform/context'
import { publishLevels } from './events.ts'
import { SWEEP_BATCH } from './limits.ts'
import { expireDueHolds } from './store.ts'

/**
 * The sweep: gives back what expired, a batch per transaction, until nothing is due. It keeps tables and counters tidy; no
 * decision waits for it. Several may run at once. Answers how many holds expired.
 */
export async function expireHolds(platform: Platform): Promise<number> {
  let total = 0
  for (;;) {
    const expired = await platform.write(systemActor('inventory.expire_holds'), async (ctx) => {
      const swept = await expireDueHolds(ctx, SWEEP_BATCH)
      publishLevels(ctx, swept.changes)
      return swept.expired
    })
    total += expired
    if (expired < SWEEP_BATCH) return total
  }
}
