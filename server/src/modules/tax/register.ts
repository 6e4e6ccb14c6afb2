import { Refusal } from '@splot/kernel'
import { isInUnion } from '@splot/rules'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { HOME_COUNTRY } from './limits.ts'
import { taxDay } from './model.ts'
import { refuseUnknownCountry } from './refusals.ts'
import { insertRegistration, registeredWithoutRate } from './store.ts'
import type { TaxRegistration } from './types.ts'

/**
 * Lets goods sent to consumers in a country bear its VAT from a coming day on, or those of home again: what was sold keeps its VAT.
 * @throws Refusal `tax.not_in_union`, `tax.day_is_past`, `tax.registration_exists`, `tax.unknown_country`.
 */
export async function register(ctx: WriteContext, one: TaxRegistration): Promise<void> {
  if (one.validFrom <= taxDay(ctx.now)) {
    throw new Refusal(
      'unprocessable',
      'tax.day_is_past',
      'This begins on a day that is still to come. Choose a later day.',
      { errors: [{ pointer: '/validFrom', detail: 'tomorrow or later' }] },
    )
  }
  await importRegistration(ctx, one)
}

/** For loaders: the day may have come already. @throws Refusal `tax.not_in_union`, `tax.registration_exists`. */
export async function importRegistration(ctx: WriteContext, one: TaxRegistration): Promise<void> {
  const { country, validFrom, registered } = one
  if (country === HOME_COUNTRY || !isInUnion(country)) {
    throw new Refusal(
      'unprocessable',
      'tax.not_in_union',
      `The one-stop shop is for sales to other countries of the European Union, and ${country} is none.`,
      { errors: [{ pointer: '/country', detail: 'another country of the Union' }] },
    )
  }
  if (!(await insertRegistration(ctx, one))) {
    throw new Refusal(
      'conflict',
      'tax.registration_exists',
      'This is settled for that day already. Choose another day.',
      { errors: [{ pointer: '/validFrom', detail: 'is settled' }] },
    )
  }
  if ((await registeredWithoutRate(ctx, country)).length > 0) throw refuseUnknownCountry('/country')
  const detail = { country, validFrom, registered }
  emit(ctx, { type: 'tax.registration_changed', subject: country, locationId: null, data: detail })
  await audit(ctx, { action: 'tax.registration_changed', subject: country, locationId: null, detail })
}
