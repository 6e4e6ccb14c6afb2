/**
 * EAN-13 with its check digit from a two-digit prefix and a serial number below 10^10. The prefixes 20…29 are kept
 * by GS1 for use inside one company, so that no demo article carries the number of a real one.
 * The check digit: GS1 General Specifications, section 7.9 (weights 1 and 3 from the left).
 */
export function internalGtin(prefix: number, serial: number): string {
  const body = `${prefix}${String(serial).padStart(10, '0')}`
  return body + checkDigit(body)
}

/** Check digit of the first twelve digits of an EAN-13. */
export function checkDigit(body: string): string {
  let sum = 0
  for (let at = 0; at < 12; at++) sum += Number(body[at]) * (at % 2 === 0 ? 1 : 3)
  return String((10 - (sum % 10)) % 10)
}
