import type { Ppm, Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { RESULTS_MS } from '../limits.ts'
import type { ProposalState } from '../states.ts'
import { whoOf } from '../store.ts'
import type { ChangeId, PriceListId } from '../types.ts'
import type { PriceProposal, PriceProposalId, ProposalRule, ProposalRuleId } from './types.ts'

type Plain<T> = { [K in keyof T]: T[K] }

const ruleColumns = `id, name, price_list_id as "listId", terms, enabled, version`

export const listRules = (ctx: ReadContext): Promise<ProposalRule[]> =>
  ctx.query<Plain<ProposalRule>>(`select ${ruleColumns} from pricing.proposal_rule order by name, id`)

/** What has become of the proposals of each rule that were made in the last `RESULTS_MS`, and what its standing ones, in the shadow or to be decided, would do. */
export interface RuleResults {
  readonly shadow: number
  readonly proposed: number
  readonly applied: number
  readonly rejected: number
  readonly outdated: number
  /** Of the standing ones. */
  readonly raised: number
  readonly lowered: number
  /** Of the standing ones, each a share of what the article costs now; null: there is none. */
  readonly averagePpm: Ppm | null
}

export const resultsOfRules = async (ctx: ReadContext): Promise<ReadonlyMap<ProposalRuleId, RuleResults>> => {
  const rows = await ctx.query<Plain<RuleResults> & { ruleId: ProposalRuleId }>(
    `select rule_id as "ruleId",
            count(*) filter (where state = 'shadow')::int as shadow,
            count(*) filter (where state = 'proposed')::int as proposed,
            count(*) filter (where state = 'applied')::int as applied,
            count(*) filter (where state = 'rejected')::int as rejected,
            count(*) filter (where state = 'outdated')::int as outdated,
            count(*) filter (where state in ('shadow', 'proposed') and to_minor > from_minor)::int as raised,
            count(*) filter (where state in ('shadow', 'proposed') and to_minor < from_minor)::int as lowered,
            (round(avg((to_minor - from_minor) * 1000000.0 / from_minor)
                   filter (where state in ('shadow', 'proposed') and from_minor > 0)))::int as "averagePpm"
       from pricing.proposal where id >= $1 or state in ('shadow', 'proposed') group by rule_id`,
    [leastIdOf(ctx.now.getTime() - RESULTS_MS)],
  )
  return new Map(rows.map(({ ruleId, ...results }) => [ruleId, results]))
}

/** No id that was made at this instant (epoch ms) or later is less: UUIDv7 begin with their 48 bits of milliseconds. */
function leastIdOf(at: number): string {
  const hex = at.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

export const insertRule = (ctx: WriteContext, rule: ProposalRule): Promise<unknown> =>
  ctx.query(
    `insert into pricing.proposal_rule (id, name, price_list_id, terms, enabled, updated_at, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [rule.id, rule.name, rule.listId, JSON.stringify(rule.terms), rule.enabled, ctx.now, whoOf(ctx)],
  )

/** Undefined: it is another one by now, or there is none. */
export const updateRule = async (
  ctx: WriteContext,
  rule: ProposalRule,
  seen: number,
): Promise<ProposalRule | undefined> =>
  (
    await ctx.query<Plain<ProposalRule>>(
      `update pricing.proposal_rule
          set name = $2, price_list_id = $3, terms = $4, enabled = $5, version = version + 1, updated_at = $6, updated_by = $7
        where id = $1 and version = $8 returning ${ruleColumns}`,
      [rule.id, rule.name, rule.listId, JSON.stringify(rule.terms), rule.enabled, ctx.now, whoOf(ctx), seen],
    )
  )[0]

const columns = `id, rule_id as "ruleId", rule_version as "ruleVersion", sku, price_list_id as "listId", state,
  from_minor as "fromMinor", to_minor as "toMinor", factors, change_id as "changeId", reason, proposed_at as "proposedAt",
  decided_at as "decidedAt", decided_by as "decidedBy"`

export const listProposals = (
  ctx: ReadContext,
  filter: {
    readonly states: readonly ProposalState[]
    readonly sku: string | null
    readonly ruleId: string | null
    readonly changeId: string | null
    readonly before: string | null
    readonly limit: number
  },
): Promise<PriceProposal[]> =>
  ctx.query<Plain<PriceProposal>>(
    `select ${columns} from pricing.proposal
      where state = any($1) and ($2::text is null or sku = $2) and ($3::uuid is null or change_id = $3)
        and ($4::uuid is null or id < $4) and ($6::uuid is null or rule_id = $6) order by id desc limit $5`,
    [filter.states, filter.sku, filter.changeId, filter.before, filter.limit, filter.ruleId],
  )

/** Locks proposals in the order of their ids. */
export const lockProposals = (ctx: WriteContext, ids: readonly string[]): Promise<PriceProposal[]> =>
  ctx.query<Plain<PriceProposal>>(
    `select ${columns} from pricing.proposal where id = any($1::uuid[]) order by id for update`,
    [ids],
  )

/** Locks what a rule has proposed of these SKUs and nobody has decided, in the order of ids: people decide about many at once. */
export const lockStanding = (
  ctx: WriteContext,
  ruleId: ProposalRuleId,
  skus: readonly string[],
): Promise<unknown> =>
  ctx.query(
    `select from pricing.proposal
      where rule_id = $1 and sku = any($2::text[]) and state in ('proposed', 'shadow') order by id for update`,
    [ruleId, skus],
  )

/** Makes the standing proposals of a rule, or brings them up to date; answers them. */
export const putProposals = (
  ctx: WriteContext,
  rule: ProposalRule,
  state: 'proposed' | 'shadow',
  rows: readonly Pick<PriceProposal, 'id' | 'sku' | 'fromMinor' | 'toMinor' | 'factors'>[],
): Promise<PriceProposal[]> =>
  ctx.query<Plain<PriceProposal>>(
    `insert into pricing.proposal as p
            (id, rule_id, rule_version, sku, price_list_id, state, from_minor, to_minor, factors, proposed_at)
     select r.id, $1, $2, r.sku, $3, $4, r.from_minor, r.to_minor, r.factors::jsonb, $10
       from unnest($5::uuid[], $6::text[], $7::bigint[], $8::bigint[], $9::text[]) as r(id, sku, from_minor, to_minor, factors)
     on conflict (rule_id, sku) where state in ('proposed', 'shadow') do update
        set rule_version = excluded.rule_version, state = excluded.state, from_minor = excluded.from_minor,
            to_minor = excluded.to_minor, factors = excluded.factors, proposed_at = excluded.proposed_at
     returning ${columns}`,
    [
      rule.id,
      rule.version,
      rule.listId,
      state,
      rows.map(({ id }) => id),
      rows.map(({ sku }) => sku),
      rows.map(({ fromMinor }) => fromMinor),
      rows.map(({ toMinor }) => toMinor),
      rows.map(({ factors }) => JSON.stringify(factors)),
      ctx.now,
    ],
  )

/** What a rule proposed for these SKUs before and does not any more. */
export const outdate = (
  ctx: WriteContext,
  ruleId: ProposalRuleId,
  skus: readonly string[],
): Promise<unknown> =>
  ctx.query(
    `update pricing.proposal set state = 'outdated', decided_at = $3
      where rule_id = $1 and sku = any($2::text[]) and state in ('proposed', 'shadow')`,
    [ruleId, skus, ctx.now],
  )

/** What a rule proposed and nobody decided, when it is stopped. */
export const outdateAll = (ctx: WriteContext, ruleId: ProposalRuleId): Promise<unknown> =>
  ctx.query(
    `update pricing.proposal set state = 'outdated', decided_at = $2, decided_by = $3
      where id = any(array(select id from pricing.proposal
                            where rule_id = $1 and state in ('proposed', 'shadow') order by id for update))`,
    [ruleId, ctx.now, whoOf(ctx)],
  )

export const decide = (
  ctx: WriteContext,
  ids: readonly PriceProposalId[],
  decision: {
    readonly state: ProposalState
    readonly by: string
    readonly changeId?: ChangeId
    readonly reason?: string
  },
): Promise<PriceProposal[]> =>
  ctx.query<Plain<PriceProposal>>(
    `update pricing.proposal set state = $2, decided_at = $3, decided_by = $4, change_id = $5, reason = $6
      where id = any($1::uuid[]) returning ${columns}`,
    [ids, decision.state, ctx.now, decision.by, decision.changeId ?? null, decision.reason ?? null],
  )

/** SKUs whose proposals a person turned down lately: they are left in peace. */
export const rejectedSince = async (
  ctx: ReadContext,
  ruleId: ProposalRuleId,
  since: Date,
): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await ctx.query<{ sku: string }>(
        `select sku from pricing.proposal where rule_id = $1 and state = 'rejected' and decided_at > $2`,
        [ruleId, since],
      )
    ).map(({ sku }) => sku),
  )

/** The price of one piece that people have set, for good: what proposals have made of it is left out, so that factors never add up. */
export const setPrices = async (
  ctx: ReadContext,
  listId: PriceListId,
  skus: readonly string[],
): Promise<ReadonlyMap<string, { readonly minor: number; readonly since: Date }>> => {
  const rows = await ctx.query<{ sku: Sku; minor: number | null; since: Date }>(
    `select distinct on (p.sku) p.sku, p.gross_minor as minor,
            min(v.effective_at) over (partition by p.sku) as since
       from pricing.price p join pricing.version v on v.id = p.version_id and v.number is not null and v.cancelled_seq is null
       join pricing.change c on c.id = v.change_id and c.kind <> 'proposal'
      where p.price_list_id = $1 and p.sku = any($2::text[]) and p.from_quantity = 1 and p.ends_at is null
        and v.effective_at <= $3
      order by p.sku, v.effective_at desc, v.number desc`,
    [listId, skus, ctx.now],
  )
  return new Map(
    rows.flatMap(({ sku, minor, since }) => (minor === null ? [] : [[sku, { minor, since }] as const])),
  )
}

/** The cheapest other by the newest price of each, not older than `since`. */
export const cheapestOthers = async (
  ctx: ReadContext,
  skus: readonly string[],
  currency: string,
  since: Date,
): Promise<ReadonlyMap<string, { readonly name: string; readonly minor: number }>> => {
  const rows = await ctx.query<{ sku: string; name: string; minor: number }>(
    `select distinct on (sku) sku, competitor as name, minor from (
       select distinct on (sku, competitor) sku, competitor, minor from pricing.competitor_price
        where sku = any($1::text[]) and currency = $2 and seen_at > $3 and seen_at <= $4
        order by sku, competitor, seen_at desc) newest
      order by sku, minor, competitor`,
    [skus, currency, since, ctx.now],
  )
  return new Map(rows.map(({ sku, name, minor }) => [sku, { name, minor }]))
}

/** What each other asks for an article by the newest price of each, cheapest first. */
export const othersOf = (
  ctx: ReadContext,
  sku: string,
  limit: number,
): Promise<{ competitor: string; minor: number; currency: string; seenAt: Date }[]> =>
  ctx.query(
    `select competitor, minor, currency, seen_at as "seenAt" from (
       select distinct on (competitor, currency) competitor, minor, currency, seen_at from pricing.competitor_price
        where sku = $1 and seen_at <= $2 order by competitor, currency, seen_at desc) newest
      order by currency, minor, competitor limit $3`,
    [sku, ctx.now, limit],
  )

/** Keeps what a feed tells; what is known already stays as it is. */
export const insertCompetitorPrices = async (
  ctx: WriteContext,
  rows: readonly {
    readonly sku: string
    readonly competitor: string
    readonly minor: number
    readonly seenAt: Date
  }[],
  currency: string,
): Promise<number> =>
  (
    await ctx.query(
      `insert into pricing.competitor_price (sku, competitor, minor, currency, seen_at)
       select r.sku, r.competitor, r.minor, $5, r.seen_at
         from unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[]) as r(sku, competitor, minor, seen_at)
        where not exists (select from pricing.competitor_price c
                           where c.sku = r.sku collate "C" and c.competitor = r.competitor and c.seen_at = r.seen_at)
       returning 1`,
      [
        rows.map(({ sku }) => sku),
        rows.map(({ competitor }) => competitor),
        rows.map(({ minor }) => minor),
        rows.map(({ seenAt }) => seenAt),
        currency,
      ],
    )
  ).length
