import { localDate, type LocalDate } from '@splot/kernel'
import { serveCountry } from '#modules/carts'
import { importRegistration } from '#modules/tax'
import type { WriteContext } from '#platform/context'

/** Since when the demo retailer pays VAT abroad: before anything of it was sold. */
const REGISTERED_SINCE: LocalDate = localDate('2024-01-01')
const COURIER = { pl: 'Kurier międzynarodowy', en: 'International courier' }

/** Where the demo retailer sends goods besides home, for how much, and from how much on for nothing; gross in grosze. */
const ABROAD = [
  { country: 'CZ', grossMinor: 29_99, freeFromMinor: 350_00 },
  { country: 'DE', grossMinor: 39_99, freeFromMinor: 500_00 },
  { country: 'SK', grossMinor: 29_99, freeFromMinor: 350_00 },
] as const

/** At home there is a faster way too, which is never free. */
const EXPRESS = {
  country: 'PL',
  currency: 'PLN',
  code: 'express',
  name: { pl: 'Ekspres, następny dzień roboczy', en: 'Express, next working day' },
  grossMinor: 24_99,
  freeFromMinor: null,
  days: 1,
} as const

/** Lets the demo retailer send goods to its neighbours in the Union, with the VAT of where they arrive. */
export async function writeDemoDelivery(ctx: WriteContext): Promise<void> {
  await serveCountry(ctx, EXPRESS)
  for (const { country, grossMinor, freeFromMinor } of ABROAD) {
    const usual = { currency: 'PLN', code: 'standard', name: COURIER, days: 5 } as const
    await serveCountry(ctx, { ...usual, country, grossMinor, freeFromMinor })
    await importRegistration(ctx, { country, validFrom: REGISTERED_SINCE, registered: true })
  }
}
