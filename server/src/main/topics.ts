import type { LocationId } from '@splot/kernel'
import { MAX_SHOWN } from '#flows/browse'
import { holds, holdsEverywhere, type Actor } from '#platform/context'
import type { StoredEvent } from '#platform/events'
import type { Topic } from '#platform/streams'

/**
 * The availability of SKUs, for everybody: shops and kiosks show it live. As on the pages, how many pieces a store really has
 * is told to those who may read its stock; for others `MAX_SHOWN` means that or more.
 */
const availability: Topic = {
  name: 'availability',
  types: ['inventory.availability_changed'],
  permission: null,
  pick: (event, { skus, actor }) => {
    // Only inventory publishes this type, with this shape.
    const { changes } = event.data as unknown as {
      changes: readonly { sku: string; locationId: LocationId; available: number; version: number }[]
    }
    const wanted = skus ? changes.filter((change) => skus.has(change.sku)) : changes
    if (wanted.length === 0) return null
    return {
      at: event.occurredAt,
      changes: wanted.map(({ sku, locationId, available, version }) => ({
        sku,
        locationId,
        available: holds(actor, 'stock.read', locationId) ? available : Math.min(available, MAX_SHOWN),
        version,
      })),
    }
  },
}

/**
 * Facts of orders, fulfilments and returns at the places where the follower may read orders, for the screens of staff. Those
 * of no place (an order of the web) are everybody's, like the orders themselves.
 */
const work: Topic = {
  name: 'work',
  types: null,
  permission: 'orders.read',
  pick: (event, { actor }) => {
    if (!/^(orders|fulfilment|returns|payments|tills)\./.test(event.type)) return null
    if (!mayReadAt(actor, 'orders.read', event, true)) return null
    return {
      id: event.id,
      type: event.type,
      subject: event.subject,
      at: event.occurredAt,
      locationId: event.locationId,
      data: event.data,
    }
  },
}

/** Every fact of the places where the follower may read them, for the office's event log and for machines. */
const all: Topic = {
  name: 'all',
  types: null,
  permission: 'events.read',
  pick: (event, { actor }) =>
    mayReadAt(actor, 'events.read', event, false)
      ? {
          id: event.id,
          type: event.type,
          version: event.version,
          subject: event.subject,
          at: event.occurredAt,
          channelId: event.channelId,
          locationId: event.locationId,
          actor: event.actor,
          data: event.data,
        }
      : null,
}

function mayReadAt(actor: Actor, permission: string, event: StoredEvent, ofNoPlace: boolean): boolean {
  if (event.locationId === null) return ofNoPlace || holdsEverywhere(actor, permission)
  // The log holds the ids of places as text.
  return holds(actor, permission, event.locationId as LocationId)
}

export const topics: readonly Topic[] = [availability, work, all]
