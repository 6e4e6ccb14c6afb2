/** What Polish people pay with, in grosze: the notes, the smallest first. */
const NOTES: Readonly<Record<string, readonly number[]>> = {
  PLN: [1_000, 2_000, 5_000, 10_000, 20_000, 50_000],
}
/** Notes of a currency that is not listed: round steps do for any. */
const ANY_NOTES: readonly number[] = [500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000]
/** Nobody counts out more notes than this for one purchase, unless the hundreds run out. */
const MOST_NOTES = 10
const ALWAYS_OFFERED = 10_000
/** Amounts that are offered besides the exact one: they fit on one hand. */
export const MAX_SUGGESTIONS = 4
/** The longest amount that can be typed: 99 999 999,99. */
export const MAX_DIGITS = 10

/**
 * What a customer is likely to hand over for `total` minor units, ascending, never less than the total and without the exact
 * amount: for 87,30 zł that is 90, 100, 200 and 500. Each note is used as often as it takes to cover the total.
 */
export function suggestNotes(total: number, currency: string): number[] {
  const smallest = Math.min(total / MOST_NOTES, ALWAYS_OFFERED)
  const amounts = (NOTES[currency] ?? ANY_NOTES)
    .filter((note) => note >= smallest)
    .map((note) => Math.ceil(total / note) * note)
  return [...new Set(amounts)]
    .filter((amount) => amount > total)
    .sort((a, b) => a - b)
    .slice(0, MAX_SUGGESTIONS)
}

/** Keys pressed on a pad, read as a cash register does: the last two digits are grosze. `''` is 0. */
export function readDigits(digits: string): number {
  const minor = Number(digits.replace(/\D/g, '').slice(0, MAX_DIGITS))
  return Number.isSafeInteger(minor) ? minor : 0
}

/** Digits after a key was pressed: no zeros in front, never too long, nothing but digits. */
export const typeDigits = (text: string): string =>
  text.replace(/\D/g, '').replace(/^0+/, '').slice(0, MAX_DIGITS)

/** What is given back, or null while it is too little. Minor units. */
export const changeOf = (given: number, total: number): number | null =>
  given < total ? null : given - total
