import type { LocationId, OrderId, Sku, StaffId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { IncidentCause, IncidentState } from './states.ts'
import type { Decision, DecisionRow, Incident, IncidentId } from './types.ts'

type Row = Incident & Record<string, unknown>

const columns = `id as "incidentId", number, sku, location_id as "locationId", state, cause, missing, undecided,
  most_missing as "mostMissing", assigned_to as "assignedTo", opened_at as "openedAt", opened_by as "openedBy",
  ended_at as "endedAt"`

/**
 * Nobody else looks at, opens or decides about this SKU in this place until the transaction ends, whether an incident is open or not.
 * Lock orders before it, and stock after it.
 */
export const lockPlaceOfSku = (ctx: WriteContext, sku: Sku, locationId: LocationId): Promise<unknown> =>
  ctx.query(`select pg_advisory_xact_lock(hashtextextended('incidents ' || $1 || ' ' || $2, 0))`, [
    sku,
    locationId,
  ])

export const incidentById = async (ctx: ReadContext, id: IncidentId): Promise<Incident | undefined> =>
  (await ctx.query<Row>(`select ${columns} from incidents.incident where id = $1`, [id]))[0]

export const openIncidentOf = async (
  ctx: ReadContext,
  sku: Sku,
  locationId: LocationId,
): Promise<Incident | undefined> =>
  (
    await ctx.query<Row>(
      `select ${columns} from incidents.incident
        where sku = $1 and location_id = $2 and state in ('open', 'waiting')`,
      [sku, locationId],
    )
  )[0]

/** The open ones, the oldest first, behind `after`. */
export const openIncidents = (
  ctx: ReadContext,
  after: IncidentId | null,
  limit: number,
): Promise<Pick<Incident, 'incidentId' | 'sku' | 'locationId'>[]> =>
  ctx.query<Row>(
    `select id as "incidentId", sku, location_id as "locationId" from incidents.incident
      where state in ('open', 'waiting') and ($1::uuid is null or id > $1) order by id limit $2`,
    [after, limit],
  )

export const insertIncident = async (
  ctx: WriteContext,
  row: {
    readonly incidentId: IncidentId
    readonly sku: Sku
    readonly locationId: LocationId
    readonly cause: IncidentCause
    readonly missing: number
    readonly undecided: number
    readonly openedBy: string | null
  },
): Promise<Incident | undefined> =>
  (
    await ctx.query<Row>(
      `insert into incidents.incident (id, number, sku, location_id, state, cause, missing, undecided, most_missing, opened_at,
                                       opened_by, looked_at)
       values ($1, 'N' || nextval('incidents.number_body'), $2, $3, 'open', $4, $5, $6, $5, $7, $8, $7)
       returning ${columns}`,
      [row.incidentId, row.sku, row.locationId, row.cause, row.missing, row.undecided, ctx.now, row.openedBy],
    )
  )[0]

/** Writes what a look has found; answers the row. */
export const saveLook = async (
  ctx: WriteContext,
  id: IncidentId,
  found: { readonly state: IncidentState; readonly missing: number; readonly undecided: number },
): Promise<Incident | undefined> =>
  (
    await ctx.query<Row>(
      `update incidents.incident
          set state = $2, missing = $3, undecided = $4, most_missing = greatest(most_missing, $3), looked_at = $5,
              ended_at = case when $2 in ('resolved', 'dissolved') then $5::timestamptz end
        where id = $1 returning ${columns}`,
      [id, found.state, found.missing, found.undecided, ctx.now],
    )
  )[0]

export const saveAssignment = async (
  ctx: WriteContext,
  id: IncidentId,
  staffId: StaffId | null,
): Promise<Incident | undefined> =>
  (
    await ctx.query<Row>(
      `update incidents.incident set assigned_to = $2 where id = $1 and state in ('open', 'waiting') returning ${columns}`,
      [id, staffId],
    )
  )[0]

export interface IncidentFilter {
  readonly places: readonly LocationId[] | null
  readonly states: readonly IncidentState[]
  readonly sku: Sku | null
  readonly assignedTo: StaffId | null
  readonly before: string | null
  readonly limit: number
}

/** Newest first. */
export const listIncidents = (ctx: ReadContext, filter: IncidentFilter): Promise<Incident[]> =>
  ctx.query<Row>(
    `select ${columns} from incidents.incident
      where ($1::uuid[] is null or location_id = any($1)) and state = any($2) and ($3::text is null or sku = $3)
        and ($4::uuid is null or assigned_to = $4) and ($5::uuid is null or id < $5)
      order by id desc limit $6`,
    [filter.places, filter.states, filter.sku, filter.assignedTo, filter.before, filter.limit],
  )

export interface Wait extends Record<string, unknown> {
  readonly orderId: OrderId
  readonly lineNo: number | null
  readonly quantity: number
}

/** Customers of the open incident who were told to wait, and until when has not passed. */
export const standingWaits = (ctx: ReadContext, sku: Sku, locationId: LocationId): Promise<Wait[]> =>
  ctx.query<Wait>(
    `select d.order_id as "orderId", d.line_no as "lineNo", d.quantity
       from incidents.decision d join incidents.incident i on i.id = d.incident_id
      where i.sku = $1 and i.location_id = $2 and i.state in ('open', 'waiting') and d.choice = 'wait' and d.until > $3`,
    [sku, locationId, ctx.now],
  )

const decisionColumns = `id as "decisionId", body_hash as "bodyHash", incident_id as "incidentId", order_id as "orderId",
  line_no as "lineNo", quantity, choice, detail, until, at,
  jsonb_build_object('kind', actor_kind, 'id', actor_id, 'staffId', staff_id) as actor`

export const decisionById = async (ctx: ReadContext, id: string): Promise<DecisionRow | undefined> =>
  (
    await ctx.query<DecisionRow & Record<string, unknown>>(
      `select ${decisionColumns} from incidents.decision where id = $1`,
      [id],
    )
  )[0]

/** What was decided, oldest first. */
export const decisionsOf = (ctx: ReadContext, id: IncidentId): Promise<DecisionRow[]> =>
  ctx.query<DecisionRow & Record<string, unknown>>(
    `select ${decisionColumns} from incidents.decision where incident_id = $1 order by at, id`,
    [id],
  )

export const insertDecision = (ctx: WriteContext, row: Decision): Promise<unknown> =>
  ctx.query(
    `insert into incidents.decision (id, body_hash, incident_id, order_id, line_no, quantity, choice, detail, until, at,
                                     actor_kind, actor_id, staff_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      row.decisionId,
      row.bodyHash,
      row.incidentId,
      row.orderId,
      row.lineNo,
      row.quantity,
      row.choice,
      JSON.stringify(row.detail),
      row.until,
      ctx.now,
      ctx.actor.kind,
      ctx.actor.id,
      ctx.actor.staffId,
    ],
  )

/** Ends what a line was told to wait for, because it is told anew; answers how many pieces waited. */
export const endWaits = async (
  ctx: WriteContext,
  { incidentId, orderId, lineNo }: Pick<Decision, 'incidentId' | 'orderId' | 'lineNo'>,
): Promise<number> => {
  const ended = await ctx.query<{ quantity: number }>(
    `update incidents.decision set until = $4
      where incident_id = $1 and order_id = $2 and line_no is not distinct from $3 and choice = 'wait' and until > $4
      returning quantity`,
    [incidentId, orderId, lineNo, ctx.now],
  )
  return ended.reduce((sum, { quantity }) => sum + quantity, 0)
}
