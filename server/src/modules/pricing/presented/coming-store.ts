import { newId, type ChannelId, type LocationId, type Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'

/** A reduction that begins in a channel and place; null amounts: none does, although one does everywhere else. Minor units. */
export interface ComingRow {
  readonly channel: ChannelId
  /** Null: everywhere that tells nothing of its own of this article. */
  readonly location: LocationId | null
  readonly sku: Sku
  readonly currency: string
  readonly from: Date | null
  readonly until: Date | null
  readonly minor: number | null
  readonly regularMinor: number | null
  readonly lowestMinor: number | null
  readonly beforeFirst: boolean
}

/** What is told now. */
export interface Foresight {
  readonly reckonedFrom: string
  readonly goodUntil: Date | null
}

/** What was reckoned last; undefined: nothing was. */
export const foresightNow = async (ctx: ReadContext): Promise<Foresight | undefined> =>
  (
    await ctx.query<{ reckonedFrom: string; goodUntil: Date | null }>(
      `select reckoned_from as "reckonedFrom", good_until as "goodUntil" from pricing.foresight where told is not null`,
    )
  )[0]

/** Begins a reckoning; whoever is at work will give up. Answers its name. */
export async function beginWalk(ctx: WriteContext): Promise<string> {
  const walk = newId()
  await ctx.query(
    `insert into pricing.foresight (working) values ($1) on conflict (single) do update set working = excluded.working`,
    [walk],
  )
  return walk
}

export const appendComing = (ctx: WriteContext, walk: string, rows: readonly ComingRow[]): Promise<unknown> =>
  ctx.query(
    `insert into pricing.coming_reduction (walk, channel_id, location_id, sku, currency, from_at, until_at, minor, regular_minor,
                                           lowest_minor, before_first)
     select $1::uuid, r.* from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::timestamptz[], $7::timestamptz[], $8::bigint[],
                                $9::bigint[], $10::bigint[], $11::boolean[]) as r`,
    [
      walk,
      rows.map(({ channel }) => channel),
      rows.map(({ location }) => location),
      rows.map(({ sku }) => sku),
      rows.map(({ currency }) => currency),
      rows.map(({ from }) => from),
      rows.map(({ until }) => until),
      rows.map(({ minor }) => minor),
      rows.map(({ regularMinor }) => regularMinor),
      rows.map(({ lowestMinor }) => lowestMinor),
      rows.map(({ beforeFirst }) => beforeFirst),
    ],
  )

/** Lets a reckoning be told from now on, whole; false: another one was begun meanwhile, and this one is worth nothing. */
export const tellWalk = async (
  ctx: WriteContext,
  walk: string,
  told: Foresight & { readonly digests: Readonly<Record<string, string>> },
): Promise<boolean> =>
  (
    await ctx.query(
      `update pricing.foresight set told = working, working = null, reckoned_from = $2, good_until = $3, digests = $4::jsonb
        where working = $1 returning 1`,
      [walk, told.reckonedFrom, told.goodUntil, JSON.stringify(told.digests)],
    )
  ).length > 0

/** Clears away rows that belong to no reckoning any more, at most `limit`; answers how many. */
export const forgetWalks = async (ctx: WriteContext, limit: number): Promise<number> =>
  (
    await ctx.query(
      `delete from pricing.coming_reduction where ctid = any(array(
         select c.ctid from pricing.coming_reduction c, pricing.foresight f
          where c.walk is distinct from f.told and c.walk is distinct from f.working limit $1)) returning 1`,
      [limit],
    )
  ).length

/** Names what is told of a channel; the same content has the same name. */
export const digestOf = async (ctx: ReadContext, channel: ChannelId): Promise<string> =>
  (
    await ctx.query<{ digest: string | null }>(`select digests ->> $1 as digest from pricing.foresight`, [
      channel,
    ])
  )[0]?.digest ?? ''

/**
 * What is told of a channel and place, as the text of a JSON array by SKU and instant, with the name of the content that it was read from. The
 * database writes the text: there may be tens of thousands, and purchases go through this process.
 */
export async function comingIn(
  ctx: ReadContext,
  { channel, location }: { readonly channel: ChannelId; readonly location: LocationId },
): Promise<{ readonly digest: string; readonly reductions: string }> {
  const [row] = await ctx.query<{ digest: string | null; reductions: string | null }>(
    `select f.digests ->> $1 as digest,
            (select json_agg(json_build_object('sku', c.sku, 'currency', c.currency, 'from', ${epochMs('c.from_at')}, 'until', ${epochMs('c.until_at')},
                      'minor', c.minor, 'regularMinor', c.regular_minor, 'lowestMinor', c.lowest_minor, 'beforeFirst', c.before_first)
                      order by c.sku, c.currency, c.from_at)::text
               from pricing.coming_reduction c
              where c.walk = f.told and c.channel_id = $1::uuid and c.from_at is not null
                and (c.location_id = $2
                     or c.location_id is null
                        and not exists (select from pricing.coming_reduction own
                                         where own.walk = f.told and own.channel_id = $1::uuid and own.location_id = $2
                                           and own.sku = c.sku and own.currency = c.currency))) as reductions
       from pricing.foresight f`,
    [channel, location],
  )
  return { digest: row?.digest ?? '', reductions: row?.reductions ?? '[]' }
}

const epochMs = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`
