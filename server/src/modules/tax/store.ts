import type { LocalDate } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import type { TaxRate, TaxRegistration } from './types.ts'

/** A mapped type, so that an interface counts as a plain row. */
type Plain<T> = { [K in keyof T]: T[K] }

const columns = `country, letter, valid_from::text as "validFrom", ppm`

/** Every rate there is or will be; the newest of a class first. */
export const allRates = (ctx: ReadContext): Promise<TaxRate[]> =>
  ctx.query<Plain<TaxRate>>(`select ${columns} from tax.rate order by country, letter, valid_from desc`)

/** The rates of a country on a day. */
export const ratesOnDay = (ctx: ReadContext, country: string, day: LocalDate): Promise<TaxRate[]> =>
  ctx.query<Plain<TaxRate>>(
    `select distinct on (letter) ${columns} from tax.rate
      where country = $1 and valid_from <= $2::date order by letter, valid_from desc`,
    [country, day],
  )

/** False: that class has a rate from that day on already. */
export const insertRate = async (ctx: WriteContext, rate: TaxRate): Promise<boolean> =>
  (
    await ctx.query(
      `insert into tax.rate (country, letter, valid_from, ppm, created_at, created_by)
       select $1, $2, $3::date, $4, $5, $6
        where not exists (select from tax.rate where country = $1 and letter = $2 and valid_from = $3::date)
       returning 1`,
      [rate.country, rate.letter, rate.validFrom, rate.ppm, ctx.now, `${ctx.actor.kind}:${ctx.actor.id}`],
    )
  ).length > 0

/** Every registration there is or will be; the newest of a country first. */
export const allRegistrations = (ctx: ReadContext): Promise<TaxRegistration[]> =>
  ctx.query<Plain<TaxRegistration>>(
    `select country, valid_from::text as "validFrom", registered from tax.registration order by country, valid_from desc`,
  )

/** False: something is said of that country from that day on already. */
export const insertRegistration = async (ctx: WriteContext, one: TaxRegistration): Promise<boolean> =>
  (
    await ctx.query(
      `insert into tax.registration (country, valid_from, registered, created_at, created_by)
       select $1, $2::date, $3, $4, $5
        where not exists (select from tax.registration where country = $1 and valid_from = $2::date)
       returning 1`,
      [one.country, one.validFrom, one.registered, ctx.now, `${ctx.actor.kind}:${ctx.actor.id}`],
    )
  ).length > 0
