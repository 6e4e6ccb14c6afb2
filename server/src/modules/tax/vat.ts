import type { Currency, Ppm } from '@splot/kernel'
import { basketTotals, vatBetween, type TaxedPart, type VatShare } from '@splot/rules'
import { Type } from 'typebox'
import { MoneySchema } from '#platform/http'
import { HOME_COUNTRY } from './limits.ts'

export interface VatRow {
  /** ISO 3166-1 alpha-2: whose VAT it is. */
  readonly country: string
  readonly letter: string
  readonly ppm: Ppm
  readonly grossMinor: number
  readonly vatMinor: number
}

/** VAT of a document by the shared rules, each part with the rate that it was sold at; parts that cost nothing show no row. */
export const vatByRate = (parts: readonly TaxedPart[]): VatRow[] =>
  basketTotals(parts.filter(({ grossMinor }) => grossMinor !== 0).map(withoutHome)).vat.map(rowOf)

/** VAT that comes back when of the parts of a document only `after` stays: over all returns as much as was charged, to the minor unit. */
export const vatGivenBack = (before: readonly TaxedPart[], after: readonly TaxedPart[]): VatRow[] =>
  vatBetween(before.map(withoutHome), after.map(withoutHome)).map(rowOf)

/** The seller's own country stands first on a document, and the rules do not name it. */
export const withoutHome = <Part extends { readonly taxCountry?: string | undefined }>({
  taxCountry,
  ...part
}: Part) => ({
  ...part,
  ...(taxCountry !== undefined && taxCountry !== HOME_COUNTRY && { taxCountry }),
})

const rowOf = ({ country = HOME_COUNTRY, letter, ppm, grossMinor, vatMinor }: VatShare): VatRow => ({
  country,
  letter,
  ppm,
  grossMinor,
  vatMinor,
})

/** VAT of one rate over a whole document. */
export const VatSchema = Type.Object({
  country: Type.String({ description: 'whose VAT it is; ISO 3166-1' }),
  letter: Type.String(),
  ppm: Type.Integer(),
  gross: MoneySchema,
  vat: MoneySchema,
})

export const showVat = (rows: readonly VatRow[], currency: Currency) =>
  rows.map(({ country, letter, ppm, grossMinor, vatMinor }) => ({
    country,
    letter,
    ppm,
    gross: { minor: grossMinor, currency },
    vat: { minor: vatMinor, currency },
  }))
