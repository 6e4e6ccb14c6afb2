/** As near to a whole number as an honest one comes when a decimal fraction is multiplied. */
const ROUNDING = 1e-6

/**
 * A number of a field in the small unit that is saved (percents as parts per million, złoty as grosze). One with more decimals than the unit has
 * does not become a whole number: whoever checks refuses it, where rounding would save what nobody typed. NaN stays NaN.
 */
export function scaled(value: number, scale: number): number {
  const exact = value * scale
  const whole = Math.round(exact)
  return Math.abs(exact - whole) < ROUNDING ? whole : exact
}
