import type { ChannelId, Currency, LocationId, Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { lastSeq } from '../store.ts'

/** Where a price is presented. */
export interface Counter {
  readonly channel: ChannelId
  readonly currency: Currency
  /** Null: everywhere that has no price of its own. */
  readonly location: LocationId | null
}

/** What a piece is presented at from an instant on. */
export interface PresentedRow extends Counter {
  readonly sku: Sku
  readonly at: Date
  /** With public promotions and public codes: what counts for the lowest price. */
  readonly minor: number | null
  /** With public promotions only: what everybody is shown. */
  readonly shownMinor: number | null
  /** Without what passes. */
  readonly regularMinor: number | null
  /** Before promotions. */
  readonly resolvedMinor: number | null
  /** The shown price is below the regular one. */
  readonly reduced: boolean
}

/** An instant at which presented prices may change. */
export type Presentation = {
  readonly id: number
  readonly at: Date
  readonly cause: 'prices' | 'rules' | 'clock'
  /** Of the version; of the clock, which all versions share, 0. */
  readonly number: number
  readonly versionId: string | null
  readonly afterSku: string
}

/** No publication: the whole range is looked at once more, because goods and channels move without an instant of their own. */
const WHOLE_RANGE = 0

export const isWholeRange = ({ cause, number }: Pick<Presentation, 'cause' | 'number'>): boolean =>
  cause === 'rules' && number === WHOLE_RANGE

/** Notes that the whole range is looked at as of an instant; once, however often it is noted. */
export const noteWholeRange = (ctx: WriteContext, at: Date): Promise<unknown> =>
  noteInstants(ctx, [{ at, cause: 'rules', number: WHOLE_RANGE, versionId: null }])

/** Notes instants; those that are noted already stay as they are, but the clock's turns are walked through again: other rules may have turns at the same instant. */
export const noteInstants = (
  ctx: WriteContext,
  instants: readonly Pick<Presentation, 'at' | 'cause' | 'number' | 'versionId'>[],
): Promise<unknown> =>
  ctx.query(
    `insert into pricing.presentation (at, cause, number, version_id)
     select distinct on (at, cause, number) *
       from unnest($1::timestamptz[], $2::text[], $3::bigint[], $4::uuid[]) as i(at, cause, number, version_id)
      order by at, cause, number
     on conflict (at, cause, number) do update set done_at = null, after_sku = ''
      where presentation.cause = 'clock' and presentation.done_at is not null`,
    [
      instants.map(({ at }) => at),
      instants.map(({ cause }) => cause),
      instants.map(({ number }) => number),
      instants.map(({ versionId }) => versionId),
    ],
  )

/**
 * The first instant that has come and is not walked through yet, locked; undefined: nothing is to be done, or somebody else is at it and goes on
 * until nothing is left.
 */
export const lockPresentation = async (ctx: WriteContext): Promise<Presentation | undefined> =>
  (
    await ctx.query<Presentation>(
      `select id, at, cause, number, version_id as "versionId", after_sku as "afterSku" from pricing.presentation
        where id = (select id from pricing.presentation where done_at is null and at <= $1 order by at, id limit 1)
          and done_at is null
          for update skip locked`,
      [ctx.now],
    )
  )[0]

/** What is planned by now. */
export interface Plans {
  /** Instants to come at which presented prices may change, the nearest first. */
  readonly instants: readonly Date[]
  /** Another one means that something was planned or taken back, or has come. */
  readonly name: string
}

/** What is planned until an instant, at most `limit` instants of it. */
export async function plansUntil(ctx: ReadContext, until: Date, limit: number): Promise<Plans> {
  const [instants, plans, seq] = await Promise.all([
    ctx.query<{ at: Date }>(
      `select distinct at from pricing.presentation where done_at is null and at > $1 and at <= $2 order by at limit $3`,
      [ctx.now, until, limit],
    ),
    ctx.query<{ newest: number | null }>(`select max(id) as newest from pricing.presentation`),
    lastSeq(ctx),
  ])
  const name = [seq, plans[0]?.newest ?? 0, ...instants.map(({ at }) => at.getTime())].join('.')
  return { instants: instants.map(({ at }) => at), name }
}

/** An instant that is not walked through to its end yet, without how far that has come. */
export type Waiting = Omit<Presentation, 'afterSku'>

/** The instants until another one that are not walked through to their ends yet, those that have come among them, the nearest first. */
export async function waitingUntil(
  ctx: ReadContext,
  until: Date,
  limit: number,
): Promise<{ readonly waiting: readonly Waiting[]; readonly name: string }> {
  const [waiting, seq] = await Promise.all([
    ctx.query<Waiting>(
      `select id, at, cause, number, version_id as "versionId" from pricing.presentation
        where done_at is null and at <= $1 order by at, id limit $2`,
      [until, limit],
    ),
    lastSeq(ctx),
  ])
  return { waiting, name: [seq, ...waiting.map(({ id }) => id)].join('.') }
}

export const movePresentation = (
  ctx: WriteContext,
  id: number,
  to: { readonly afterSku: string; readonly appended: number; readonly done: boolean },
): Promise<unknown> =>
  ctx.query(
    `update pricing.presentation set after_sku = $2, appended = appended + $3, done_at = case when $4 then $5::timestamptz end
      where id = $1`,
    [id, to.afterSku, to.appended, to.done, ctx.now],
  )

/**
 * The next SKUs that an instant may be about: those whose rows its version begins or ends, or, where anything may be meant (an exception, a
 * list, a rule), all that ever had a price.
 */
export const nextSkus = async (
  ctx: ReadContext,
  { cause, versionId, afterSku }: Presentation,
  limit: number,
): Promise<Sku[]> => {
  const rows =
    cause === 'prices'
      ? await ctx.query<{ sku: Sku }>(
          `with v as materialized (
             select v.change_id, v.id, v.kind, v.effective_at, c.kind as cause
               from pricing.version v join pricing.change c on c.id = v.change_id where v.id = $1)
           select distinct sku from (
             (select distinct sku from pricing.price
               where version_id = (select id from v where kind = 'begin') and sku > $2 order by sku limit $3)
             union all
             (select distinct p.sku from v join pricing.version o on o.change_id = v.change_id and v.kind = 'end'
                join pricing.price p on p.version_id = o.id and p.ends_at = v.effective_at
               where p.sku > $2 order by p.sku limit $3)
             union all
             (select distinct p.sku from pricing.price p
               where p.sku > $2 and exists (select from v where cause in ('exception', 'list')) order by p.sku limit $3)) s
           order by sku limit $3`,
          [versionId, afterSku, limit],
        )
      : await ctx.query<{ sku: Sku }>(
          `select distinct sku from pricing.price where sku > $1 order by sku limit $2`,
          [afterSku, limit],
        )
  return rows.map(({ sku }) => sku)
}

/** What stood right before or at an instant, by SKU and counter; of what was never presented there is no row. */
export const presentedBefore = (
  ctx: ReadContext,
  skus: readonly string[],
  at: Date,
): Promise<PresentedRow[]> =>
  ctx.query<{ [K in keyof PresentedRow]: PresentedRow[K] }>(
    `select distinct on (sku, channel_id, currency, location_id) ${columns} from pricing.presented
      where sku = any($1::text[]) and at <= $2::timestamptz
      order by sku, channel_id, currency, location_id, at desc`,
    [skus, at],
  )

const columns = `sku, channel_id as channel, currency, location_id as location, at, minor, coalesce(shown_minor, minor) as "shownMinor",
  regular_minor as "regularMinor", resolved_minor as "resolvedMinor", reduced`

/** Appends what changed; of two causes at one instant the first that is walked through has seen both. */
export const appendPresented = async (
  ctx: WriteContext,
  presentation: number,
  rows: readonly PresentedRow[],
): Promise<number> => {
  const appended = await ctx.query(
    `insert into pricing.presented (sku, channel_id, currency, location_id, at, minor, shown_minor, regular_minor,
                                    resolved_minor, reduced, presentation)
     select r.*, $11::bigint
       from unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[], $6::bigint[], $7::bigint[], $8::bigint[],
                   $9::bigint[], $10::boolean[])
            as r(sku, channel_id, currency, location_id, at, minor, shown_minor, regular_minor, resolved_minor, reduced)
      where not exists (select from pricing.presented p
                         where p.sku = r.sku collate "C" and p.channel_id = r.channel_id and p.currency = r.currency
                           and p.location_id is not distinct from r.location_id and p.at = r.at)
     returning 1`,
    [
      rows.map(({ sku }) => sku),
      rows.map(({ channel }) => channel),
      rows.map(({ currency }) => currency),
      rows.map(({ location }) => location),
      rows.map(({ at }) => at),
      rows.map(({ minor }) => minor),
      rows.map(({ shownMinor }) => shownMinor),
      rows.map(({ regularMinor }) => regularMinor),
      rows.map(({ resolvedMinor }) => resolvedMinor),
      rows.map(({ reduced }) => reduced),
      presentation,
    ],
  )
  return appended.length
}

/** Everything that was presented of these SKUs at one kind of counter, oldest first. */
export const historyOf = (
  ctx: ReadContext,
  skus: readonly string[],
  at: { readonly channel: string; readonly currency: string; readonly location: string | null } | null,
): Promise<PresentedRow[]> =>
  ctx.query<{ [K in keyof PresentedRow]: PresentedRow[K] }>(
    `select ${columns} from pricing.presented
      where sku = any($1::text[])
        and ($2::uuid is null or (channel_id = $2 and currency = $3 and (location_id is null or location_id = $4::uuid)))
      order by sku, channel_id, currency, location_id, at`,
    [skus, at?.channel ?? null, at?.currency ?? null, at?.location ?? null],
  )

/** SKUs that were presented as reduced at some time; all, or those of these. */
export const everReduced = async (ctx: ReadContext, skus: readonly string[] | null): Promise<Sku[]> =>
  (
    await ctx.query<{ sku: Sku }>(
      `select distinct sku from pricing.presented where reduced and ($1::text[] is null or sku = any($1))`,
      [skus],
    )
  ).map(({ sku }) => sku)

/** SKUs that were presented anywhere as reduced from some instant after `since` on, in order. */
export const reducedSince = async (ctx: ReadContext, since: Date): Promise<Sku[]> =>
  (
    await ctx.query<{ sku: Sku }>(
      `select distinct sku from pricing.presented where reduced and at > $1 order by sku`,
      [since],
    )
  ).map(({ sku }) => sku)

/** Until when the hours of rules were planned, locked; undefined: never. */
export const lockClockPlan = async (ctx: WriteContext): Promise<Date | undefined> =>
  (await ctx.query<{ until: Date }>(`select until from pricing.clock_plan for update`))[0]?.until

export const setClockPlan = (ctx: WriteContext, until: Date): Promise<unknown> =>
  ctx.query(
    `insert into pricing.clock_plan (until) values ($1)
     on conflict (single) do update set until = greatest(pricing.clock_plan.until, excluded.until)`,
    [until],
  )

/** Instants that have come and are not walked through yet, and since when the oldest waits. */
export const waitingPresentations = async (
  ctx: ReadContext,
): Promise<{ readonly waiting: number; readonly since: Date | null }> =>
  (
    await ctx.query<{ waiting: number; since: Date | null }>(
      `select count(*)::int as waiting, min(at) as since from pricing.presentation where done_at is null and at <= $1`,
      [ctx.now],
    )
  )[0] ?? { waiting: 0, since: null }
