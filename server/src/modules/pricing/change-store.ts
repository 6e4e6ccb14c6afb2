import { invariant, type Currency } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { DraftRow } from './changes.ts'
import type { ChangeKind, ChangeState } from './states.ts'
import { whoOf } from './store.ts'
import type { ChangeId, PriceListId, VersionId } from './types.ts'

/** A change of prices, drafted, published or given up. */
export interface Change {
  readonly id: ChangeId
  readonly kind: ChangeKind
  readonly state: ChangeState
  readonly note: string
  /** Null: when it is published. */
  readonly effectiveAt: Date | null
  readonly facts: Readonly<Record<string, unknown>>
  readonly baseSeq: number
  readonly rowCount: number
  readonly lists: readonly PriceListId[]
  readonly createdAt: Date
  readonly createdBy: string
  readonly publishedAt: Date | null
  readonly publishedBy: string | null
  readonly cancelledAt: Date | null
  readonly cancelledBy: string | null
}

/** An instant of a change. */
export interface ChangeVersion {
  readonly id: VersionId
  readonly changeId: ChangeId
  readonly kind: 'begin' | 'end'
  readonly number: number | null
  readonly effectiveAt: Date | null
  readonly skuCount: number
  readonly cancelledSeq: number | null
}

type Plain<T> = { [K in keyof T]: T[K] }

const changeColumns = `c.id, c.kind, c.state, c.note, c.effective_at as "effectiveAt", c.facts, c.base_seq as "baseSeq",
  c.row_count as "rowCount", c.lists, c.created_at as "createdAt", c.created_by as "createdBy",
  c.published_at as "publishedAt", c.published_by as "publishedBy", c.cancelled_at as "cancelledAt", c.cancelled_by as "cancelledBy"`

export const changeById = async (ctx: ReadContext, id: ChangeId): Promise<Change | undefined> =>
  (await ctx.query<Plain<Change>>(`select ${changeColumns} from pricing.change c where id = $1`, [id]))[0]

/** The same, and nobody else changes it until the transaction ends. */
export const lockChange = async (ctx: WriteContext, id: ChangeId): Promise<Change | undefined> =>
  (
    await ctx.query<Plain<Change>>(`select ${changeColumns} from pricing.change c where id = $1 for update`, [
      id,
    ])
  )[0]

/** Changes, newest first. */
export const listChanges = (
  ctx: ReadContext,
  filter: {
    readonly states: readonly ChangeState[]
    readonly before: readonly [at: string, id: string] | null
    readonly limit: number
  },
): Promise<Change[]> =>
  ctx.query<Plain<Change>>(
    `select ${changeColumns} from pricing.change c
      where state = any($1) and ($2::timestamptz is null or (created_at, id) < ($2, $3::uuid))
      order by created_at desc, id desc limit $4`,
    [filter.states, filter.before?.[0] ?? null, filter.before?.[1] ?? null, filter.limit],
  )

export const insertChange = (
  ctx: WriteContext,
  change: Pick<Change, 'id' | 'kind' | 'note' | 'effectiveAt' | 'facts' | 'baseSeq'>,
): Promise<unknown> =>
  ctx.query(
    `insert into pricing.change (id, kind, state, note, effective_at, facts, base_seq, created_at, created_by)
     values ($1, $2, 'draft', $3, $4, $5, $6, $7, $8)`,
    [
      change.id,
      change.kind,
      change.note,
      change.effectiveAt,
      JSON.stringify(change.facts),
      change.baseSeq,
      ctx.now,
      whoOf(ctx),
    ],
  )

/** Adds to what is known of a draft. */
export const setFacts = (
  ctx: WriteContext,
  id: ChangeId,
  facts: Readonly<Record<string, unknown>>,
): Promise<unknown> =>
  ctx.query(`update pricing.change set facts = facts || $2::jsonb where id = $1`, [id, JSON.stringify(facts)])

export const setChangeState = (ctx: WriteContext, id: ChangeId, state: ChangeState): Promise<unknown> =>
  ctx.query(
    `update pricing.change set state = $2,
            published_at = case when $2 = 'published' then $3 else published_at end,
            published_by = case when $2 = 'published' then $4 else published_by end,
            cancelled_at = case when $2 in ('cancelled', 'discarded') then $3 end,
            cancelled_by = case when $2 in ('cancelled', 'discarded') then $4 end
      where id = $1`,
    [id, state, ctx.now, whoOf(ctx)],
  )

export const countRows = (
  ctx: WriteContext,
  id: ChangeId,
  rows: number,
  lists: readonly PriceListId[],
): Promise<unknown> =>
  ctx.query(
    `update pricing.change
        set row_count = row_count + $2, lists = array(select distinct unnest(lists || $3::uuid[]))
      where id = $1`,
    [id, rows, lists],
  )

const versionColumns = `id, change_id as "changeId", kind, number, effective_at as "effectiveAt",
  sku_count as "skuCount", cancelled_seq as "cancelledSeq"`

export const versionsOfChange = (ctx: ReadContext, id: ChangeId): Promise<ChangeVersion[]> =>
  ctx.query<Plain<ChangeVersion>>(
    `select ${versionColumns} from pricing.version where change_id = $1 order by effective_at nulls first, kind`,
    [id],
  )

export const insertVersions = (
  ctx: WriteContext,
  changeId: ChangeId,
  versions: readonly Pick<ChangeVersion, 'id' | 'kind' | 'effectiveAt'>[],
): Promise<unknown> =>
  ctx.query(
    `insert into pricing.version (id, change_id, kind, effective_at)
     select id, $1, kind, effective_at from unnest($2::uuid[], $3::text[], $4::timestamptz[]) as v(id, kind, effective_at)`,
    [
      changeId,
      versions.map(({ id }) => id),
      versions.map(({ kind }) => kind),
      versions.map(({ effectiveAt }) => effectiveAt),
    ],
  )

/** Appends rows, sorted, so that the index grows at its end. */
export const insertRows = (
  ctx: WriteContext,
  rows: readonly (DraftRow & { readonly versionId: string })[],
): Promise<unknown> =>
  ctx.query(
    `insert into pricing.price (version_id, price_list_id, sku, from_quantity, gross_minor, tax_letter, ends_at, before_minor)
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::timestamptz[], $8::bigint[])`,
    [
      rows.map(({ versionId }) => versionId),
      rows.map(({ listId }) => listId),
      rows.map(({ sku }) => sku),
      rows.map(({ fromQuantity }) => fromQuantity),
      rows.map(({ minor }) => minor),
      rows.map(({ taxLetter }) => taxLetter),
      rows.map(({ endsAt }) => endsAt),
      rows.map(({ beforeMinor }) => beforeMinor),
    ],
  )

/** Rows that a draft has of these SKUs already. */
export const draftedRows = (
  ctx: ReadContext,
  id: ChangeId,
  skus: readonly string[],
): Promise<
  { listId: PriceListId; sku: string; fromQuantity: number; startsAt: Date | null; endsAt: Date | null }[]
> =>
  ctx.query(
    `select p.price_list_id as "listId", p.sku, p.from_quantity as "fromQuantity", v.effective_at as "startsAt",
            p.ends_at as "endsAt"
       from pricing.version v join pricing.price p on p.version_id = v.id
      where v.change_id = $1 and p.sku = any($2::text[])`,
    [id, skus],
  )

/** One publishes or cancels at a time; answers the newest number. */
export const lockPublication = async (ctx: WriteContext): Promise<number> => {
  const [row] = await ctx.query<{ seq: number }>(`select seq from pricing.publication for update`)
  invariant(row, 'the publication of prices has its one row')
  return row.seq
}

/** Gives versions their numbers and instants; answers how many SKUs each is about. */
export const numberVersions = async (
  ctx: WriteContext,
  changeId: ChangeId,
  versions: readonly { readonly id: VersionId; readonly number: number; readonly effectiveAt: Date }[],
): Promise<ReadonlyMap<string, number>> => {
  const rows = await ctx.query<{ id: string; skuCount: number }>(
    `with own as (select id from pricing.version where change_id = $1),
          begins as (select version_id as id, count(distinct sku)::int as skus from pricing.price
                      where version_id in (select id from own) group by version_id),
          ends as (select ends_at as at, count(distinct sku)::int as skus from pricing.price
                    where version_id in (select id from own) and ends_at is not null group by ends_at)
     update pricing.version v
        set number = n.number, effective_at = n.at,
            sku_count = coalesce(case v.kind when 'begin' then (select skus from begins where id = v.id)
                                             else (select skus from ends where at = v.effective_at) end, 0)
       from unnest($2::uuid[], $3::bigint[], $4::timestamptz[]) as n(id, number, at)
      where v.id = n.id
     returning v.id, v.sku_count as "skuCount"`,
    [
      changeId,
      versions.map(({ id }) => id),
      versions.map(({ number }) => number),
      versions.map(({ effectiveAt }) => effectiveAt),
    ],
  )
  await ctx.query(`update pricing.publication set seq = $1`, [versions.at(-1)?.number ?? 0])
  return new Map(rows.map(({ id, skuCount }) => [id, skuCount]))
}

/** Takes the versions of a change back. */
export const cancelVersions = async (ctx: WriteContext, id: ChangeId, seq: number): Promise<void> => {
  await ctx.query(`update pricing.version set cancelled_seq = $2 where change_id = $1`, [id, seq])
  await ctx.query(`update pricing.publication set seq = $1`, [seq])
}

/** Versions of the same lists that were published since a change was begun. */
export const publishedSince = async (ctx: ReadContext, change: Change): Promise<number[]> =>
  (
    await ctx.query<{ number: number }>(
      `select v.number from pricing.version v join pricing.change c on c.id = v.change_id
        where v.number > $1 and v.cancelled_seq is null and v.kind = 'begin' and c.lists && $2::uuid[]
        order by v.number limit 20`,
      [change.baseSeq, change.lists],
    )
  ).map(({ number }) => number)

/** Rows of a change that end after the next one of the same list, SKU and quantity begins. */
export const overlappingRows = (ctx: ReadContext, id: ChangeId): Promise<{ list: string; sku: string }[]> =>
  ctx.query(
    `select l.code as list, o.sku
       from (select p.price_list_id, p.sku, p.ends_at,
                    lead(coalesce(v.effective_at, c.effective_at, $2)) over (
                      partition by p.price_list_id, p.sku, p.from_quantity
                      order by coalesce(v.effective_at, c.effective_at, $2)) as next_starts
               from pricing.version v join pricing.change c on c.id = v.change_id join pricing.price p on p.version_id = v.id
              where v.change_id = $1) o
       join pricing.price_list l on l.id = o.price_list_id
      where o.ends_at > o.next_starts order by l.code, o.sku limit 50`,
    [id, ctx.now],
  )

/** Published versions with their changes, newest first by number. */
export const listVersions = (
  ctx: ReadContext,
  filter: { readonly future: boolean; readonly before: number | null; readonly limit: number },
): Promise<PublishedRow[]> =>
  ctx.query<Plain<PublishedRow>>(
    `select v.id, v.change_id as "changeId", v.kind, v.number, v.effective_at as "effectiveAt", v.sku_count as "skuCount",
            v.cancelled_seq as "cancelledSeq",
            jsonb_build_object('kind', c.kind, 'note', c.note, 'createdBy', c.created_by) as change
       from pricing.version v join pricing.change c on c.id = v.change_id
      where v.number is not null and ($1 is false or (v.effective_at > $2 and v.cancelled_seq is null))
        and ($3::bigint is null or v.number < $3)
      order by v.number desc limit $4`,
    [filter.future, ctx.now, filter.before, filter.limit],
  )

export interface PublishedRow extends ChangeVersion {
  readonly number: number
  readonly effectiveAt: Date
  readonly change: Pick<Change, 'kind' | 'note' | 'createdBy'>
}

/** A version with where the lists of its change count; null is everywhere. */
export interface PlannedVersion extends Pick<ChangeVersion, 'changeId' | 'kind' | 'skuCount'> {
  readonly number: number
  readonly effectiveAt: Date
  readonly channels: string[] | null
  readonly locations: string[] | null
  readonly change: Pick<Change, 'kind' | 'note'>
}

/** Published versions of prices whose instant lies in `[from, until)`, earliest first; what only lists and exceptions do is not among them. */
export const versionsBetween = (
  ctx: ReadContext,
  span: { readonly from: Date; readonly until: Date; readonly limit: number },
): Promise<PlannedVersion[]> =>
  ctx.query<Plain<PlannedVersion>>(
    `select v.change_id as "changeId", v.kind, v.number, v.effective_at as "effectiveAt", v.sku_count as "skuCount",
            jsonb_build_object('kind', c.kind, 'note', c.note) as change, w.channels, w.locations
       from pricing.version v join pricing.change c on c.id = v.change_id
       cross join lateral (
         select case when bool_and(l.channel_id is not null) then array_agg(distinct l.channel_id::text) end as channels,
                case when bool_and(l.location_id is not null) then array_agg(distinct l.location_id::text) end as locations
           from pricing.price_list l where l.id = any(c.lists)) w
      where v.number is not null and v.cancelled_seq is null and v.effective_at >= $1 and v.effective_at < $2
        and c.kind not in ('list', 'exception')
      order by v.effective_at, v.number limit $3`,
    [span.from, span.until, span.limit],
  )

/** Rows of a change with what they were before, for its preview. */
export const sampleRows = (
  ctx: ReadContext,
  id: ChangeId,
  limit: number,
): Promise<
  {
    list: string
    sku: string
    fromQuantity: number
    minor: number | null
    beforeMinor: number | null
    startsAt: Date | null
    endsAt: Date | null
  }[]
> =>
  ctx.query(
    `select l.code as list, p.sku, p.from_quantity as "fromQuantity", p.gross_minor as minor, p.before_minor as "beforeMinor",
            v.effective_at as "startsAt", p.ends_at as "endsAt"
       from pricing.version v join pricing.price p on p.version_id = v.id join pricing.price_list l on l.id = p.price_list_id
      where v.change_id = $1 order by p.version_id, p.price_list_id, p.sku, p.from_quantity limit $2`,
    [id, limit],
  )

/** A row that was published for an article, with the change that made it and the proposal behind it. */
export interface ArticleRow {
  readonly list: string
  readonly currency: Currency
  readonly fromQuantity: number
  readonly minor: number | null
  readonly beforeMinor: number | null
  readonly startsAt: Date
  readonly endsAt: Date | null
  readonly version: number
  readonly cancelled: boolean
  readonly changeId: ChangeId
  readonly change: Pick<Change, 'kind' | 'note' | 'createdBy'>
  readonly proposalId: string | null
}

/** The newest rows that were published for an article in any list, newest version first. */
export const rowsOfArticle = (ctx: ReadContext, sku: string, limit: number): Promise<ArticleRow[]> =>
  ctx.query<Plain<ArticleRow>>(
    `select l.code as list, l.currency, p.from_quantity as "fromQuantity", p.gross_minor as minor,
            p.before_minor as "beforeMinor", v.effective_at as "startsAt", p.ends_at as "endsAt", v.number as version,
            v.cancelled_seq is not null as cancelled, v.change_id as "changeId",
            jsonb_build_object('kind', c.kind, 'note', c.note, 'createdBy', c.created_by) as change,
            c.facts->'proposals'->>p.sku as "proposalId"
       from pricing.price p join pricing.version v on v.id = p.version_id and v.number is not null
       join pricing.change c on c.id = v.change_id join pricing.price_list l on l.id = p.price_list_id
      where p.sku = $1 order by v.number desc, l.code, p.from_quantity limit $2`,
    [sku, limit],
  )

/** What the rows of a change do, counted. */
export const countsOf = async (
  ctx: ReadContext,
  id: ChangeId,
): Promise<{
  rows: number
  raised: number
  lowered: number
  same: number
  fresh: number
  withdrawn: number
}> => {
  const [row] = await ctx.query<{
    rows: number
    raised: number
    lowered: number
    same: number
    fresh: number
    withdrawn: number
  }>(
    `select count(*)::int as rows,
            count(*) filter (where p.gross_minor > p.before_minor)::int as raised,
            count(*) filter (where p.gross_minor < p.before_minor)::int as lowered,
            count(*) filter (where p.gross_minor = p.before_minor)::int as same,
            count(*) filter (where p.before_minor is null and p.gross_minor is not null)::int as fresh,
            count(*) filter (where p.gross_minor is null)::int as withdrawn
       from pricing.version v join pricing.price p on p.version_id = v.id where v.change_id = $1`,
    [id],
  )
  invariant(row, 'a count answers one row')
  return row
}

/** Versions that were taken back since a publication. */
export const cancelledSince = async (ctx: ReadContext, seq: number): Promise<number[]> =>
  (
    await ctx.query<{ number: number }>(
      `select number from pricing.version where cancelled_seq > $1 and number is not null order by number`,
      [seq],
    )
  ).map(({ number }) => number)
