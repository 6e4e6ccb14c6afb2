import { Refusal } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { taxDay } from './model.ts'
import { refuseUnknownCountry } from './refusals.ts'
import { firstDays, insertNoRate, insertRate, registeredWithoutRate } from './store.ts'
import type { TaxRate } from './types.ts'

/**
 * Lets a class be taxed otherwise from a day on that is still to come: receipts of past days keep their rates.
 * @throws Refusal `tax.day_is_past`, `tax.no_such_country`, `tax.unknown_country`, `tax.rate_exists`.
 */
export async function addRate(ctx: WriteContext, rate: TaxRate): Promise<void> {
  if (rate.validFrom <= taxDay(ctx.now)) {
    throw new Refusal(
      'unprocessable',
      'tax.day_is_past',
      'A rate begins on a day that is still to come. Choose a later day.',
      { errors: [{ pointer: '/validFrom', detail: 'tomorrow or later' }] },
    )
  }
  if (!isCountry(rate.country)) {
    throw new Refusal('unprocessable', 'tax.no_such_country', 'There is no country of this code.', {
      errors: [{ pointer: '/country', detail: 'ISO 3166-1 alpha-2' }],
    })
  }
  if (!(await insertRate(ctx, rate))) {
    throw new Refusal(
      'conflict',
      'tax.rate_exists',
      'This class has a rate from that day on already. Choose another day, or take that one back.',
      { errors: [{ pointer: '/validFrom', detail: 'has a rate' }] },
    )
  }
  // Where nothing is known, the standard rate comes first: every class that is missing bears it.
  const known = await firstDays(ctx, rate.country)
  if (known.some(({ letter, isKnown }) => letter === rate.letter && !isKnown))
    throw refuseUnknownCountry('/country')
  const { country, letter, validFrom, ppm } = rate
  await tell(ctx, 'tax.rate_changed', { country, letter, validFrom, ppm })
}

/**
 * Takes a rate back whose day has not come: what counts before it goes on. The standard rate with which a country becomes known stays while another
 * class of it rests on that, or a registration for sales there (OSS). @throws Refusal `tax.day_is_past`, `tax.no_such_rate`, 409 `tax.rate_is_needed`, `tax.registration_needs_rate`.
 */
export async function takeRateBack(ctx: WriteContext, rate: Omit<TaxRate, 'ppm'>): Promise<void> {
  if (rate.validFrom <= taxDay(ctx.now)) {
    throw new Refusal(
      'unprocessable',
      'tax.day_is_past',
      'The day of this rate has come, and receipts bear it. Let another one begin on a later day.',
    )
  }
  if (!(await insertNoRate(ctx, rate)))
    throw new Refusal('not_found', 'tax.no_such_rate', 'No rate of this class begins on that day.')
  // Asked once it is taken back, because until this commits nobody else says anything of rates.
  const bare = (await firstDays(ctx, rate.country)).filter(({ isKnown }) => !isKnown)
  if (bare.length > 0) {
    const letters = bare.map(({ letter }) => letter)
    throw new Refusal(
      'conflict',
      'tax.rate_is_needed',
      `Other classes of this country (${letters.join(', ')}) rest on its standard rate. Take their rates back first, or say another standard rate.`,
      { facts: { letters } },
    )
  }
  const [day] = await registeredWithoutRate(ctx, rate.country)
  if (day) {
    throw new Refusal(
      'conflict',
      'tax.registration_needs_rate',
      `Goods sent there bear the VAT of that country from ${day} on, and no rate of it would be known then. Say another standard rate for an earlier day first.`,
      { facts: { country: rate.country, validFrom: day } },
    )
  }
  await tell(ctx, 'tax.rate_taken_back', rate)
}

/** Every process, till and plan reads the rates again, whatever was done to them; the record says what it was. */
async function tell(
  ctx: WriteContext,
  action: 'tax.rate_changed' | 'tax.rate_taken_back',
  { country, letter, validFrom, ...what }: Omit<TaxRate, 'ppm'> & { readonly ppm?: number },
): Promise<void> {
  const subject = `${country}-${letter}`
  const detail = { country, letter, validFrom, ...what }
  emit(ctx, { type: 'tax.rate_changed', subject, locationId: null, data: detail })
  await audit(ctx, { action, subject, locationId: null, detail })
}

const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
/** Whether ISO 3166-1 has a country of that code, as far as the runtime can name it; ZZ is its name for none. */
const isCountry = (code: string): boolean => code !== 'ZZ' && names.of(code) !== undefined
