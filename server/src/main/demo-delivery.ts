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

/** Lets the demo retailer send goods to its neighbours in the Union, with the VAT of where they arrive. */
export async function writeDemoDelivery(ctx: WriteContext): Promise<void> {
  for (const { country, grossMinor, freeFromMinor } of ABROAD) {
    await serveCountry(ctx, { country, currency: 'PLN', name: COURIER, grossMinor, freeFromMinor })
    await importRegistration(ctx, { country, validFrom: REGISTERED_SINCE, registered: true })
  }
}
