import type { LocalDate } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { TaxRate, TaxRegistration } from './types.ts'

/** A mapped type, so that an interface counts as a plain row. */
type Plain<T> = { [K in keyof T]: T[K] }

const columns = `country, letter, valid_from::text as "validFrom", ppm`

/** Every rate there is or will be; the newest of a class first. */
export const allRates = (ctx: ReadContext): Promise<TaxRate[]> =>
  ctx.query<Plain<TaxRate>>(`select ${columns} from tax.rate_said order by country, letter, valid_from desc`)

/** The rates of a country on a day. */
export const ratesOnDay = (ctx: ReadContext, country: string, day: LocalDate): Promise<TaxRate[]> =>
  ctx.query<Plain<TaxRate>>(
    `select distinct on (letter) ${columns} from tax.rate_said
      where country = $1 and valid_from <= $2::date order by letter, valid_from desc`,
    [country, day],
  )

/** The rates of a country that begin after a day, the next one first. */
export const ratesAfter = (ctx: ReadContext, country: string, day: LocalDate): Promise<TaxRate[]> =>
  ctx.query<Plain<TaxRate>>(
    `select ${columns} from tax.rate_said where country = $1 and valid_from > $2::date order by valid_from, letter`,
    [country, day],
  )

/** The classes of a country other than the standard one, and whether its standard rate is known from the first day of each on. */
export const firstDays = (
  ctx: ReadContext,
  country: string,
): Promise<{ readonly letter: string; readonly isKnown: boolean }[]> =>
  ctx.query<{ letter: string; isKnown: boolean }>(
    `select letter, coalesce(min(valid_from) >= (select min(valid_from) from tax.rate_said where country = $1 and letter = 'A'), false) as "isKnown"
       from tax.rate_said where country = $1 and letter <> 'A' group by letter order by letter`,
    [country],
  )

/** False: that class has a rate from that day on already. */
export const insertRate = (ctx: WriteContext, rate: TaxRate): Promise<boolean> =>
  insertRevision(ctx, rate, rate.ppm)

/** Takes a rate back by a row that says none; false: there is none from that day on. */
export const insertNoRate = (ctx: WriteContext, rate: Omit<TaxRate, 'ppm'>): Promise<boolean> =>
  insertRevision(ctx, rate, null)

/** Adds a row for a class and a day: a rate where none is said, or that there is none where one is. Who does that takes turns. */
async function insertRevision(
  ctx: WriteContext,
  { country, letter, validFrom }: Omit<TaxRate, 'ppm'>,
  ppm: number | null,
): Promise<boolean> {
  // The rules that keep rows from being changed leave no `on conflict`; rates change a few times a year, and nobody who reads waits.
  await ctx.query(`lock table tax.rate in share row exclusive mode`)
  const added = await ctx.query(
    `insert into tax.rate (country, letter, valid_from, ppm, revision, created_at, created_by)
     select $1, $2, $3::date, $4::int, r.last + 1, $5, $6
       from (select coalesce(max(revision), 0) as last from tax.rate
              where country = $1 and letter = $2 and valid_from = $3::date) r
      where ($4::int is null) = exists (select from tax.rate_said
                                         where country = $1 and letter = $2 and valid_from = $3::date)
     returning 1`,
    [country, letter, validFrom, ppm, ctx.now, `${ctx.actor.kind}:${ctx.actor.id}`],
  )
  return added.length > 0
}

/** The days from which on goods sent to a country bear its VAT although no standard rate of it is known then, the first one first. */
export const registeredWithoutRate = async (ctx: ReadContext, country: string): Promise<LocalDate[]> =>
  (
    await ctx.query<{ day: LocalDate }>(
      `select valid_from::text as day from tax.registration r where country = $1 and registered
          and not exists (select from tax.rate_said where country = $1 and letter = 'A' and valid_from <= r.valid_from)
        order by valid_from`,
      [country],
    )
  ).map(({ day }) => day)

/** Every registration there is or will be; the newest of a country first. */
export const allRegistrations = (ctx: ReadContext): Promise<TaxRegistration[]> =>
  ctx.query<Plain<TaxRegistration>>(
    `select country, valid_from::text as "validFrom", registered from tax.registration order by country, valid_from desc`,
  )

/** False: something is said of that country from that day on already. */
export async function insertRegistration(ctx: WriteContext, one: TaxRegistration): Promise<boolean> {
  // A rate that it rests on is not taken back meanwhile.
  await ctx.query(`lock table tax.rate in share row exclusive mode`)
  const added = await ctx.query(
    `insert into tax.registration (country, valid_from, registered, created_at, created_by)
       select $1, $2::date, $3, $4, $5
        where not exists (select from tax.registration where country = $1 and valid_from = $2::date)
       returning 1`,
    [one.country, one.validFrom, one.registered, ctx.now, `${ctx.actor.kind}:${ctx.actor.id}`],
  )
  return added.length > 0
}
