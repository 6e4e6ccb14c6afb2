import { Refusal } from '@splot/kernel'

/** ISO/IEC 7812-1: a card number (PAN) has up to 19 digits, the last a Luhn digit; none below 14 is issued, and a GTIN has 13. */
const SHORTEST = 14
const LONGEST = 19
const DIGITS_IN_GROUPS = /\d(?:[ -]?\d){13,}/g
const UUIDS = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let fromRight = 0; fromRight < digits.length; fromRight += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - fromRight) - 48
    const doubled = digit * 2
    sum += fromRight % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** Whether `text` contains something that looks like a card number, in one piece or in groups. */
export function holdsCardNumber(text: string): boolean {
  if (text.search(DIGITS_IN_GROUPS) < 0) return false
  for (const [run] of text.replace(UUIDS, ' ').matchAll(DIGITS_IN_GROUPS)) {
    const digits = run.replace(/[ -]/g, '')
    for (let length = SHORTEST; length <= Math.min(LONGEST, digits.length); length += 1) {
      for (let from = 0; from + length <= digits.length; from += 1) {
        if (passesLuhn(digits.slice(from, from + length)) && (length >= 15 || digits.length === length))
          return true
      }
    }
  }
  return false
}

/**
 * Refuses a body that carries a card number anywhere with `payments.pan_refused`: Splot takes tokens, and must never store
 * or log a number, or the retailer comes under PCI DSS for it. The number itself is not repeated in the answer.
 */
export function refuseCardNumbers(body: unknown, pointer = ''): void {
  if (typeof body === 'string' || typeof body === 'number') {
    if (!holdsCardNumber(String(body))) return
    throw new Refusal(
      'unprocessable',
      'payments.pan_refused',
      'Never send a card number. Send the token that the payment form made of it.',
      { errors: [{ pointer: pointer || '/', detail: 'looks like a card number' }] },
    )
  }
  if (typeof body !== 'object' || body === null) return
  for (const [name, value] of Object.entries(body)) refuseCardNumbers(value, `${pointer}/${name}`)
}
