import type { LocationId, Sku, StaffId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { MAX_RULES } from './limits.ts'
import type { AlertKind, AlertState, ProposalState } from './states.ts'
import type { Alert, AlertId, Proposal, ProposalId, Row, Rule, RuleId } from './types.ts'

type Plain<T> = T & Record<string, unknown>

const ruleColumns = `id as "ruleId", kind, sku, category, location_id as "locationId", region, enabled, terms, version,
  updated_at as "updatedAt"`

export const readRules = (ctx: ReadContext): Promise<Rule[]> =>
  ctx.query<Plain<Rule>>(`select ${ruleColumns} from replenishment.rule order by kind, id limit ${MAX_RULES}`)

export const ruleById = async (ctx: ReadContext, id: RuleId): Promise<Rule | undefined> =>
  (await ctx.query<Plain<Rule>>(`select ${ruleColumns} from replenishment.rule where id = $1`, [id]))[0]

/** Undefined: there is a rule of that kind and scope already. */
export const insertRule = async (
  ctx: WriteContext,
  rule: Omit<Rule, 'version' | 'updatedAt'>,
): Promise<Rule | undefined> =>
  (
    await ctx.query<Plain<Rule>>(
      `insert into replenishment.rule (id, kind, sku, category, location_id, region, enabled, terms, updated_at, updated_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (kind, sku, category, location_id, region) do nothing returning ${ruleColumns}`,
      [
        rule.ruleId,
        rule.kind,
        rule.sku,
        rule.category,
        rule.locationId,
        rule.region,
        rule.enabled,
        JSON.stringify(rule.terms),
        ctx.now,
        ctx.actor.staffId,
      ],
    )
  )[0]

/** Undefined: it is another by now, or gone. */
export const updateRule = async (
  ctx: WriteContext,
  { ruleId, enabled, terms }: Pick<Rule, 'ruleId' | 'enabled' | 'terms'>,
  version: number,
): Promise<Rule | undefined> =>
  (
    await ctx.query<Plain<Rule>>(
      `update replenishment.rule set enabled = $2, terms = $3, version = version + 1, updated_at = $4, updated_by = $5
        where id = $1 and version = $6 returning ${ruleColumns}`,
      [ruleId, enabled, JSON.stringify(terms), ctx.now, ctx.actor.staffId, version],
    )
  )[0]

export const deleteRule = async (ctx: WriteContext, id: RuleId, version: number): Promise<boolean> =>
  (
    await ctx.query('delete from replenishment.rule where id = $1 and version = $2 returning 1', [
      id,
      version,
    ])
  ).length > 0

export interface SoldPieces extends Row {
  readonly at: Date
  /** The day of the place. */
  readonly day: string
  readonly pieces: number
}

const skusOf = (rows: readonly Row[]) => rows.map((row) => row.sku)
const placesOf = (rows: readonly Row[]) => rows.map((row) => row.locationId)

/** Rows that have to do with the place from now on; those that are known stay as they are. */
export const watchRows = (
  ctx: WriteContext,
  rows: readonly (Row & { readonly at: Date })[],
): Promise<unknown> =>
  ctx.query(
    `insert into replenishment.watched (sku, location_id, since)
     select sku, location_id, min(at) from unnest($1::text[], $2::uuid[], $3::timestamptz[]) as w(sku, location_id, at)
      group by sku, location_id order by sku collate "C", location_id
     on conflict do nothing`,
    [skusOf(rows), placesOf(rows), rows.map(({ at }) => at)],
  )

export async function addSold(ctx: WriteContext, sold: readonly SoldPieces[]): Promise<void> {
  if (sold.length === 0) return
  await ctx.query(
    `insert into replenishment.sold as s (sku, location_id, day, pieces)
     select sku, location_id, day, sum(pieces)::int
       from unnest($1::text[], $2::uuid[], $3::date[], $4::int[]) as d(sku, location_id, day, pieces)
      group by sku, location_id, day order by sku collate "C", location_id, day
     on conflict (sku, location_id, day) do update set pieces = s.pieces + excluded.pieces`,
    [skusOf(sold), placesOf(sold), sold.map(({ day }) => day), sold.map(({ pieces }) => pieces)],
  )
  await ctx.query(
    `update replenishment.watched w set last_sold_at = greatest(w.last_sold_at, d.at)
       from (select sku, location_id, max(at) as at
               from unnest($1::text[], $2::uuid[], $3::timestamptz[]) as s(sku, location_id, at)
              group by sku, location_id) d
      where w.sku = d.sku collate "C" and w.location_id = d.location_id`,
    [skusOf(sold), placesOf(sold), sold.map(({ at }) => at)],
  )
}

export interface History extends Row, Record<string, unknown> {
  readonly since: Date
  readonly lastSoldAt: Date | null
  /** Pieces by day, YYYY-MM-DD. */
  readonly days: Readonly<Record<string, number>> | null
}

/** What is known of rows, with their sales from that day on. */
export const readHistory = (ctx: ReadContext, rows: readonly Row[], from: string): Promise<History[]> =>
  ctx.query<History>(
    `select w.sku, w.location_id as "locationId", w.since, w.last_sold_at as "lastSoldAt",
            (select jsonb_object_agg(s.day, s.pieces) from replenishment.sold s
              where s.sku = w.sku and s.location_id = w.location_id and s.day >= $3::date) as days
       from unnest($1::text[], $2::uuid[]) as d(sku, location_id)
       join replenishment.watched w on w.sku = d.sku collate "C" and w.location_id = d.location_id`,
    [skusOf(rows), placesOf(rows), from],
  )

const alertColumns = `id as "alertId", kind, sku, location_id as "locationId", state, facts, raised_at as "raisedAt",
  acknowledged_at as "acknowledgedAt", acknowledged_by as "acknowledgedBy", resolved_at as "resolvedAt"`

/** Alerts of these rows that are not over. */
export const currentAlerts = (ctx: ReadContext, rows: readonly Row[]): Promise<Alert[]> =>
  ctx.query<Plain<Alert>>(
    `select ${alertColumns} from replenishment.alert a
       join unnest($1::text[], $2::uuid[]) as d(wanted_sku, wanted_place)
         on a.sku = d.wanted_sku collate "C" and a.location_id = d.wanted_place
      where a.state <> 'resolved'`,
    [skusOf(rows), placesOf(rows)],
  )

/** Raises what is not raised already; answers the new ones. */
export const insertAlerts = (
  ctx: WriteContext,
  alerts: readonly (Row & {
    readonly alertId: AlertId
    readonly kind: AlertKind
    readonly facts: Alert['facts']
  })[],
): Promise<Alert[]> =>
  ctx.query<Plain<Alert>>(
    `insert into replenishment.alert (id, kind, sku, location_id, state, facts, raised_at)
     select id, kind, sku, location_id, 'raised', facts, $6
       from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::jsonb[]) as a(id, kind, sku, location_id, facts)
      order by sku collate "C", location_id, kind
     on conflict (sku, location_id, kind) where state <> 'resolved' do nothing
     returning ${alertColumns}`,
    [
      alerts.map(({ alertId }) => alertId),
      alerts.map(({ kind }) => kind),
      skusOf(alerts),
      placesOf(alerts),
      alerts.map(({ facts }) => JSON.stringify(facts)),
      ctx.now,
    ],
  )

export const resolveAlerts = (ctx: WriteContext, ids: readonly AlertId[]): Promise<Alert[]> =>
  ctx.query<Plain<Alert>>(
    `update replenishment.alert set state = 'resolved', resolved_at = $2
      where id = any($1) and state <> 'resolved' returning ${alertColumns}`,
    [ids, ctx.now],
  )

export const alertById = async (ctx: ReadContext, id: AlertId): Promise<Alert | undefined> =>
  (await ctx.query<Plain<Alert>>(`select ${alertColumns} from replenishment.alert where id = $1`, [id]))[0]

export const acknowledgeAlert = async (ctx: WriteContext, id: AlertId): Promise<Alert | undefined> =>
  (
    await ctx.query<Plain<Alert>>(
      `update replenishment.alert set state = 'acknowledged', acknowledged_at = $2, acknowledged_by = $3
        where id = $1 and state = 'raised' returning ${alertColumns}`,
      [id, ctx.now, ctx.actor.staffId],
    )
  )[0]

export interface Page {
  readonly places: readonly LocationId[] | null
  readonly sku: Sku | null
  readonly before: string | null
  readonly limit: number
}

/** Newest first. */
export const listAlerts = (
  ctx: ReadContext,
  filter: Page & { readonly states: readonly AlertState[]; readonly kinds: readonly AlertKind[] },
): Promise<Alert[]> =>
  ctx.query<Plain<Alert>>(
    `select ${alertColumns} from replenishment.alert
      where ($1::uuid[] is null or location_id = any($1)) and state = any($2) and kind = any($3)
        and ($4::text is null or sku = $4) and ($5::uuid is null or id < $5)
      order by id desc limit $6`,
    [filter.places, filter.states, filter.kinds, filter.sku, filter.before, filter.limit],
  )

const proposalColumns = `id as "proposalId", number, kind, sku, from_id as "fromId", to_id as "toId", quantity, state, factors,
  document_id as "documentId", reason, proposed_at as "proposedAt", decided_at as "decidedAt", decided_by as "decidedBy"`

/** Proposals that stand in the way of a new one: current, on their way, or turned down since. */
export const standingProposals = (
  ctx: ReadContext,
  { sku, locationId }: Row,
  rejectedSince: Date,
): Promise<Proposal[]> =>
  ctx.query<Plain<Proposal>>(
    `select ${proposalColumns} from replenishment.proposal
      where sku = $1 and to_id = $2
        and (state in ('proposed', 'approved') or (state = 'rejected' and decided_at > $3))`,
    [sku, locationId, rejectedSince],
  )

/** Makes the current proposal of that kind for the row, or brings it up to date; answers it and whether it is new. */
export const putProposal = async (
  ctx: WriteContext,
  row: Pick<Proposal, 'proposalId' | 'kind' | 'sku' | 'fromId' | 'toId' | 'quantity' | 'factors'>,
): Promise<(Proposal & { readonly isNew: boolean }) | undefined> =>
  (
    await ctx.query<Plain<Proposal & { readonly isNew: boolean }>>(
      `insert into replenishment.proposal as p (id, number, kind, sku, from_id, to_id, quantity, state, factors, proposed_at)
       values ($1, 'Z' || nextval('replenishment.proposal_body'), $2, $3, $4, $5, $6, 'proposed', $7, $8)
       on conflict (sku, to_id, kind) where state = 'proposed' do update
          set from_id = excluded.from_id, quantity = excluded.quantity, factors = excluded.factors
       returning ${proposalColumns}, id = $1 as "isNew"`,
      [
        row.proposalId,
        row.kind,
        row.sku,
        row.fromId,
        row.toId,
        row.quantity,
        JSON.stringify(row.factors),
        ctx.now,
      ],
    )
  )[0]

/** What current proposals would take of a SKU from each place for other rows. */
export const spokenFor = async (
  ctx: ReadContext,
  { sku, locationId }: Row,
): Promise<ReadonlyMap<LocationId, number>> => {
  const rows = await ctx.query<{ fromId: LocationId; quantity: number }>(
    `select from_id as "fromId", sum(quantity)::int as quantity from replenishment.proposal
      where sku = $1 and to_id <> $2 and kind = 'transfer' and state = 'proposed' group by from_id`,
    [sku, locationId],
  )
  return new Map(rows.map(({ fromId, quantity }) => [fromId, quantity]))
}

/** Locks what is proposed or approved for these rows, in the order of ids: people decide about many at once. */
export const lockStanding = (ctx: WriteContext, rows: readonly Row[]): Promise<unknown> =>
  ctx.query(
    `select from replenishment.proposal p
      where p.state in ('proposed', 'approved')
        and (p.sku, p.to_id) in (select d.sku collate "C", d.to_id from unnest($1::text[], $2::uuid[]) as d(sku, to_id))
      order by p.id for update`,
    [skusOf(rows), placesOf(rows)],
  )

/** What is proposed for rows that need nothing (any more). */
export const outdateProposals = (
  ctx: WriteContext,
  rows: readonly Row[],
  kinds: readonly Proposal['kind'][],
): Promise<unknown> =>
  ctx.query(
    `update replenishment.proposal p set state = 'outdated', decided_at = $4
       from unnest($1::text[], $2::uuid[]) as d(sku, to_id)
      where p.sku = d.sku collate "C" and p.to_id = d.to_id and p.state = 'proposed' and p.kind = any($3)`,
    [skusOf(rows), placesOf(rows), kinds, ctx.now],
  )

/** Goods came to these rows: what was approved for them is no longer on its way. */
export const markArrived = (ctx: WriteContext, rows: readonly Row[]): Promise<unknown> =>
  ctx.query(
    `update replenishment.proposal p set state = 'arrived'
       from unnest($1::text[], $2::uuid[]) as d(sku, to_id)
      where p.sku = d.sku collate "C" and p.to_id = d.to_id and p.state = 'approved' and p.document_id is not null`,
    [skusOf(rows), placesOf(rows)],
  )

export const proposalsById = (ctx: ReadContext, ids: readonly ProposalId[]): Promise<Proposal[]> =>
  ctx.query<Plain<Proposal>>(`select ${proposalColumns} from replenishment.proposal where id = any($1)`, [
    ids,
  ])

/** Locks proposals in the order of their ids, until the transaction ends. */
export const lockProposals = (ctx: WriteContext, ids: readonly ProposalId[]): Promise<Proposal[]> =>
  ctx.query<Plain<Proposal>>(
    `select ${proposalColumns} from replenishment.proposal where id = any($1) order by id for update`,
    [ids],
  )

/** Writes what was decided about locked proposals. */
export const decideProposals = (
  ctx: WriteContext,
  ids: readonly ProposalId[],
  decided: {
    readonly state: ProposalState
    readonly documentId?: string
    readonly reason?: string
    readonly by: StaffId | null
  },
): Promise<Proposal[]> =>
  ctx.query<Plain<Proposal>>(
    `update replenishment.proposal
        set state = $2, document_id = $3, reason = $4, decided_by = $5,
            decided_at = case when $2 = 'proposed' then null else $6::timestamptz end
      where id = any($1) returning ${proposalColumns}`,
    [ids, decided.state, decided.documentId ?? null, decided.reason ?? null, decided.by, ctx.now],
  )

export const listProposals = (
  ctx: ReadContext,
  filter: Page & { readonly states: readonly ProposalState[]; readonly kind: Proposal['kind'] | null },
): Promise<Proposal[]> =>
  ctx.query<Plain<Proposal>>(
    `select ${proposalColumns} from replenishment.proposal
      where ($1::uuid[] is null or to_id = any($1)) and state = any($2) and ($3::text is null or kind = $3)
        and ($4::text is null or sku = $4) and ($5::uuid is null or id < $5)
      order by id desc limit $6`,
    [filter.places, filter.states, filter.kind, filter.sku, filter.before, filter.limit],
  )
