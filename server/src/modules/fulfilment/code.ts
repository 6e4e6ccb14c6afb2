import { createHmac, timingSafeEqual } from 'node:crypto'
import { isId, type FulfilmentId } from '@splot/kernel'
import { secretFor } from '#platform/auth'

/** Short enough to say at a counter; guessing is bounded by the limit on wrong codes. */
const CODE_DIGITS = 6
const QR_PREFIX = 'SPLOT:P:'

/**
 * What the customer shows to collect her order: six digits derived from a secret by HMAC-SHA-256, so nothing is stored and
 * nothing can leak from a table. The modulus of 48 bits keeps the bias of a digit below one in a hundred million.
 */
export const pickupCodeOf = (fulfilmentId: FulfilmentId): string =>
  String(
    createHmac('sha256', secretFor('fulfilment.pickup_code')).update(fulfilmentId).digest().readUIntBE(0, 6) %
      10 ** CODE_DIGITS,
  ).padStart(CODE_DIGITS, '0')

/** Whether `code` opens this pickup; compared in constant time. */
export function pickupCodeFits(fulfilmentId: FulfilmentId, code: string): boolean {
  const expected = Buffer.from(pickupCodeOf(fulfilmentId))
  const given = Buffer.from(code)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The text of the QR code: `SPLOT:P:<fulfilmentId>:<code>`. */
export const pickupQrOf = (fulfilmentId: FulfilmentId): string =>
  `${QR_PREFIX}${fulfilmentId}:${pickupCodeOf(fulfilmentId)}`

/** What a scanned QR code says, or undefined when it is not a pickup code of ours; the code itself is not checked here. */
export function readPickupQr(text: string): { fulfilmentId: FulfilmentId; code: string } | undefined {
  const match = /^SPLOT:P:([0-9a-f-]{36}):(\d{6})$/i.exec(text.trim())
  const [, id, code] = match ?? []
  if (id === undefined || code === undefined || !isId(id)) return undefined
  // It has the shape; whether it exists is asked of the table.
  return { fulfilmentId: id.toLowerCase() as FulfilmentId, code }
}
