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

/** Queues each fact for every endpoint that wants it, and one job per endpoint. */
export const webhookSubscriber = subscribe({
  name: 'webhooks',
  types: null,
  from: 'now',
  handle: async (ctx, events) => {
    const endpoints = (await allEndpoints(ctx)).filter((endpoint) => endpoint.active)
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
