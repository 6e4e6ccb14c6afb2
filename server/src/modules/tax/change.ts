import { Refusal } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { taxDay } from './model.ts'
import { insertRate } from './store.ts'
import type { TaxRate } from './types.ts'

/**
 * Lets a class be taxed otherwise from a day on that is still to come: receipts of past days keep their rates.
 * @throws Refusal `tax.day_is_past`, `tax.rate_exists`.
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
  if (!(await insertRate(ctx, rate))) {
    throw new Refusal(
      'conflict',
      'tax.rate_exists',
      'This class has a rate from that day on already. Choose another day.',
      { errors: [{ pointer: '/validFrom', detail: 'has a rate' }] },
    )
  }
  const { country, letter, validFrom, ppm } = rate
  const detail = { country, letter, validFrom, ppm }
  emit(ctx, { type: 'tax.rate_changed', subject: `${country}-${letter}`, locationId: null, data: detail })
  await audit(ctx, {
    action: 'tax.rate_changed',
    subject: `${country}-${letter}`,
    locationId: null,
    detail,
  })
}
