/** Crockford's base 32: no I, L, O and U, which people mistake for others. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const BASE = ALPHABET.length
/** Signs of five bits: 60 bits, which nobody guesses over a network; a check sign follows them. */
const SIGNS = 12
const valueOf = new Map([...ALPHABET].map((sign, value) => [sign, value]))
// What people type for a sign that they took for another.
for (const [typed, meant] of [
  ['O', '0'],
  ['I', '1'],
  ['L', '1'],
] as const)
  valueOf.set(typed, valueOf.get(meant) ?? 0)

/**
 * A typed code as it is compared: capital letters, without spaces, dashes and what else people put between. A letter and its accent that came apart, as some
 * keyboards and files write them, are one letter again, and letters in fancy dress (copied from a post) are plain ones.
 */
export const normaliseCode = (typed: string): string =>
  typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** The signs of a unique code with these bits (the lowest 60 count), the check sign last. */
export function signsOfBits(bits: bigint): string {
  const values = Array.from({ length: SIGNS }, (_, index) => Number((bits >> BigInt(5 * index)) & 31n))
  return textOf([...values, checkOf(values)])
}

/** The signs of a unique code that somebody typed, each as it was meant; undefined when it cannot be one, so that mistypings cost no look-up. */
export function readUniqueCode(typed: string): string | undefined {
  const normalised = normaliseCode(typed)
  if (normalised.length !== SIGNS + 1) return undefined
  const values: number[] = []
  for (const sign of normalised) {
    const value = valueOf.get(sign)
    if (value === undefined) return undefined
    values.push(value)
  }
  return checkOf(values.slice(0, SIGNS)) === values[SIGNS] ? textOf(values) : undefined
}

const textOf = (values: readonly number[]): string => values.map((value) => ALPHABET[value]).join('')

/** Luhn's sum (ISO/IEC 7812-1, annex B) to the base of the alphabet: finds every single wrong sign, and nearly all neighbours that changed places. */
function checkOf(values: readonly number[]): number {
  let sum = 0
  for (let index = values.length - 1, factor = 2; index >= 0; index -= 1, factor = 3 - factor) {
    const product = (values[index] ?? 0) * factor
    sum += Math.floor(product / BASE) + (product % BASE)
  }
  return (BASE - (sum % BASE)) % BASE
}
