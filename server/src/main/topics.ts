import type { Topic } from '#platform/streams'

/** The availability of SKUs, for everybody: shops and kiosks show it live. */
const availability: Topic = {
  name: 'availability',
  types: ['inventory.availability_changed'],
  permission: null,
  pick: (event, { skus }) => {
    // Only inventory publishes this type, with this shape.
    const { changes } = event.data as unknown as {
      changes: readonly { sku: string; locationId: string; available: number; version: number }[]
    }
    const wanted = skus ? changes.filter((change) => skus.has(change.sku)) : changes
    if (wanted.length === 0) return null
    return {
      at: event.occurredAt,
      changes: wanted.map(({ sku, locationId, available, version }) => ({
        sku,
        locationId,
        available,
        version,
      })),
    }
  },
}

/** Facts of orders, fulfilments and returns at the follower's place, for the screens of staff. */
const work: Topic = {
  name: 'work',
  types: null,
  permission: 'orders.read',
  pick: (event, { actor }) => {
    if (!/^(orders|fulfilment|returns|payments|tills)\./.test(event.type)) return null
    if (actor.locationId && event.locationId && event.locationId !== actor.locationId) return null
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

/** Every fact, for the office's event log and for machines. */
const all: Topic = {
  name: 'all',
  types: null,
  permission: 'events.read',
  pick: (event) => ({
    id: event.id,
    type: event.type,
    version: event.version,
    subject: event.subject,
    at: event.occurredAt,
    channelId: event.channelId,
    locationId: event.locationId,
    actor: event.actor,
    data: event.data,
  }),
}

export const topics: readonly Topic[] = [availability, work, all]
