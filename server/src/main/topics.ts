import type { LocationId } from '@splot/kernel'
import { MAX_SHOWN } from '#flows/browse'
import { holds, holdsEverywhere, type Actor } from '#platform/context'
import type { StoredEvent } from '#platform/events'
import type { Asked, Changed, FactTopic, Topic, ValueTopic } from '#platform/streams'
import { availabilityOf, type Availability } from '#modules/inventory'

/**
 * The availability of SKUs, for everybody: shops, kiosks and marketplaces show it live, each the numbers of its own channel. As on the
 * pages, how many pieces a store really has is told to those who may read its stock; for others `MAX_SHOWN` means that or more.
 */
const availability: ValueTopic = {
  name: 'availability',
  permission: null,
  open: (platform) => {
    const model = availabilityOf(platform)
    return {
      onChange: (heard) =>
        model.onChange((changes) => {
          for (const { sku, locationId } of changes) heard(sku, locationId)
        }),
      catchUp: (events) => model.catchUp(events),
      tell: (changed, asked) => tellAvailability(model, changed, asked),
    }
  },
}

/** The values of this moment in the channel of whoever asks; `version` grows with each change of a row. */
export function tellAvailability(
  model: Pick<Availability, 'available' | 'versionOf' | 'asOf'>,
  changed: Changed,
  { skus, actor }: Asked,
): { at: Date; changes: readonly object[] } | null {
  // Most followers ask for a few SKUs of many.
  const told = skus && skus.size < changed.size ? skus : changed.keys()
  const changes = [...told].flatMap((sku) =>
    skus && !skus.has(sku)
      ? []
      : [...(changed.get(sku) ?? [])].map((locationId) => {
          const available = model.available(sku, locationId, actor.channel.id)
          // Parts of a SKU are the places of its rows.
          const known = holds(actor, 'stock.read', locationId as LocationId)
          return {
            sku,
            locationId,
            available: known ? available : Math.min(available, MAX_SHOWN),
            version: model.versionOf(sku, locationId),
          }
        }),
  )
  return changes.length === 0 ? null : { at: model.asOf(), changes }
}

/**
 * Facts of orders, fulfilments and returns at the places where the follower may read orders, for the screens of staff. Those
 * of no place (an order of the web) are everybody's, like the orders themselves.
 */
const work: FactTopic = {
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

/**
 * Facts of the work with stock (deliveries, transfers, counts, adjustments, incidents, alerts) at the places where the follower may
 * read stock, and of the policies, which belong to no place. What moves and what is available has a topic of its own.
 */
const stock: FactTopic = {
  name: 'stock',
  types: null,
  permission: 'stock.read',
  pick: (event, { actor }) => {
    if (!/^(incidents|stockwork|replenishment|inventory\.policy)[._]/.test(event.type)) return null
    if (!mayReadAt(actor, 'stock.read', event, true)) return null
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
const all: FactTopic = {
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

export const topics: readonly Topic[] = [availability, work, stock, all]
