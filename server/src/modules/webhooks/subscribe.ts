import { newId } from '@splot/kernel'
import { subscribe, type StoredEvent } from '#platform/events'
import { addJob } from '#platform/jobs'
import { deliverJob } from './deliver.ts'
import { allEndpoints, insertDeliveries } from './store.ts'
import type { DeliveryId, Endpoint } from './types.ts'

/** Whether the endpoint asked for facts of this type: whole (`orders.placed`) or by module (`orders`). */
export const wants = (endpoint: Pick<Endpoint, 'types'>, type: string): boolean =>
  endpoint.types.length === 0 ||
  endpoint.types.some((asked) => asked === type || type.startsWith(`${asked}.`))

/** As many as the largest 64-bit number has. */
const SEQUENCE_DIGITS = 20

/** CloudEvents 1.0 in JSON, structured mode, with its extension `sequence`. */
export const cloudEvent = (event: StoredEvent): Readonly<Record<string, unknown>> => ({
  specversion: '1.0',
  id: event.id,
  source: '/splot',
  type: `splot.${event.type}`,
  subject: event.subject,
  time: event.occurredAt.toISOString(),
  // The place in the log, as text that sorts like it: deliveries may overtake each other, and receivers put them right by this.
  sequence: `${event.xid.padStart(SEQUENCE_DIGITS, '0')}.${String(event.seq).padStart(SEQUENCE_DIGITS, '0')}`,
  datacontenttype: 'application/json',
  dataschema: `/events/${event.type}/${event.version}`,
  splotchannel: event.channelId,
  ...(event.locationId && { splotlocation: event.locationId }),
  data: event.data,
})

/** Facts of one type that tell absolute values, of which a receiver needs only the newest. */
export interface Newest {
  readonly type: string
  /** The facts of a page as fewer ones, each under the id and the place in the log of the last fact that is in it. */
  readonly gather: (events: readonly StoredEvent[]) => readonly StoredEvent[]
}

let newest: readonly Newest[] = []

/** Main binds what may be gathered; everything else is told fact by fact. */
export const bindGathering = (bound: readonly Newest[]): void => void (newest = bound)

/** In order of the log; what was gathered stands where its last fact stood. */
function gathered(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const fewer = newest.map(({ type, gather }) => ({
    type,
    events: gather(events.filter((event) => event.type === type)),
  }))
  const kept = new Map(fewer.flatMap((one) => one.events.map((event) => [event.id, event])))
  const types = new Set(fewer.map(({ type }) => type))
  return events.flatMap((event) => (types.has(event.type) ? (kept.get(event.id) ?? []) : event))
}

/**
 * Queues each fact for every endpoint that wants it, and one job per endpoint. The page is read while the worker rests between two
 * looks, so what happened within that moment is gathered here.
 */
export const webhookSubscriber = subscribe({
  name: 'webhooks',
  types: null,
  from: 'now',
  handle: async (ctx, page) => {
    const endpoints = (await allEndpoints(ctx)).filter((endpoint) => endpoint.active)
    if (endpoints.length === 0) return
    const events = gathered(page)
    const rows = endpoints.flatMap((endpoint) =>
      events
        .filter((event) => wants(endpoint, event.type))
        .map((event) => ({
          id: newId<'webhook-delivery'>() satisfies DeliveryId,
          endpointId: endpoint.id,
          eventId: event.id,
          type: event.type,
          body: JSON.stringify(cloudEvent(event)),
        })),
    )
    if (rows.length === 0) return
    await insertDeliveries(ctx, rows)
    for (const endpointId of new Set(rows.map((row) => row.endpointId))) {
      await addJob(ctx, deliverJob, { endpointId }, { key: `webhooks:${endpointId}` })
    }
  },
})
