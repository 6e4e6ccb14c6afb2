import type { Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { ImportedPrice, PriceScope, TaxLetter } from './types.ts'

/** The country whose VAT applies; one deployment sells from one country. */
const COUNTRY = 'PL'
/** A rate changes at midnight of this zone. */
const TAX_ZONE = 'Europe/Warsaw'

export type PriceRow = { sku: Sku; gross_minor: number; tax_letter: TaxLetter; ppm: number }

/** The rates of the business day of $1, by letter. */
const ratesOn = `
  select distinct on (letter) letter, ppm from pricing.tax_rate
   where country = '${COUNTRY}' and valid_from <= ($1::timestamptz at time zone '${TAX_ZONE}')::date
   order by letter, valid_from desc`

/** Whether any list serves the channel in that currency. */
export async function hasPriceList(ctx: ReadContext, { channel, currency }: PriceScope): Promise<boolean> {
  const rows = await ctx.query(
    `select from pricing.price_list where currency = $1 and (channel_id is null or channel_id = $2) limit 1`,
    [currency, channel],
  )
  return rows.length > 0
}

/** The price of each SKU at `ctx.now`: the channel's own list first, then the one of every channel. */
export const currentPrices = (
  ctx: ReadContext,
  skus: readonly string[],
  { channel, currency }: PriceScope,
): Promise<PriceRow[]> =>
  ctx.query<PriceRow>(
    `with rate as (${ratesOn})
     select distinct on (p.sku) p.sku, p.gross_minor, p.tax_letter, rate.ppm
       from pricing.price p
       join pricing.price_list l on l.id = p.price_list_id
       join rate on rate.letter = p.tax_letter
      where p.sku = any($2::text[]) and l.currency = $3 and (l.channel_id is null or l.channel_id = $4)
        and p.valid_from <= $1::timestamptz
      order by p.sku, l.channel_id nulls last, p.valid_from desc, p.revision desc`,
    [ctx.now, skus, currency, channel],
  )

export type ListRow = { id: string; currency: string; channel_id: string | null }

export const allLists = (ctx: ReadContext): Promise<ListRow[]> =>
  ctx.query<ListRow>(`select id, currency, channel_id from pricing.price_list order by channel_id nulls last`)

/** Current prices list by list; `skus: null` reads every one. */
export const pricesByList = (
  ctx: ReadContext,
  skus: readonly string[] | null,
): Promise<(PriceRow & { price_list_id: string })[]> =>
  ctx.query(
    `with rate as (${ratesOn})
     select distinct on (p.price_list_id, p.sku) p.price_list_id, p.sku, p.gross_minor, p.tax_letter, rate.ppm
       from pricing.price p join rate on rate.letter = p.tax_letter
      where ($2::text[] is null or p.sku = any($2)) and p.valid_from <= $1::timestamptz
      order by p.price_list_id, p.sku, p.valid_from desc, p.revision desc`,
    [ctx.now, skus],
  )

/** The next instant at which some price or rate takes effect by itself; null when none waits. */
export async function nextChange(ctx: ReadContext): Promise<Date | null> {
  const [row] = await ctx.query<{ at: Date | null }>(
    `select least(
       (select min(valid_from) from pricing.price where valid_from > $1::timestamptz),
       (select min(valid_from::timestamp at time zone '${TAX_ZONE}') from pricing.tax_rate
         where country = '${COUNTRY}' and valid_from::timestamp at time zone '${TAX_ZONE}' > $1::timestamptz)) as at`,
    [ctx.now],
  )
  return row?.at ?? null
}

/** Appends prices that differ from what holds at `validFrom`; returns the SKUs that got a new one. */
export async function appendPrices(
  ctx: WriteContext,
  priceListId: string,
  prices: readonly ImportedPrice[],
  validFrom: Date,
): Promise<string[]> {
  const rows = await ctx.query<{ sku: string }>(
    `insert into pricing.price (price_list_id, sku, valid_from, gross_minor, tax_letter)
     select $1, asked.sku, $2::timestamptz, asked.gross_minor, asked.tax_letter
       from unnest($3::text[], $4::bigint[], $5::text[]) as asked(sku, gross_minor, tax_letter)
       left join lateral (
         select gross_minor, tax_letter from pricing.price p
          where p.price_list_id = $1 and p.sku = asked.sku and p.valid_from <= $2::timestamptz
          order by p.valid_from desc, p.revision desc limit 1) as held on true
      where (held.gross_minor, held.tax_letter) is distinct from (asked.gross_minor, asked.tax_letter)
      order by asked.sku
     returning sku`,
    [
      priceListId,
      validFrom,
      prices.map((price) => price.sku),
      prices.map((price) => price.grossMinor),
      prices.map((price) => price.taxRate),
    ],
  )
  return rows.map((row) => row.sku)
}

/** The list with that code, made when missing; its currency and channel never change. */
export async function ensurePriceList(
  ctx: WriteContext,
  list: { id: string; code: string; currency: string; channelId: string | null },
): Promise<ListRow | undefined> {
  await ctx.query(
    `insert into pricing.price_list (id, code, currency, channel_id) values ($1, $2, $3, $4)
     on conflict (code) do nothing`,
    [list.id, list.code, list.currency, list.channelId],
  )
  const [row] = await ctx.query<ListRow>(
    `select id, currency, channel_id from pricing.price_list where code = $1`,
    [list.code],
  )
  return row
}
