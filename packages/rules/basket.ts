import { invariant, vatFromGross, type Ppm } from '@splot/kernel'

/** A line of a basket or a receipt, or its delivery: what it costs in all, minor units, and the VAT that it bears. */
export interface TaxedPart {
  /** Gross of the whole line; negative for what comes back. */
  readonly grossMinor: number
  readonly taxLetter: string
  readonly taxPpm: Ppm
  /** ISO 3166 code of the country whose VAT that is; missing: the seller's own. */
  readonly taxCountry?: string | undefined
}

export interface VatShare {
  /** Missing: the seller's own. */
  readonly country?: string
  readonly letter: string
  readonly ppm: Ppm
  readonly grossMinor: number
  readonly netMinor: number
  readonly vatMinor: number
}

export interface BasketTotals {
  readonly grossMinor: number
  readonly vatMinor: number
  /** One row per country and letter that occurs: the seller's own first, then by country; in the order of the letters. */
  readonly vat: readonly VatShare[]
}

/**
 * Sums a basket. VAT is counted from the gross sum of each rate over the whole document, as a fiscal printer does, never line
 * by line, so that receipt, invoice and screen agree to the grosz. Minor units. A letter means one rate in one country.
 */
export function basketTotals(parts: readonly TaxedPart[]): BasketTotals {
  const sums = new Map<string, { readonly country: string; part: TaxedPart; grossMinor: number }>()
  for (const part of parts) {
    const { grossMinor, taxLetter, taxPpm, taxCountry: country = '' } = part
    invariant(Number.isSafeInteger(grossMinor), `a line must cost whole minor units, got ${grossMinor}`)
    const key = `${country} ${taxLetter}`
    const sum = sums.get(key)
    if (!sum) {
      sums.set(key, { country, part, grossMinor })
      continue
    }
    invariant(sum.part.taxPpm === taxPpm, `letter ${taxLetter} means two rates`)
    sum.grossMinor += grossMinor
  }
  const vat = [...sums.values()]
    .sort((a, b) => byCodeUnits(a.country, b.country) || byCodeUnits(a.part.taxLetter, b.part.taxLetter))
    .map(({ country, part, grossMinor }): VatShare => {
      const { taxLetter: letter, taxPpm: ppm } = part
      const vatMinor = vatFromGross(grossMinor, ppm)
      return {
        ...(country !== '' && { country }),
        letter,
        ppm,
        grossMinor,
        netMinor: grossMinor - vatMinor,
        vatMinor,
      }
    })
  return {
    grossMinor: vat.reduce((sum, share) => sum + share.grossMinor, 0),
    vatMinor: vat.reduce((sum, share) => sum + share.vatMinor, 0),
    vat,
  }
}

/**
 * VAT that a document no longer bears when of `before` only `after` stays, by country and letter; rates of which nothing went are left out. It
 * is the difference of two documents, so over any sequence of returns it sums to what was charged, and no rounding is lost on the way.
 */
export function vatBetween(before: readonly TaxedPart[], after: readonly TaxedPart[]): VatShare[] {
  const left = new Map(basketTotals(after).vat.map((share) => [`${share.country} ${share.letter}`, share]))
  return basketTotals(before).vat.flatMap((share) => {
    const stays = left.get(`${share.country} ${share.letter}`)
    const grossMinor = share.grossMinor - (stays?.grossMinor ?? 0)
    const vatMinor = share.vatMinor - (stays?.vatMinor ?? 0)
    return grossMinor === 0 ? [] : [{ ...share, grossMinor, netMinor: grossMinor - vatMinor, vatMinor }]
  })
}

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
