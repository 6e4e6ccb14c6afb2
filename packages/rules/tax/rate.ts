import type { LocalDate, Ppm } from '@splot/kernel'

/** A VAT rate of a country for a class of goods, in force on days `[from, until)`; null is open. */
export interface TaxRate {
  /** ISO 3166 code, two letters. */
  readonly country: string
  readonly taxClass: string
  /** On receipts at home the printer's letter, elsewhere a letter of the retailer's choice. */
  readonly letter: string
  readonly ppm: Ppm
  readonly validFrom: LocalDate | null
  readonly validUntil: LocalDate | null
}

/** The rate of a class of goods in a country on a day; of rows that overlap the one that began last. Undefined when the table has none. */
export function rateOn(
  rates: readonly TaxRate[],
  country: string,
  taxClass: string,
  day: LocalDate,
): TaxRate | undefined {
  let best: TaxRate | undefined
  for (const rate of rates) {
    if (rate.country !== country || rate.taxClass !== taxClass) continue
    if (rate.validFrom !== null && day < rate.validFrom) continue
    if (rate.validUntil !== null && day >= rate.validUntil) continue
    if (!best || (rate.validFrom ?? '') > (best.validFrom ?? '')) best = rate
  }
  return best
}
