import { HOME_ZONE, instantAt, MINUTE_MS, wallClock, type LocalDate } from '@splot/kernel'
import { taxCountry } from '@splot/rules'
import { perPlatform, systemActor, type Platform, type ReadContext } from '#platform/context'
import { keepFresh, type Tail } from '#platform/events'
import { HOME_COUNTRY } from './limits.ts'
import { allRates, allRegistrations, ratesOnDay } from './store.ts'
import type { TaxLetter, TaxModel, TaxRate, TaxRegistration } from './types.ts'

const models = perPlatform<TaxModel>('tax')

/** The open rates of this process; fails when `openTax` was not called. */
export const taxOf = models.of

/** Loads every rate and registration and follows their changes, before or after the tail was started. */
export async function openTax(platform: Platform, tail?: Tail): Promise<TaxModel> {
  if (models.has(platform)) return models.of(platform)
  let rates = new Map<string, TaxRate[]>()
  let registrations = new Map<string, TaxRegistration[]>()
  const handlers: (() => void)[] = []
  const freshness = keepFresh(platform, 'tax', async () => {
    const ctx = platform.read(systemActor('tax'))
    const [all, registered] = await Promise.all([allRates(ctx), allRegistrations(ctx)])
    rates = Map.groupBy(all, ({ country, letter }) => `${country}${letter}`)
    registrations = Map.groupBy(registered, ({ country }) => country)
    for (const handler of handlers) handler()
  })
  tail?.on(['tax.rate_changed', 'tax.registration_changed'], () => freshness.reload(null))
  tail?.onReset(() => freshness.reload(null))
  await freshness.ready
  const on = (country: string, letter: TaxLetter, day: LocalDate) =>
    rates.get(`${country}${letter}`)?.find(({ validFrom }) => validFrom <= day)?.ppm
  return models.set(platform, {
    rate(country, letter, at) {
      const day = taxDay(at)
      return on(country, letter, day) ?? on(country, 'A', day)
    },
    countryFor(shipTo, at, business = false) {
      const day = taxDay(at)
      const oss = registrations.get(shipTo)?.find(({ validFrom }) => validFrom <= day)?.registered ?? false
      return taxCountry({ country: HOME_COUNTRY, oss }, { shipTo, business })
    },
    nextChange(country, at) {
      const day = taxDay(at)
      const later = [...rates.values()]
        .flat()
        .filter((rate) => rate.country === country && rate.validFrom > day)
        .map(({ validFrom }) => validFrom)
        .sort()[0]
      return later === undefined ? null : instantAt(later, 0, HOME_ZONE)
    },
    onChange: (handler) => void handlers.push(handler),
  })
}

let lastDay: { readonly minute: number; readonly day: LocalDate } | undefined

/** The business day of an instant, by which rates go. Reading a zone's clock costs more than pricing a basket: that of the last minute is kept. */
export function taxDay(at: Date): LocalDate {
  const minute = Math.floor(at.getTime() / MINUTE_MS)
  if (lastDay?.minute !== minute) lastDay = { minute, day: wallClock(at, HOME_ZONE).date }
  return lastDay.day
}

/** The rates at home at an instant, by class, from the table. */
export const homeRates = async (ctx: ReadContext, at: Date): Promise<ReadonlyMap<TaxLetter, number>> =>
  new Map((await ratesOnDay(ctx, HOME_COUNTRY, taxDay(at))).map(({ letter, ppm }) => [letter, ppm]))
