/** What a scanned text turned out to be. */
export type Scan =
  | Readonly<{ kind: 'product'; gtin: string }>
  | Readonly<{ kind: 'order'; number: string }>
  | Readonly<{ kind: 'pickup'; fulfilmentId: string; code: string }>
  | Readonly<{ kind: 'customer'; code: string }>
  | Readonly<{ kind: 'unknown'; text: string }>

/** GTIN-8, UPC-A (GTIN-12), EAN (GTIN-13) and GTIN-14: the only lengths that GS1 gives a check digit. */
const GTIN_LENGTHS: readonly number[] = [8, 12, 13, 14]

const PICKUP = /^SPLOT:P:([0-9A-Za-z-]{1,64}):([0-9A-Za-z]{4,12})$/i
const ORDER = /^SPLOT:O:([0-9A-Za-z-]{1,32})$/i
const CUSTOMER = /^SPLOT:C:([0-9A-Z]{20,120})$/i
/** A GS1 element string that begins with AI 01, as DataMatrix labels and GS1-128 carry it, symbology prefix allowed. */
const GS1_GTIN = /^(?:\][A-Za-z]\d)?(?:\(01\)|01)(\d{14})/

/**
 * The check digit of a GTIN without its last digit: weights 3 and 1 alternate from the right
 * (GS1 General Specifications, 7.9). Answers a number from 0 to 9.
 */
export function gtinCheckDigit(body: string): number {
  let sum = 0
  for (let index = 0; index < body.length; index++) {
    const fromRight = body.length - 1 - index
    sum += Number(body[index]) * (fromRight % 2 === 0 ? 3 : 1)
  }
  return (10 - (sum % 10)) % 10
}

/** True for a text of 8, 12, 13 or 14 digits whose last one is the right check digit. */
export function isGtin(text: string): boolean {
  if (!GTIN_LENGTHS.includes(text.length) || !/^\d+$/.test(text)) return false
  return gtinCheckDigit(text.slice(0, -1)) === Number(text.at(-1))
}

/**
 * Tells what was scanned. Everything is typed by its own mark: a GTIN by length and check digit, an order, a pickup and
 * a customer by the prefix of our QR codes. Whatever else arrives is `unknown`, never guessed: a wrong digit must not sell a
 * different shirt. A UPC-A or a GTIN-14 that only pads an EAN is answered as the EAN-13 that the catalogue knows.
 */
export function parseScan(raw: string): Scan {
  const text = raw.trim()
  const pickup = PICKUP.exec(text)
  if (pickup?.[1] && pickup[2])
    return { kind: 'pickup', fulfilmentId: pickup[1], code: pickup[2].toUpperCase() }
  const order = ORDER.exec(text)
  if (order?.[1]) return { kind: 'order', number: order[1].toUpperCase() }
  const customer = CUSTOMER.exec(text)
  if (customer?.[1]) return { kind: 'customer', code: customer[1].toUpperCase() }
  if (isGtin(text)) return { kind: 'product', gtin: asEan(text) }
  const element = GS1_GTIN.exec(text)
  if (element?.[1] && isGtin(element[1])) return { kind: 'product', gtin: asEan(element[1]) }
  return { kind: 'unknown', text }
}

function asEan(gtin: string): string {
  if (gtin.length === 12) return `0${gtin}`
  if (gtin.length === 14 && gtin.startsWith('0')) return gtin.slice(1)
  return gtin
}

/** The text of a customer's pickup QR. */
export function pickupQr(fulfilmentId: string, code: string): string {
  return `SPLOT:P:${fulfilmentId}:${code}`
}

/** The text of an order's QR, on a receipt or in an e-mail. */
export function orderQr(number: string): string {
  return `SPLOT:O:${number}`
}

/** The text of the QR by which a till recognises a customer, for as long as her code is good. */
export function customerQr(code: string): string {
  return `SPLOT:C:${code}`
}
