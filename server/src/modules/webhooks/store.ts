import type { ReadContext, WriteContext } from '#platform/context'
import type { Delivery, DeliveryId, Endpoint, EndpointId } from './types.ts'

type Plain<T> = { [K in keyof T]: T[K] }

const endpointColumns = `id, url, description, types, generation, active, disabled_reason as "disabledReason", created_at as "createdAt"`
const deliveryColumns = `id, endpoint_id as "endpointId", event_id as "eventId", type, state, attempts, next_at as "nextAt",
  last_status as "lastStatus", last_error as "lastError", created_at as "createdAt", delivered_at as "deliveredAt"`

export const allEndpoints = (ctx: ReadContext): Promise<Endpoint[]> =>
  ctx.query<Plain<Endpoint>>(`select ${endpointColumns} from webhooks.endpoint order by created_at, id`)

export const endpointById = async (ctx: ReadContext, id: EndpointId): Promise<Endpoint | undefined> =>
  (
    await ctx.query<Plain<Endpoint>>(`select ${endpointColumns} from webhooks.endpoint where id = $1`, [id])
  )[0]

/** The same, and nobody else changes it until the transaction ends. */
export const lockEndpoint = async (ctx: WriteContext, id: EndpointId): Promise<Endpoint | undefined> =>
  (
    await ctx.query<Plain<Endpoint>>(
      `select ${endpointColumns} from webhooks.endpoint where id = $1 for update`,
      [id],
    )
  )[0]

/** Stops sending; touches nothing else, because a sender's copy of the endpoint may be older than its row. */
export const disableEndpoint = (ctx: WriteContext, id: EndpointId, reason: string): Promise<unknown> =>
  ctx.query(`update webhooks.endpoint set active = false, disabled_reason = $2 where id = $1`, [id, reason])

export const insertEndpoint = (ctx: WriteContext, endpoint: Endpoint): Promise<unknown> =>
  ctx.query(
    `insert into webhooks.endpoint (id, url, description, types, created_at) values ($1, $2, $3, $4, $5)`,
    [endpoint.id, endpoint.url, endpoint.description, endpoint.types, endpoint.createdAt],
  )

export const updateEndpoint = (ctx: WriteContext, endpoint: Endpoint): Promise<unknown> =>
  ctx.query(
    `update webhooks.endpoint set url = $2, description = $3, types = $4, generation = $5, active = $6, disabled_reason = $7
      where id = $1`,
    [
      endpoint.id,
      endpoint.url,
      endpoint.description,
      endpoint.types,
      endpoint.generation,
      endpoint.active,
      endpoint.disabledReason,
    ],
  )

export const deleteEndpoint = (ctx: WriteContext, id: EndpointId): Promise<unknown> =>
  ctx.query(`delete from webhooks.endpoint where id = $1`, [id])

export interface NewDelivery {
  readonly id: DeliveryId
  readonly endpointId: EndpointId
  readonly eventId: string
  readonly type: string
  readonly body: string
}

/** A fact that was queued for the endpoint before is left alone. */
export const insertDeliveries = (ctx: WriteContext, rows: readonly NewDelivery[]): Promise<unknown> =>
  ctx.query(
    `insert into webhooks.delivery (id, endpoint_id, event_id, type, body, state, next_at, created_at)
     select id, endpoint_id, event_id, type, body, 'pending', $6, $6
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[]) as d(id, endpoint_id, event_id, type, body)
     on conflict (endpoint_id, event_id) do nothing`,
    [
      rows.map((r) => r.id),
      rows.map((r) => r.endpointId),
      rows.map((r) => r.eventId),
      rows.map((r) => r.type),
      rows.map((r) => r.body),
      ctx.now,
    ],
  )

export interface DueDelivery {
  readonly id: DeliveryId
  readonly eventId: string
  readonly body: string
  readonly attempts: number
}

/** What may be sent to an endpoint now, oldest first: nothing that stands behind a delivery which waits for its next try. */
export const dueDeliveries = async (
  ctx: ReadContext,
  endpointId: EndpointId,
  limit: number,
): Promise<DueDelivery[]> => {
  const pending = await ctx.query<Plain<DueDelivery> & { nextAt: Date }>(
    `select id, event_id as "eventId", body, attempts, next_at as "nextAt" from webhooks.delivery
      where endpoint_id = $1 and state = 'pending' order by id limit $2`,
    [endpointId, limit],
  )
  const waiting = pending.findIndex(({ nextAt }) => nextAt > ctx.now)
  return waiting === -1 ? pending : pending.slice(0, waiting)
}

export const recordAttempt = (
  ctx: WriteContext,
  attempt: { id: DeliveryId; state: string; status: number | null; error: string | null; nextAt: Date },
): Promise<unknown> =>
  ctx.query(
    `update webhooks.delivery
        set state = $2, attempts = attempts + 1, last_status = $3, last_error = $4, next_at = $5,
            delivered_at = case when $2 = 'delivered' then $6::timestamptz end
      where id = $1`,
    [attempt.id, attempt.state, attempt.status, attempt.error, attempt.nextAt, ctx.now],
  )

/** Sends it again from the first attempt on; answers its endpoint, or undefined when there is no such delivery. */
export const requeueDelivery = async (ctx: WriteContext, id: DeliveryId): Promise<EndpointId | undefined> =>
  (
    await ctx.query<{ endpoint_id: EndpointId }>(
      `update webhooks.delivery set state = 'pending', attempts = 0, next_at = $2 where id = $1 returning endpoint_id`,
      [id, ctx.now],
    )
  )[0]?.endpoint_id

export const deliveriesOf = (
  ctx: ReadContext,
  endpointId: EndpointId,
  before: { at: string; id: string } | null,
  limit: number,
): Promise<Delivery[]> =>
  ctx.query<Plain<Delivery>>(
    `select ${deliveryColumns} from webhooks.delivery
      where endpoint_id = $1 and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
      order by created_at desc, id desc limit $4`,
    [endpointId, before?.at ?? null, before?.id ?? null, limit],
  )

/** Takes the turn to send to an endpoint; false while another sender has it, until its lease ends. */
export const takeTurn = async (ctx: WriteContext, id: EndpointId, leaseMs: number): Promise<boolean> =>
  (
    await ctx.query(
      `update webhooks.endpoint set busy_until = $2::timestamptz + $3 * interval '1 ms'
        where id = $1 and (busy_until is null or busy_until <= $2) returning 1`,
      [id, ctx.now, leaseMs],
    )
  ).length === 1

/** Keeps the turn for the next delivery, or ends it with `leaseMs` 0. */
export const keepTurn = (ctx: WriteContext, id: EndpointId, leaseMs: number): Promise<unknown> =>
  ctx.query(
    `update webhooks.endpoint set busy_until = $2::timestamptz + $3 * interval '1 ms' where id = $1`,
    [id, ctx.now, leaseMs],
  )
