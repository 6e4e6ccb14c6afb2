import { vatFromGross, type Ppm } from '@splot/kernel'

export interface VatRow {
  readonly letter: string
  readonly ppm: Ppm
  readonly grossMinor: number
  readonly vatMinor: number
}

/** VAT of a document, counted from the gross sum per rate, the way a fiscal printer does; rows by letter. */
export function vatByRate(
  parts: readonly { readonly letter: string; readonly ppm: Ppm; readonly grossMinor: number }[],
): VatRow[] {
  const sums = new Map<string, { ppm: Ppm; grossMinor: number }>()
  for (const { letter, ppm, grossMinor } of parts) {
    if (grossMinor === 0) continue
    const sum = sums.get(letter)
    if (sum) sum.grossMinor += grossMinor
    else sums.set(letter, { ppm, grossMinor })
  }
  return [...sums]
    .map(([letter, { ppm, grossMinor }]) => ({
      letter,
      ppm,
      grossMinor,
      vatMinor: vatFromGross(grossMinor, ppm),
    }))
    .sort((a, b) => (a.letter < b.letter ? -1 : 1))
}
