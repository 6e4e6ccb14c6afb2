/** Of the first nine digits; their weighted sum modulo 11 is the tenth, and never ten. */
const WEIGHTS = [6, 5, 7, 2, 3, 4, 5, 6, 7] as const

/**
 * Reads a Polish tax number as people write it: with or without the country prefix, spaces and hyphens. Its ten digits, or undefined when the
 * check digit is wrong.
 */
export function readNip(text: string): string | undefined {
  const digits = text.trim().replace(/^PL/i, '').replaceAll(/[\s-]/g, '')
  if (!/^[1-9]\d{9}$/.test(digits)) return undefined
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  return sum % 11 === Number(digits[9]) ? digits : undefined
}
