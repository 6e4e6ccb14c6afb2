/**
 * A provider that takes tokens must never see a card number (PAN), so that neither it nor whoever calls it
 * comes under PCI DSS for storing one. This is the tripwire: a number of 12 to 19 digits (ISO/IEC 7812-1)
 * with a right check digit, written in one piece or grouped by single spaces or hyphens.
 */

const SHORTEST = 12
const LONGEST = 19
const DIGITS_IN_GROUPS = /\d(?:[ -]?\d){11,}/g

/**
 * Identifiers are hexadecimal and now and then all digits: one UUID in a few thousand would pass for a card.
 * A card number cannot have these shapes (32 digits, or 8-4-4-4-12), so they are taken out before the search.
 */
const UUIDS = /(?<![0-9a-z])(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32})(?![0-9a-z])/gi

/** Whether the last digit is the right check digit after Luhn (ISO/IEC 7812-1, annex B). */
function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let fromRight = 0; fromRight < digits.length; fromRight++) {
    const digit = digits.charCodeAt(digits.length - 1 - fromRight) - 48
    const doubled = digit * 2
    sum += fromRight % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Whether `text` holds anything that looks like a card number. Cheap when it does not: one pass of one expression. */
export function holdsCardNumber(text: string): boolean {
  if (text.search(DIGITS_IN_GROUPS) < 0) return false
  for (const [run] of text.replace(UUIDS, ' ').matchAll(DIGITS_IN_GROUPS)) {
    const groups = run.split(/[ -]/)
    for (let from = 0; from < groups.length; from++) {
      let digits = ''
      for (let to = from; to < groups.length && digits.length <= LONGEST; to++) {
        digits += groups[to]
        if (digits.length >= SHORTEST && digits.length <= LONGEST && passesLuhn(digits)) return true
      }
    }
  }
  return false
}
