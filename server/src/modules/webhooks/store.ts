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

/** What may be sent to an endpoint now, what has waited longest first. */
export const dueDeliveries = (
  ctx: ReadContext,
  endpointId: EndpointId,
  limit: number,
): Promise<DueDelivery[]> =>
  ctx.query<Plain<DueDelivery>>(
    `select id, event_id as "eventId", body, attempts from webhooks.delivery
      where endpoint_id = $1 and state = 'pending' and next_at <= $2 order by next_at, id limit $3`,
    [endpointId, ctx.now, limit],
  )

/** When something may be sent to an active endpoint again; undefined while nothing waits for it. */
export const nextTry = async (ctx: ReadContext, endpointId: EndpointId): Promise<Date | undefined> =>
  (
    await ctx.query<{ at: Date | null }>(
      `select greatest($2::timestamptz, e.busy_until, e.resting_until,
                (select min(next_at) from webhooks.delivery where endpoint_id = e.id and state = 'pending')) as at
         from webhooks.endpoint e
        where e.id = $1 and e.active
          and exists (select from webhooks.delivery where endpoint_id = e.id and state = 'pending')`,
      [endpointId, ctx.now],
    )
  )[0]?.at ?? undefined

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

/** It took something: whatever it failed at before is forgiven. */
export const recordSuccess = (ctx: WriteContext, id: EndpointId): Promise<unknown> =>
  ctx.query(
    `update webhooks.endpoint set failing_since = null, failures = 0, resting_until = null
      where id = $1 and (failing_since is not null or resting_until is not null)`,
    [id],
  )

/** It took nothing: counts it, and lets it rest for as long as `restMs` says of the milliseconds it has been failing for. */
export async function recordFailures(
  ctx: WriteContext,
  id: EndpointId,
  failed: number,
  restMs: (failingMs: number) => number,
): Promise<{ failingMs: number; failures: number }> {
  const [row] = await ctx.query<{ since: Date; failures: number }>(
    `update webhooks.endpoint set failing_since = coalesce(failing_since, $2), failures = failures + $3
      where id = $1 returning failing_since as since, failures`,
    [id, ctx.now, failed],
  )
  // Deleted meanwhile: nothing is left to count.
  if (!row) return { failingMs: 0, failures: 0 }
  const failingMs = ctx.now.getTime() - row.since.getTime()
  await ctx.query(
    `update webhooks.endpoint set resting_until = $2::timestamptz + $3 * interval '1 ms' where id = $1`,
    [id, ctx.now, restMs(failingMs)],
  )
  return { failingMs, failures: row.failures }
}

/** Wakes an endpoint that rests, for somebody who asks for it now; `forgive` forgets its failures too. */
export const wakeEndpoint = (ctx: WriteContext, id: EndpointId, forgive: boolean): Promise<unknown> =>
  ctx.query(
    `update webhooks.endpoint
        set resting_until = null, failing_since = case when $2 then null else failing_since end,
            failures = case when $2 then 0 else failures end
      where id = $1`,
    [id, forgive],
  )

/** Takes the turn to send to an active endpoint; false while another sender has it, until its lease ends, and while it rests. */
export const takeTurn = async (ctx: WriteContext, id: EndpointId, leaseMs: number): Promise<boolean> =>
  (
    await ctx.query(
      `update webhooks.endpoint set busy_until = $2::timestamptz + $3 * interval '1 ms'
        where id = $1 and active and (busy_until is null or busy_until <= $2)
          and (resting_until is null or resting_until <= $2) returning 1`,
      [id, ctx.now, leaseMs],
    )
  ).length === 1

export const endTurn = (ctx: WriteContext, id: EndpointId): Promise<unknown> =>
  ctx.query(`update webhooks.endpoint set busy_until = null where id = $1`, [id])

/** Keeps the turn for the next deliveries. */
export const keepTurn = (ctx: WriteContext, id: EndpointId, leaseMs: number): Promise<unknown> =>
  ctx.query(
    `update webhooks.endpoint set busy_until = $2::timestamptz + $3 * interval '1 ms' where id = $1`,
    [id, ctx.now, leaseMs],
  )

/** Clears away, oldest first, at most `limit` deliveries that were settled before the moments; those that wait stay. */
export const deleteSettled = async (
  ctx: WriteContext,
  before: { readonly delivered: Date; readonly failed: Date },
  limit: number,
): Promise<number> =>
  (
    await ctx.query(
      `delete from webhooks.delivery where id in (
         select id from webhooks.delivery
          where state <> 'pending' and created_at < $1 and (state = 'delivered' or created_at < $2)
          order by created_at limit $3 for update skip locked) returning 1`,
      [before.delivered, before.failed, limit],
    )
  ).length
