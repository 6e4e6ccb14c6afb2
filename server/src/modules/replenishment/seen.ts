import { addDays, wallClock, type LocationId } from '@splot/kernel'
import { levelsAt, surroundings } from '#modules/inventory'
import type { ReadContext } from '#platform/context'
import { MAX_WINDOW_DAYS } from './limits.ts'
import { readHistory } from './store.ts'
import type { Row, Seen } from './types.ts'

/** Counters, history and sales of rows; a row that no stock was ever booked on is left out. */
export async function readRows(ctx: ReadContext, rows: readonly Row[]): Promise<Seen[]> {
  const byPlace = Map.groupBy(rows, (row) => row.locationId)
  const from = addDays(todayIn(ctx, rows[0]?.locationId), -MAX_WINDOW_DAYS)
  const [levels, histories] = await Promise.all([
    Promise.all(
      [...byPlace].map(([locationId, own]) =>
        levelsAt(
          ctx,
          locationId,
          own.map(({ sku }) => sku),
        ),
      ),
    ),
    readHistory(ctx, rows, from),
  ])
  const history = new Map(histories.map((one) => [keyOf(one), one]))
  return levels.flat().map(({ sku, locationId, onHand, available }) => {
    const own = history.get(keyOf({ sku, locationId }))
    const today = todayIn(ctx, locationId)
    const days = Object.entries(own?.days ?? {})
    return {
      sku,
      locationId,
      onHand,
      available,
      since: own?.since ?? ctx.now,
      lastSoldAt: own?.lastSoldAt ?? null,
      soldIn: (window) => {
        const after = addDays(today, -window)
        return days.reduce((sum, [day, pieces]) => (day > after ? sum + pieces : sum), 0)
      },
    }
  })
}

const todayIn = (ctx: ReadContext, locationId: LocationId | undefined) =>
  wallClock(ctx.now, locationId ? surroundings().zoneOf(locationId) : 'UTC').date

const keyOf = ({ sku, locationId }: Row): string => `${sku} ${locationId}`
