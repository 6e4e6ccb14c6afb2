import type { LocationId, Sku } from '@splot/kernel'
import { systemActor, type Platform, type WriteContext } from '#platform/context'
import { subscribe, type StoredEvent } from '#platform/events'
import { defineJob } from '#platform/jobs'
import { look } from './look.ts'
import { openIncidents } from './store.ts'
import type { IncidentId } from './types.ts'

/** Incidents that are looked at in one transaction. */
const LOOKED_AT_ONCE = 20
/** Incidents that one run of the review looks at. */
const MAX_REVIEWED = 2_000

interface Place {
  readonly sku: Sku
  readonly locationId: LocationId
}

const keyOf = ({ sku, locationId }: Place): string => `${sku} ${locationId}`

/** Opens incidents, and looks again at open ones when something of theirs has moved. */
export const incidentsSubscriber = subscribe({
  name: 'incidents',
  types: [
    'inventory.oversold',
    'inventory.moved',
    'inventory.availability_changed',
    'orders.cancelled',
    'orders.line_cancelled',
  ],
  handle: async (ctx, events) => {
    const broken = events.filter(({ type }) => type === 'inventory.oversold').map(({ data }) => placeOf(data))
    const open = await openIncidents(ctx, null, MAX_REVIEWED)
    const touched = new Set(events.flatMap(touchedBy))
    const freed = events.some(({ type }) => type.startsWith('orders.'))
    const again = open.filter((one) => freed || touched.has(keyOf(one)))
    const rows = new Map([...broken, ...again].map((row) => [keyOf(row), row]))
    for (const row of inOrder([...rows.values()])) await look(ctx, row)
  },
})

/** Locks are taken in one order. */
const inOrder = (rows: readonly Place[]): Place[] =>
  [...rows].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))

// Only inventory publishes these types, with these shapes.
const placeOf = (data: StoredEvent['data']): Place => data as unknown as Place

function touchedBy({ type, data }: StoredEvent): string[] {
  const rows =
    type === 'inventory.moved' ? data['movements'] : type.startsWith('inventory.') ? data['changes'] : []
  return Array.isArray(rows) ? (rows as Place[]).map(keyOf) : []
}

/** Looks at every open incident: holds lapse and waits end without a fact. Answers how many it looked at. */
export async function reviewIncidents(platform: Platform): Promise<number> {
  const actor = systemActor('incidents.review')
  let after: IncidentId | null = null
  let looked = 0
  while (looked < MAX_REVIEWED) {
    const page: readonly (Place & { readonly incidentId: IncidentId })[] = await openIncidents(
      platform.read(actor),
      after,
      LOOKED_AT_ONCE,
    )
    const last = page.at(-1)
    if (!last) break
    await platform.write(actor, async (ctx: WriteContext) => {
      for (const row of inOrder(page)) await look(ctx, row)
    })
    after = last.incidentId
    looked += page.length
  }
  return looked
}

export const reviewJob = defineJob({
  name: 'incidents.review',
  cron: '* * * * *',
  run: async (platform) => {
    await reviewIncidents(platform)
  },
})
