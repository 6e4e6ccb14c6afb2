import { createHmac } from 'node:crypto'
import { secretFor } from '#platform/auth'

/** Digits of a Polish number without its country: people type it so. */
const NATIONAL_DIGITS = 9
const POLAND = '+48'

/** An e-mail as it is compared: trimmed, composed (NFC), lower case. Dots and tags are the provider's business. */
export const normaliseEmail = (email: string): string => email.trim().normalize('NFC').toLowerCase()

/** A phone number as E.164 (`+48601234567`); a bare national number is Polish. Undefined for what is no number. */
export function normalisePhone(phone: string): string | undefined {
  const digits = phone.replaceAll(/[\s().-]/g, '').replace(/^00/, '+')
  const whole = /^\d+$/.test(digits) && digits.length === NATIONAL_DIGITS ? POLAND + digits : digits
  return /^\+[1-9]\d{6,14}$/.test(whole) ? whole : undefined
}

/** Finds a person by e-mail without keeping it: HMAC-SHA-256 under a key that is not in the database. */
export const emailIndex = (email: string): Buffer => keyed(`email:${normaliseEmail(email)}`)

/** The same for a phone number; null when there is none that could be called. */
export function phoneIndex(phone: string | undefined): Buffer | null {
  const whole = phone === undefined ? undefined : normalisePhone(phone)
  return whole === undefined ? null : keyed(`phone:${whole}`)
}

const keyed = (text: string): Buffer =>
  createHmac('sha256', secretFor('customers.index')).update(text).digest()
