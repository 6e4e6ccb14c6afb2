import { invariant } from './invariant.ts'

/** ISO 4217 alphabetic code. */
export type Currency = string

/** An amount in minor units (grosze for PLN); `minor` is a safe integer. */
export interface Money {
  readonly minor: number
  readonly currency: Currency
}

/** Parts per million: 23 % is 230_000. Rates are integers so that every runtime counts the same. */
export type Ppm = number
export const PPM = 1_000_000

export const money = (minor: number, currency: Currency): Money => {
  invariant(Number.isSafeInteger(minor), `money must be a safe integer of minor units, got ${minor}`)
  return { minor, currency }
}

export const addMoney = (a: Money, b: Money): Money => {
  invariant(a.currency === b.currency, `cannot add ${a.currency} and ${b.currency}`)
  return money(a.minor + b.minor, a.currency)
}

/** Rounds half away from zero, the way Polish fiscal printers and accountants do. */
export const roundHalfUp = (value: number): number =>
  value < 0 ? -Math.floor(-value + 0.5) : Math.floor(value + 0.5)

/**
 * Splits `total` minor units in proportion to `weights`; the parts always sum to `total` (largest remainder, ties to
 * the earlier part). All weights zero: everything goes to the first part.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  invariant(Number.isSafeInteger(total), 'allocate needs an integer total')
  invariant(weights.length > 0, 'allocate needs at least one weight')
  invariant(
    weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0),
    'weights are integers of at least 0',
  )
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum === 0) return weights.map((_, index) => (index === 0 ? total : 0))
  const sign = total < 0 ? -1n : 1n
  const whole = BigInt(Math.abs(total))
  const divisor = BigInt(sum)
  const parts = weights.map((weight) => (whole * BigInt(weight)) / divisor)
  const remainders = weights.map((weight, index) => ({
    index,
    rest: (whole * BigInt(weight)) % divisor,
  }))
  let left = Number(whole - parts.reduce((a, b) => a + b, 0n))
  remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1))
  for (const { index } of remainders) {
    if (left === 0) break
    parts[index] = (parts[index] ?? 0n) + 1n
    left -= 1
  }
  return parts.map((part) => Number(part * sign))
}

/**
 * The VAT contained in a gross amount: gross × rate ÷ (1 + rate), rounded half up to the minor unit, counted per rate
 * over the whole document (art. 106e of the Polish VAT act allows counting from gross; fiscal printers do it this way).
 */
export function vatFromGross(grossMinor: number, rate: Ppm): number {
  const gross = BigInt(Math.abs(grossMinor))
  const divisor = BigInt(PPM + rate)
  const twice = (2n * gross * BigInt(rate) + divisor) / (2n * divisor)
  return Number(twice) * (grossMinor < 0 ? -1 : 1)
}
