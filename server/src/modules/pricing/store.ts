import type { ChannelId, LocationId, Sku } from '@splot/kernel'
import type { Words } from '@splot/rules'
import type { ReadContext, WriteContext } from '#platform/context'
import { MAX_FROM_QUANTITY } from './limits.ts'
import type { ExceptionRevision, PriceList, PriceListId, PriceSpan, TaxLetter, VersionId } from './types.ts'

/** A mapped type, so that an interface counts as a plain row. */
type Plain<T> = { [K in keyof T]: T[K] }

const listColumns = `id, code, name, currency, channel_id as "channelId", location_id as "locationId",
  customer_group as "group", valid_from as "validFrom", valid_until as "validUntil"`

/** Every list, in the order of their codes. */
export const allLists = (ctx: ReadContext): Promise<PriceList[]> =>
  ctx.query<Plain<PriceList>>(`select ${listColumns} from pricing.price_list order by code`)

export const listByCode = async (ctx: ReadContext, code: string): Promise<PriceList | undefined> =>
  (
    await ctx.query<Plain<PriceList>>(`select ${listColumns} from pricing.price_list where code = $1`, [code])
  )[0]

/** Makes the list unless its code is taken; false then. */
export const insertList = async (ctx: WriteContext, list: PriceList): Promise<boolean> =>
  (
    await ctx.query(
      `insert into pricing.price_list (id, code, name, currency, channel_id, location_id, customer_group, valid_from,
                                       valid_until, created_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (code) do nothing returning 1`,
      [
        list.id,
        list.code,
        list.name && JSON.stringify(list.name),
        list.currency,
        list.channelId,
        list.locationId,
        list.group,
        list.validFrom,
        list.validUntil,
        ctx.now,
        whoOf(ctx),
      ],
    )
  ).length > 0

export const renameList = (ctx: WriteContext, id: PriceListId, name: Words): Promise<unknown> =>
  ctx.query(`update pricing.price_list set name = $2 where id = $1`, [id, JSON.stringify(name)])

export const setListEnd = (ctx: WriteContext, id: PriceListId, validUntil: Date | null): Promise<unknown> =>
  ctx.query(`update pricing.price_list set valid_until = $2 where id = $1`, [id, validUntil])

/** `staff:…`, as it is kept with what somebody did. */
export const whoOf = ({ actor }: ReadContext): string => `${actor.kind}:${actor.id}`

/** A version that was published. */
export interface VersionRow {
  readonly id: VersionId
  readonly number: number
  readonly effectiveAt: Date
  readonly cancelledSeq: number | null
}

const versionColumns = `id, number, effective_at as "effectiveAt", cancelled_seq as "cancelledSeq"`

export const versionsById = (ctx: ReadContext, ids: readonly string[]): Promise<VersionRow[]> =>
  ctx.query<Plain<VersionRow>>(
    `select ${versionColumns} from pricing.version where id = any($1) and number is not null order by number`,
    [ids],
  )

/** Ids of the versions that were published or taken back after a publication. */
export const versionsAfter = async (ctx: ReadContext, seq: number): Promise<string[]> =>
  (
    await ctx.query<{ id: string }>(
      `select id from pricing.version where number > $1 union select id from pricing.version where cancelled_seq > $1`,
      [seq],
    )
  ).map(({ id }) => id)

/** The version in force at an instant and those after it, in the order in which they take effect. */
export const versionsFrom = (ctx: ReadContext, at: Date): Promise<VersionRow[]> =>
  ctx.query<Plain<VersionRow>>(
    `(select ${versionColumns} from pricing.version
       where number is not null and cancelled_seq is null and effective_at <= $1::timestamptz
       order by effective_at desc, number desc limit 1)
     union all
     (select ${versionColumns} from pricing.version
       where number is not null and cancelled_seq is null and effective_at > $1::timestamptz
       order by effective_at, number)`,
    [at],
  )

/** The newest publication or cancellation. */
export const lastSeq = async (ctx: ReadContext): Promise<number> =>
  (await ctx.query<{ seq: number }>(`select seq from pricing.publication`))[0]?.seq ?? 0

export type SpanRow = {
  listId: PriceListId
  sku: Sku
  fromQuantity: number
  minor: number | null
  taxLetter: TaxLetter
  endsAt: Date | null
  version: number
  startsAt: Date
}

const spanColumns = `p.price_list_id as "listId", p.sku, p.from_quantity as "fromQuantity", p.gross_minor as minor,
  p.tax_letter as "taxLetter", p.ends_at as "endsAt", v.number as version, v.effective_at as "startsAt"`
const published = `pricing.price p join pricing.version v
    on v.id = p.version_id and v.number is not null and v.cancelled_seq is null`

/** What counts at an instant or later: the rows that hold for good, and every other one that is not over yet. */
export const spansFrom = (ctx: ReadContext, at: Date): Promise<SpanRow[]> =>
  ctx.query<SpanRow>(
    `(select distinct on (p.price_list_id, p.sku, p.from_quantity) ${spanColumns} from ${published}
       where v.effective_at <= $1::timestamptz and p.ends_at is null
       order by p.price_list_id, p.sku, p.from_quantity, v.effective_at desc, v.number desc)
     union all
     select ${spanColumns} from ${published} where v.effective_at <= $1::timestamptz and p.ends_at > $1::timestamptz
     union all
     select ${spanColumns} from ${published} where v.effective_at > $1::timestamptz`,
    [at],
  )

/** The rows of published versions. */
export const spansOf = (ctx: ReadContext, versions: readonly VersionId[]): Promise<SpanRow[]> =>
  ctx.query<SpanRow>(`select ${spanColumns} from ${published} where v.id = any($1)`, [versions])

/**
 * What the lists say of these SKUs at an instant: of each list, SKU and quantity the newest row that holds for good and the newest that
 * ends; which of the two counts follows from when they began.
 */
export const spansAt = (
  ctx: ReadContext,
  skus: readonly string[],
  at: Date,
  mostPieces = MAX_FROM_QUANTITY,
): Promise<SpanRow[]> =>
  ctx.query<SpanRow>(
    `select distinct on (p.price_list_id, p.sku, p.from_quantity, p.ends_at is null) ${spanColumns} from ${published}
      where p.sku = any($2::text[]) and v.effective_at <= $1::timestamptz and p.from_quantity <= $3
        and (p.ends_at is null or p.ends_at > $1::timestamptz)
      order by p.price_list_id, p.sku, p.from_quantity, p.ends_at is null, v.effective_at desc, v.number desc`,
    [at, skus, mostPieces],
  )

/** SKUs that some list in a currency asked no more than an amount for, at an instant or before it, in order; a first sieve. */
export const cheaperThan = async (
  ctx: ReadContext,
  { currency, minor, at }: { readonly currency: string; readonly minor: number; readonly at: Date },
): Promise<Sku[]> =>
  (
    await ctx.query<{ sku: Sku }>(
      `select distinct p.sku from ${published} join pricing.price_list l on l.id = p.price_list_id
        where l.currency = $1 and p.gross_minor <= $2 and v.effective_at <= $3::timestamptz
          and (p.ends_at is null or p.ends_at > $3::timestamptz)
        order by p.sku`,
      [currency, minor, at],
    )
  ).map(({ sku }) => sku)

export const spanOf = (row: SpanRow): PriceSpan => ({
  fromQuantity: row.fromQuantity,
  start: row.startsAt.getTime(),
  end: row.endsAt?.getTime() ?? Infinity,
  version: row.version,
  minor: row.minor,
  taxLetter: row.taxLetter,
})

/** Every revision of every exception that is or may come to count. */
export const exceptionRevisions = (ctx: ReadContext): Promise<ExceptionRevision[]> =>
  ctx.query<Plain<ExceptionRevision>>(
    `select e.id, v.number as version, v.effective_at as "startsAt", e.ends_at as "endsAt", e.terms
       from pricing.exception e join pricing.version v
         on v.id = e.version_id and v.number is not null and v.cancelled_seq is null
      order by e.id, v.effective_at, v.number`,
  )

/** Of a list that serves the channel in that currency there is at least one. */
export const serves = (
  lists: readonly PriceList[],
  { channel, currency }: { readonly channel: ChannelId; readonly currency: string },
): boolean =>
  lists.some((list) => list.currency === currency && (list.channelId === null || list.channelId === channel))

/** Places that some list or exception names: prices differ there. */
export const namedPlaces = (
  lists: readonly PriceList[],
  revisions: readonly ExceptionRevision[],
): readonly LocationId[] => [
  ...new Set([
    ...lists.flatMap(({ locationId }) => locationId ?? []),
    // Ids of places: an exception is checked when it is made.
    ...revisions.flatMap(({ terms }) => (terms?.locations ?? []) as readonly LocationId[]),
  ]),
]

export const insertRevision = (
  ctx: WriteContext,
  revision: {
    readonly id: string
    readonly versionId: string
    readonly terms: ExceptionRevision['terms']
    readonly endsAt: Date | null
  },
): Promise<unknown> =>
  ctx.query(`insert into pricing.exception (id, version_id, terms, ends_at) values ($1, $2, $3, $4)`, [
    revision.id,
    revision.versionId,
    revision.terms && JSON.stringify(revision.terms),
    revision.endsAt,
  ])
