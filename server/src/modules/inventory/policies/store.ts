import { invariant, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import type { Query, ReadContext, WriteContext } from '#platform/context'
import type { FreeChange } from '../events.ts'
import type { ChannelTerms } from '../types.ts'
import type { Policy, PolicyId, PolicyProgress, Rule, Scope, Terms } from './types.ts'

/** A mapped type, so that an interface counts as a plain row. */
type Plain<T> = { [K in keyof T]: T[K] }

const policyColumns = `policy_id as "policyId", version, state, name, edition, created_at as "createdAt", created_by as "createdBy",
  published_at as "publishedAt", ended_at as "endedAt"`

/** Versions, newest first. */
export const readPolicies = (ctx: ReadContext, before: number, limit: number): Promise<Policy[]> =>
  ctx.query<Plain<Policy>>(
    `select ${policyColumns} from inventory.policy where version < $1 order by version desc limit $2`,
    [before, limit],
  )

export const readPolicy = async (ctx: ReadContext, version: number): Promise<Policy | undefined> =>
  (
    await ctx.query<Plain<Policy>>(`select ${policyColumns} from inventory.policy where version = $1`, [
      version,
    ])
  )[0]

export const readPolicyById = async (ctx: ReadContext, policyId: PolicyId): Promise<Policy | undefined> =>
  (
    await ctx.query<Plain<Policy>>(`select ${policyColumns} from inventory.policy where policy_id = $1`, [
      policyId,
    ])
  )[0]

/** The same, and nobody else changes it until the transaction ends. */
export const lockPolicy = async (ctx: WriteContext, version: number): Promise<Policy | undefined> =>
  (
    await ctx.query<Plain<Policy>>(
      `select ${policyColumns} from inventory.policy where version = $1 for update`,
      [version],
    )
  )[0]

export const readPublished = async (ctx: ReadContext): Promise<Policy | undefined> =>
  (
    await ctx.query<Plain<Policy>>(
      `select ${policyColumns} from inventory.policy where state = 'published' and $1`,
      [true],
    )
  )[0]

export async function insertDraft(
  ctx: WriteContext,
  draft: { readonly policyId: PolicyId; readonly name: string; readonly createdBy: string },
): Promise<Policy> {
  const [policy] = await ctx.query<Plain<Policy>>(
    `insert into inventory.policy (policy_id, version, state, name, created_at, created_by)
     select $1, coalesce(max(version), 0) + 1, 'draft', $2, $3, $4 from inventory.policy returning ${policyColumns}`,
    [draft.policyId, draft.name, ctx.now, draft.createdBy],
  )
  invariant(policy, 'an insert answers its row')
  return policy
}

/** Puts a draft's name and adds one to its edition. */
export const updateDraft = (ctx: WriteContext, policyId: PolicyId, name: string): Promise<unknown> =>
  ctx.query('update inventory.policy set name = $2, edition = edition + 1 where policy_id = $1', [
    policyId,
    name,
  ])

type RuleRow = {
  ruleNo: number
  sku: Sku | null
  category: string | null
  locationId: LocationId | null
  region: string | null
  channelId: ChannelId | null
  safety: number | null
  buffer: number | null
  bufferPpm: number | null
  pool: number | null
  backorder: Terms['backorder'] | null
  holds: Terms['holds'] | null
}

/** Leaves out what is null. */
const known = <T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } =>
  // Only the nulls are gone.
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: NonNullable<T[K]>
  }

const ruleOf = (row: RuleRow): Rule => {
  const { ruleNo, channelId, sku, category, locationId, region, ...terms } = row
  return { ruleNo, channelId, scope: known({ sku, category, locationId, region }), terms: known(terms) }
}

export const readRules = async (query: Query, policyId: PolicyId): Promise<Rule[]> =>
  (
    await query<RuleRow>(
      `select rule_no as "ruleNo", sku, category, location_id as "locationId", region, channel_id as "channelId", safety, buffer,
              buffer_ppm as "bufferPpm", pool, backorder, holds
         from inventory.policy_rule where policy_id = $1 order by rule_no`,
      [policyId],
    )
  ).map(ruleOf)

/** Replaces all rules of a draft. */
export async function replaceRules(
  ctx: WriteContext,
  policyId: PolicyId,
  rules: readonly Rule[],
): Promise<void> {
  await ctx.query('delete from inventory.policy_rule where policy_id = $1', [policyId])
  const scope = (pick: (scope: Scope) => string | undefined) => rules.map((rule) => pick(rule.scope) ?? null)
  const term = <T>(pick: (terms: Terms) => T | undefined) => rules.map((rule) => pick(rule.terms) ?? null)
  const json = (values: readonly unknown[]) =>
    values.map((value) => (value === null ? null : JSON.stringify(value)))
  await ctx.query(
    `insert into inventory.policy_rule (policy_id, rule_no, sku, category, location_id, region, channel_id, safety, buffer,
                                        buffer_ppm, pool, backorder, holds)
     select $1::uuid, d.* from unnest($2::int[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::int[],
                                $9::int[], $10::int[], $11::int[], $12::jsonb[], $13::jsonb[]) as d`,
    [
      policyId,
      rules.map((rule) => rule.ruleNo),
      scope((s) => s.sku),
      scope((s) => s.category),
      scope((s) => s.locationId),
      scope((s) => s.region),
      rules.map((rule) => rule.channelId),
      term((t) => t.safety),
      term((t) => t.buffer),
      term((t) => t.bufferPpm),
      term((t) => t.pool),
      json(term((t) => t.backorder)),
      json(term((t) => t.holds)),
    ],
  )
}

/** Ends a version, or publishes it. */
export const setState = (ctx: WriteContext, policyId: PolicyId, state: Policy['state']): Promise<unknown> =>
  ctx.query(
    `update inventory.policy set state = $2, edition = edition + 1,
            published_at = case when $2 = 'published' then $3 else published_at end,
            ended_at = case when $2 in ('retired', 'withdrawn') then $3 end
      where policy_id = $1`,
    [policyId, state, ctx.now],
  )

const progressColumns = 'policy_id as "policyId", after_stock as "afterStock", changed, finished'
type Progress = Plain<PolicyProgress> & { readonly afterStock: number }

const onlyRow = (rows: readonly Progress[]): Progress => {
  const row = rows[0]
  invariant(row, 'the progress of policies has its one row')
  return row
}

export const readProgress = async (ctx: ReadContext): Promise<PolicyProgress> =>
  onlyRow(
    await ctx.query<Progress>(`select ${progressColumns} from inventory.policy_progress where single = $1`, [
      true,
    ]),
  )

/** One applies, or publishes, at a time. */
export const lockProgress = async (ctx: WriteContext): Promise<Progress> =>
  onlyRow(
    await ctx.query<Progress>(
      `select ${progressColumns} from inventory.policy_progress where single = $1 for update`,
      [true],
    ),
  )

/** From now on rows shall carry this policy; waits until every row that is being made is committed. */
export async function startProgress(ctx: WriteContext, policyId: PolicyId | null): Promise<void> {
  await ctx.query('select inventory.wait_for_fresh_rows()')
  await ctx.query(
    'update inventory.policy_progress set policy_id = $1, after_stock = 0, changed = 0, finished = false',
    [policyId],
  )
}

/** Lets the rows be walked through once more. */
export const rewindProgress = (ctx: WriteContext): Promise<unknown> =>
  ctx.query(
    'update inventory.policy_progress set after_stock = 0, changed = 0, finished = false where single = $1',
    [true],
  )

export const moveProgress = (
  ctx: WriteContext,
  at: { readonly afterStock: number; readonly changed: number; readonly finished: boolean },
): Promise<unknown> =>
  ctx.query('update inventory.policy_progress set after_stock = $1, changed = changed + $2, finished = $3', [
    at.afterStock,
    at.changed,
    at.finished,
  ])

/** The policy that rows made by this transaction shall carry. */
export const policyForFreshRows = async (ctx: WriteContext): Promise<PolicyId | null> =>
  (
    await ctx.query<{ policyId: PolicyId | null }>(
      'select inventory.policy_for_fresh_rows() as "policyId" where $1',
      [true],
    )
  )[0]?.policyId ?? null

export type CompiledRow = {
  readonly stockId: number
  readonly sku: Sku
  readonly locationId: LocationId
  readonly safety: number
  readonly channelTerms: ChannelTerms | null
}

const compiledColumns = `stock_id as "stockId", sku, location_id as "locationId", safety, channel_terms as "channelTerms"`

export const readRowsAfter = (query: Query, stockId: number, limit: number): Promise<CompiledRow[]> =>
  query<CompiledRow>(
    `select ${compiledColumns} from inventory.stock where stock_id > $1 order by stock_id limit $2`,
    [stockId, limit],
  )

export const lockRows = (ctx: WriteContext, stockIds: readonly number[]): Promise<CompiledRow[]> =>
  ctx.query<CompiledRow>(
    `select ${compiledColumns} from inventory.stock where stock_id = any($1) order by sku, location_id for update`,
    [stockIds],
  )

export const rowsAt = (
  ctx: WriteContext,
  rows: readonly { readonly sku: Sku; readonly locationId: LocationId }[],
): Promise<CompiledRow[]> =>
  ctx.query<CompiledRow>(
    `select s.stock_id as "stockId", s.sku, s.location_id as "locationId", s.safety, s.channel_terms as "channelTerms"
       from unnest($1::text[], $2::uuid[]) as d(sku, location_id)
       join inventory.stock s on s.sku = d.sku collate "C" and s.location_id = d.location_id
      order by s.sku, s.location_id for update of s`,
    [rows.map((row) => row.sku), rows.map((row) => row.locationId)],
  )

/** Pieces that live holds took out of the pools of these rows. */
export const readPooled = (
  ctx: WriteContext,
  stockIds: readonly number[],
): Promise<{ stockId: number; channelId: ChannelId; pieces: number }[]> =>
  ctx.query(
    `select l.stock_id as "stockId", h.channel_id as "channelId", sum(least(l.pooled, l.outstanding))::int as pieces
       from inventory.hold_line l join inventory.hold h on h.hold_id = l.hold_id
      where l.stock_id = any($1) and l.pooled > 0 and h.state in ('soft', 'pinned', 'allocated', 'picked')
      group by l.stock_id, h.channel_id`,
    [stockIds],
  )

type SetRow = {
  sku: Sku
  locationId: LocationId
  free: number
  freeBefore: number
  version: number
  sellable: number
  terms: ChannelTerms | null
}

/** Writes compiled terms into locked rows. */
export async function writeTerms(
  ctx: WriteContext,
  rows: readonly {
    readonly stockId: number
    readonly safety: number
    readonly channelTerms: ChannelTerms | null
  }[],
): Promise<FreeChange[]> {
  const changed = await ctx.query<SetRow>(
    `select sku, location_id as "locationId", free, free_before as "freeBefore", version, sellable, terms
       from inventory.set_terms($1, $2, $3::jsonb[])`,
    [
      rows.map((row) => row.stockId),
      rows.map((row) => row.safety),
      rows.map((row) => (row.channelTerms === null ? null : JSON.stringify(row.channelTerms))),
    ],
  )
  // No terms any more is news to the channels that had some, although the row's own number may stay.
  return changed.map((row) => ({ ...row, terms: row.terms ?? {} }))
}
