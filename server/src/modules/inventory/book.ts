import type { LocationId, Sku } from '@splot/kernel'
import type { ReadContext } from '#platform/context'

type BookRow = { readonly sku: Sku; readonly quantity: number }

const asMap = (rows: readonly BookRow[]): ReadonlyMap<Sku, number> =>
  new Map(rows.map(({ sku, quantity }) => [sku, quantity]))

/**
 * What the book said of each SKU in the place at its own moment (whole pieces, may be below zero): the sum of the movements until
 * then. With `bins`: of those bins only.
 */
export const bookAt = async (
  ctx: ReadContext,
  locationId: LocationId,
  asked: readonly { readonly sku: Sku; readonly at: Date }[],
  bins: readonly string[] | null = null,
): Promise<ReadonlyMap<Sku, number>> =>
  asMap(
    await ctx.query<BookRow>(
      `select d.sku, coalesce(sum(m.quantity), 0)::int as quantity
         from unnest($2::text[], $3::timestamptz[]) as d(sku, at)
         left join inventory.movement m on m.sku = d.sku collate "C" and m.location_id = $1 and m.at <= d.at
                                       and ($4::text[] is null or m.bin = any($4))
        group by d.sku`,
      [locationId, asked.map(({ sku }) => sku), asked.map(({ at }) => at), bins],
    ),
  )

/**
 * The lowest that the book said of each SKU in the place from one moment to another, both included: so many pieces must have lain
 * there all the while.
 */
export const lowestBook = async (
  ctx: ReadContext,
  locationId: LocationId,
  skus: readonly Sku[],
  { from, until }: { readonly from: Date; readonly until: Date },
  bins: readonly string[] | null = null,
): Promise<ReadonlyMap<Sku, number>> =>
  asMap(
    await ctx.query<BookRow>(
      `with moved as (
         select m.sku, m.at, sum(m.quantity) over (partition by m.sku order by m.at, m.id) as level
           from inventory.movement m
          where m.sku = any($2) and m.location_id = $1 and m.at <= $4 and ($5::text[] is null or m.bin = any($5))
       )
       select d.sku, least(coalesce((select sum(m.quantity) from inventory.movement m
                                      where m.sku = d.sku collate "C" and m.location_id = $1 and m.at <= $3
                                        and ($5::text[] is null or m.bin = any($5))), 0),
                           (select min(level) from moved where moved.sku = d.sku collate "C" and at > $3))::int as quantity
         from unnest($2::text[]) as d(sku)`,
      [locationId, skus, from, until, bins],
    ),
  )

/** What the book says lies in a bin now: SKUs and whole pieces, none that are zero. */
export const bookOfBin = async (
  ctx: ReadContext,
  locationId: LocationId,
  bin: string,
): Promise<ReadonlyMap<Sku, number>> =>
  asMap(
    await ctx.query<BookRow>(
      `select sku, sum(quantity)::int as quantity from inventory.movement where location_id = $1 and bin = $2
        group by sku having sum(quantity) <> 0 order by sku`,
      [locationId, bin],
    ),
  )
