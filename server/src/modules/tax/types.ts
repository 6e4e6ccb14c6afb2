import type { LocalDate, Ppm } from '@splot/kernel'

/** A class of goods, named by the letter of its rate on a Polish receipt; what it amounts to depends on country and day. */
export const taxLetters = ['A', 'B', 'C', 'D'] as const
export type TaxLetter = (typeof taxLetters)[number]

/** What a class of goods is taxed at from that day on. */
export interface TaxRate {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly letter: TaxLetter
  readonly validFrom: LocalDate
  readonly ppm: Ppm
}

/** From that day on goods sent to consumers in that country bear its VAT; or no longer. */
export interface TaxRegistration {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly validFrom: LocalDate
  readonly registered: boolean
}

/** Every rate and registration in memory, refreshed by the facts of tax; synchronous. */
export interface TaxModel {
  /**
   * What goods of that class are taxed at when they are handed over in that country then. A class that the country does not have
   * bears its standard rate; undefined when nothing is known of the country.
   */
  rate(country: string, letter: TaxLetter, at: Date): Ppm | undefined
  /**
   * The country whose VAT goods bear that are sent there then: that country's when the retailer is registered for it and a consumer buys, else
   * home.
   */
  countryFor(shipTo: string, at: Date, business?: boolean): string
  /** The first instant after `at` at which a rate of that country changes. */
  nextChange(country: string, at: Date): Date | null
  onChange(handler: () => void): void
}
