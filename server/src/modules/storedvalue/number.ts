import { createHmac, randomInt } from 'node:crypto'
import { secretFor } from '#platform/auth'

/**
 * What our numbers begin with. Payment cards begin with 2 to 6 (ISO/IEC 7812-1, major industries); 9 is left to national use, so
 * nobody takes a gift card for a payment card or the other way round.
 */
const PREFIX = '98'
const DIGITS = 16
const PIN_DIGITS = 6
/** `randomInt` reaches below 2^48: two draws make the thirteen digits of the body. */
const HIGH = 10 ** 6
const LOW = 10 ** 7

export const NUMBER_PATTERN = '^98[0-9]{14}$'
export const PIN_PATTERN = '^[0-9]{6}$'

/** The Luhn check digit (ISO/IEC 7812-1, annex B) of a number without it. */
export function checkDigit(body: string): string {
  let sum = 0
  for (let fromRight = 0; fromRight < body.length; fromRight += 1) {
    const digit = Number(body[body.length - 1 - fromRight])
    const doubled = digit * 2
    sum += fromRight % 2 === 1 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  return String((10 - (sum % 10)) % 10)
}

/** A new number: our prefix, thirteen random digits, the check digit. */
export function newNumber(): string {
  const body =
    PREFIX + String(randomInt(HIGH)).padStart(6, '0') + String(randomInt(LOW)).padStart(DIGITS - 9, '0')
  return body + checkDigit(body)
}

/** Whether it can be one of ours: a typing error is told before anybody is asked. */
export const isNumber = (text: string): boolean =>
  new RegExp(NUMBER_PATTERN).test(text) && checkDigit(text.slice(0, -1)) === text.at(-1)

const hmac = (purpose: string, text: string): Buffer =>
  createHmac('sha256', secretFor(`storedvalue.${purpose}`))
    .update(text)
    .digest()

/** The PIN of a card: derived from the master secret, so it is stored nowhere and can be printed again. */
export const pinOf = (number: string, version: number): string =>
  String(hmac('pin', `${number}:${version}`).readUIntBE(0, 6) % 10 ** PIN_DIGITS).padStart(PIN_DIGITS, '0')

/**
 * What is stored of a PIN. A million PINs are tried in a second whatever a hash costs; what saves them from somebody who has the
 * table is the key, which is not in it.
 */
export const pinHash = (number: string, pin: string): Buffer => hmac('pin-hash', `${number}:${pin}`)

/** Under which wrong tries are counted: the number itself would tell of cards that are no cards. */
export const numberKey = (number: string): Buffer => hmac('number', number)
