import type { StoredEvent } from '#platform/events'
import { AVAILABILITY_CHANGED, type AvailabilityChange } from '../events.ts'

/** Rows in one gathered fact: a message of some hundred kilobytes. A single fact that has more is left whole. */
const MAX_GATHERED = 1_000

/** Facts of availability as fewer ones with the newest value of each row; for those who are sent facts, see `webhooks`. */
export const gatherAvailability = {
  type: AVAILABILITY_CHANGED,
  gather: (events: readonly StoredEvent[]): StoredEvent[] => {
    const gathered: StoredEvent[] = []
    let newest = new Map<string, AvailabilityChange>()
    events.forEach((event, at) => {
      for (const change of changesIn(event)) {
        const key = `${change.sku}\0${change.locationId}`
        const known = newest.get(key)
        if (!known || known.version < change.version) newest.set(key, change)
      }
      const next = events[at + 1]
      if (next && newest.size + changesIn(next).length <= MAX_GATHERED) return
      const changes = [...newest.values()]
      const [first] = changes
      const onePlace = changes.every((change) => change.locationId === first?.locationId)
      gathered.push({
        ...event,
        locationId: onePlace ? (first?.locationId ?? null) : null,
        data: { changes },
      })
      newest = new Map()
    })
    return gathered
  },
}

/** Only this module writes facts of this type, with this shape. */
export const changesIn = (event: StoredEvent): readonly AvailabilityChange[] =>
  (event.data as unknown as { readonly changes: readonly AvailabilityChange[] }).changes
