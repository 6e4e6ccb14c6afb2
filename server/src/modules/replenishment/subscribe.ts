import { wallClock, type LocationId, type Sku } from '@splot/kernel'
import { listStock, surroundings } from '#modules/inventory'
import { systemActor, type Platform } from '#platform/context'
import { subscribe, type StoredEvent } from '#platform/events'
import { addJob, defineJob } from '#platform/jobs'
import { evaluate } from './evaluate.ts'
import { ROWS_AT_ONCE } from './limits.ts'
import { addSold, lockStanding, markArrived, watchRows } from './store.ts'
import type { Row } from './types.ts'

interface Moved extends Row {
  readonly kind: string
  readonly quantity: number
}

const keyOf = ({ sku, locationId }: Row): string => `${sku} ${locationId}`

/**
 * Counts sales, and lets the rules look at every row that has moved or whose availability has changed, once per page of facts. A page
 * of more rows than one short transaction can take (a retailer's opening stock) asks for a survey instead.
 */
export const replenishmentSubscriber = subscribe({
  name: 'replenishment',
  types: ['inventory.moved', 'inventory.availability_changed'],
  handle: async (ctx, events) => {
    const moved = events.flatMap(movementsOf)
    const sold = moved.filter(({ kind }) => kind === 'sale')
    if (sold.length > 0) {
      await watchRows(ctx, sold)
      await addSold(
        ctx,
        sold.map((one) => ({ ...one, pieces: -one.quantity })),
      )
    }
    const rows = new Map([...moved, ...events.flatMap(changesOf)].map((row) => [keyOf(row), row]))
    const came = moved.filter(({ kind, quantity }) => arrivals.has(kind) && quantity > 0)
    if (came.length > 0) {
      await lockStanding(ctx, rows.size > ROWS_AT_ONCE ? came : [...rows.values()])
      await markArrived(ctx, came)
    }
    if (rows.size > ROWS_AT_ONCE) {
      await addJob(ctx, surveyJob, {}, { key: surveyJob.name })
      return
    }
    const sorted = [...rows.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
    await evaluate(
      ctx,
      sorted.map(({ sku, locationId }) => ({ sku, locationId })),
    )
  },
})

const arrivals = new Set(['receipt', 'transfer_in'])

function movementsOf({ type, data, occurredAt: at }: StoredEvent) {
  if (type !== 'inventory.moved') return []
  // Only inventory publishes this type, with this shape.
  const movements = data['movements'] as readonly Moved[]
  return movements.map(({ sku, locationId, kind, quantity }) => ({
    sku,
    locationId,
    kind,
    quantity,
    at,
    day: wallClock(at, surroundings().zoneOf(locationId)).date,
  }))
}

const changesOf = ({ type, data }: StoredEvent): Row[] =>
  // Only inventory publishes this type, with this shape.
  type === 'inventory.availability_changed' ? [...(data['changes'] as readonly Row[])] : []

/**
 * Lets the rules look at every row of stock: what is slow or dead is told by time, not by facts. In chunks, each a short transaction.
 * Answers how many rows it looked at.
 */
export async function survey(platform: Platform): Promise<number> {
  const actor = systemActor('replenishment.survey')
  let after: readonly [Sku, LocationId] | undefined
  let looked = 0
  for (;;) {
    const page: readonly Row[] = await listStock(platform.read(actor), {
      places: null,
      after,
      limit: ROWS_AT_ONCE,
    })
    const last = page.at(-1)
    if (!last) return looked
    await platform.write(actor, (ctx) =>
      evaluate(
        ctx,
        page.map(({ sku, locationId }) => ({ sku, locationId })),
      ),
    )
    after = [last.sku, last.locationId]
    looked += page.length
  }
}

export const surveyJob = defineJob({
  name: 'replenishment.survey',
  cron: '11 2 * * *',
  run: async (platform) => {
    await survey(platform)
  },
})
