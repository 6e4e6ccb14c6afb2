import type { StaffId } from '@splot/kernel'
import type { Promotion } from '@splot/rules'
import type { ReadContext, WriteContext } from '#platform/context'
import { OVER_KEPT_MS } from './limits.ts'
import type { PromotionState } from './states.ts'
import type { PromotionDraft, PromotionId, PromotionRecord, RuleSetRecord, TimedRuleSet } from './types.ts'

type Plain<T> = { [K in keyof T]: T[K] }

const columns = `id as "promotionId", state, content, changed, version, revision, starts_at as "startsAt",
  updated_at as "updatedAt", updated_by as "updatedBy"`

export const promotionsById = (ctx: ReadContext, ids: readonly PromotionId[]): Promise<PromotionRecord[]> =>
  ctx.query<Plain<PromotionRecord>>(
    `select ${columns} from promotions.promotion where id = any($1::uuid[]) order by id`,
    [ids],
  )

/** Locks them in the order of their ids, until the transaction ends. */
export const lockPromotions = (ctx: WriteContext, ids: readonly PromotionId[]): Promise<PromotionRecord[]> =>
  ctx.query<Plain<PromotionRecord>>(
    `select ${columns} from promotions.promotion where id = any($1::uuid[]) order by id for update`,
    [ids],
  )

/** Newest first. */
export const listPromotions = (
  ctx: ReadContext,
  filter: {
    readonly states: readonly PromotionState[]
    readonly q: string | null
    readonly before: string | null
    readonly limit: number
  },
): Promise<PromotionRecord[]> =>
  ctx.query<Plain<PromotionRecord>>(
    `select ${columns} from promotions.promotion
      where state = any($1::text[]) and ($2::text is null or strpos(lower(content ->> 'name'), lower($2)) > 0)
        and ($3::uuid is null or id < $3)
      order by id desc limit $4`,
    [filter.states, filter.q, filter.before, filter.limit],
  )

export const countPromotions = async (ctx: ReadContext): Promise<number> =>
  (
    await ctx.query<{ count: number }>(
      `select count(*)::int as count from promotions.promotion where state <> 'archived'`,
    )
  )[0]?.count ?? 0

/** Undefined when the id is taken. */
export const insertDraft = async (
  ctx: WriteContext,
  promotionId: PromotionId,
  content: PromotionDraft,
): Promise<PromotionRecord | undefined> =>
  (
    await ctx.query<Plain<PromotionRecord>>(
      `insert into promotions.promotion
          (id, state, content, changed, created_at, created_by, updated_at, updated_by)
       values ($1, 'draft', $2, true, $3, $4, $3, $4) on conflict do nothing returning ${columns}`,
      [promotionId, JSON.stringify(content), ctx.now, ctx.actor.staffId],
    )
  )[0]

/** Undefined when somebody was faster. An archived one comes back as a draft. */
export const updateDraft = async (
  ctx: WriteContext,
  promotionId: PromotionId,
  content: PromotionDraft,
  version: number,
): Promise<PromotionRecord | undefined> =>
  (
    await ctx.query<Plain<PromotionRecord>>(
      `update promotions.promotion
          set content = $2, changed = true, version = version + 1, updated_at = $4, updated_by = $5,
              state = case state when 'archived' then 'draft' else state end
        where id = $1 and version = $3 returning ${columns}`,
      [promotionId, JSON.stringify(content), version, ctx.now, ctx.actor.staffId],
    )
  )[0]

/** Deletes what was never published; false when it was, or somebody was faster. */
export const deleteDraft = async (
  ctx: WriteContext,
  promotionId: PromotionId,
  version: number,
): Promise<boolean> =>
  (
    await ctx.query(
      `delete from promotions.promotion p where id = $1 and version = $2 and revision = 0
          and not exists (select from promotions.coupon c where c.promotion_id = p.id) returning 1`,
      [promotionId, version],
    )
  ).length > 0

/** Publishing takes turns: the number of the newest rule set, locked until the transaction ends. */
export const lockDesk = async (ctx: WriteContext): Promise<number> =>
  (await ctx.query<{ last_version: number }>(`select last_version from promotions.desk for update`))[0]
    ?.last_version ?? 0

/** Instants of rule sets that begin after this one. */
export const scheduledAfter = async (ctx: ReadContext, at: Date): Promise<Date[]> =>
  (
    await ctx.query<{ starts_at: Date }>(
      `select distinct starts_at from promotions.rule_set where starts_at > $1 order by starts_at`,
      [at],
    )
  ).map((row) => row.starts_at)

export interface NewRuleSet {
  readonly version: number
  readonly startsAt: Date
  readonly carriedOver: boolean
}

/** Writes rule sets, the first of which brings revisions, and what the promotions are from now on. */
export async function writePublication(
  ctx: WriteContext,
  sets: readonly NewRuleSet[],
  changes: readonly {
    readonly promotionId: PromotionId
    readonly body: Promotion | null
    readonly revision: number
  }[],
  reason: string,
): Promise<void> {
  const [first] = sets
  const last = sets.at(-1)
  if (!first || !last) return
  await ctx.query(
    `insert into promotions.rule_set (version, starts_at, published_at, published_by, reason, carried_over)
     select version, starts_at, $3, $4, $5, carried from unnest($1::int[], $2::timestamptz[], $6::bool[])
            as s(version, starts_at, carried)`,
    [
      sets.map((set) => set.version),
      sets.map((set) => set.startsAt),
      ctx.now,
      ctx.actor.staffId,
      reason,
      sets.map((set) => set.carriedOver),
    ],
  )
  const ids = changes.map((change) => change.promotionId)
  const revisions = changes.map((change) => change.revision)
  await Promise.all([
    ctx.query(
      `insert into promotions.revision (promotion_id, revision, rule_set, starts_at, body)
       select id, revision, $4, $5, body from unnest($1::uuid[], $2::int[], $3::jsonb[]) as r(id, revision, body)`,
      [
        ids,
        revisions,
        changes.map(({ body }) => body && JSON.stringify(body)),
        first.version,
        first.startsAt,
      ],
    ),
    ctx.query(
      `update promotions.promotion p
          set state = case when r.archived then 'archived' else 'live' end, revision = r.revision, starts_at = $4,
              changed = case when r.archived then p.changed else false end, version = p.version + 1,
              updated_at = $5, updated_by = $6
         from unnest($1::uuid[], $2::int[], $3::bool[]) as r(id, revision, archived) where p.id = r.id`,
      [ids, revisions, changes.map(({ body }) => body === null), first.startsAt, ctx.now, ctx.actor.staffId],
    ),
    ctx.query(`update promotions.desk set last_version = $1`, [last.version]),
  ])
}

/** The rule set in force at that moment, and those that wait, by their instants; each with what it contains. */
export async function ruleSetsFrom(ctx: ReadContext, at: Date): Promise<TimedRuleSet[]> {
  const sets = await ctx.query<{ version: number; starts_at: Date }>(
    `select distinct on (starts_at) version, starts_at from promotions.rule_set
      where starts_at > $1 or version =
        (select version from promotions.rule_set where starts_at <= $1 order by starts_at desc, version desc limit 1)
      order by starts_at, version desc`,
    [at],
  )
  return Promise.all(sets.map((set) => contentOf(ctx, set.version, set.starts_at)))
}

/** What was in force at that moment; undefined before anything was published. What was published since for an earlier instant counts. */
export async function rulesAt(ctx: ReadContext, at: Date): Promise<TimedRuleSet | undefined> {
  const [set] = await ctx.query<{ version: number; starts_at: Date }>(
    `select version, starts_at from promotions.rule_set where starts_at <= $1
      order by starts_at desc, version desc limit 1`,
    [at],
  )
  return set && contentOf(ctx, set.version, set.starts_at)
}

/** Promotions that were taken out of the rules since that moment, or will be. */
export const endedSince = async (ctx: ReadContext, since: Date): Promise<string[]> =>
  (
    await ctx.query<{ id: string }>(
      `select distinct promotion_id as id from promotions.revision where body is null and starts_at > $1`,
      [since],
    )
  ).map(({ id }) => id)

/** One rule set by its number, whether it ever came into force or not. */
export async function ruleSetByVersion(ctx: ReadContext, version: number): Promise<TimedRuleSet | undefined> {
  const [set] = await ctx.query<{ starts_at: Date }>(
    `select starts_at from promotions.rule_set where version = $1`,
    [version],
  )
  return set && contentOf(ctx, version, set.starts_at)
}

async function contentOf(ctx: ReadContext, version: number, startsAt: Date): Promise<TimedRuleSet> {
  const rows = await ctx.query<{ body: Promotion }>(
    `select body from (
       select distinct on (promotion_id) promotion_id, body from promotions.revision
        where rule_set <= $1 and starts_at <= $2 order by promotion_id, revision desc) newest
      where body is not null
        and coalesce((body ->> 'validUntil')::float8 > extract(epoch from $2::timestamptz) * 1000 - $3::float8, true)
      order by promotion_id`,
    [version, startsAt, OVER_KEPT_MS],
  )
  return { version, startsAt, promotions: rows.map(({ body }) => body) }
}

/** Newest first. */
export const listRuleSets = (
  ctx: ReadContext,
  before: number | null,
  limit: number,
): Promise<RuleSetRecord[]> =>
  ctx.query<Plain<RuleSetRecord>>(
    `select version, starts_at as "startsAt", published_at as "publishedAt", published_by as "publishedBy", reason,
            carried_over as "carriedOver"
       from promotions.rule_set where $1::int is null or version < $1 order by version desc limit $2`,
    [before, limit],
  )

export interface RevisionRecord {
  readonly promotionId: PromotionId
  readonly revision: number
  readonly ruleSet: number
  readonly startsAt: Date
  readonly publishedAt: Date
  readonly publishedBy: StaffId | null
  readonly reason: string
  /** Null: archived. */
  readonly body: Promotion | null
}

/** What was published of a promotion, newest first. */
export const revisionsOf = (
  ctx: ReadContext,
  promotionId: PromotionId,
  limit: number,
): Promise<RevisionRecord[]> =>
  ctx.query<Plain<RevisionRecord>>(
    `select r.promotion_id as "promotionId", r.revision, r.rule_set as "ruleSet", r.starts_at as "startsAt",
            s.published_at as "publishedAt", s.published_by as "publishedBy", s.reason, r.body
       from promotions.revision r join promotions.rule_set s on s.version = r.rule_set
      where r.promotion_id = $1 order by r.revision desc limit $2`,
    [promotionId, limit],
  )

/** Names of promotions that ask for a segment and count now or will, as they were published last. */
export const promotionsForSegment = async (ctx: ReadContext, code: string): Promise<string[]> =>
  (
    await ctx.query<{ name: string }>(
      `select r.body->>'name' as name from promotions.promotion p
         join promotions.revision r on r.promotion_id = p.id and r.revision = p.revision
        where p.state = 'live' and coalesce((r.body->>'validUntil')::bigint > $2, true)
          and exists (select from jsonb_array_elements(r.body->'conditions') c
                       where c->>'kind' = 'segment' and c->'anyOf' ? $1)
        order by name`,
      [code, ctx.now.getTime()],
    )
  ).map(({ name }) => name)
