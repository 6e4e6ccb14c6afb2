import type { Money, Order, StoredPart } from '../api/types.ts'

/** A gift card that she has shown, with what it held then. */
export interface ShownCard {
  readonly number: string
  readonly pin: string
  readonly lastFour: string
  readonly balance: Money
}

const DIGITS = 16

/** A number, or a PIN, as the card carries it: in groups, typed with or without spaces. */
export const cardDigits = (typed: string): string => typed.replace(/[\s-]/g, '')

/** Whether it looks like a number of ours. */
export const isCardNumber = (text: string): boolean =>
  new RegExp(`^98\\d{${DIGITS - 2}}$`).test(cardDigits(text))

/** Whether it looks like a number of ours and a PIN; the API checks again and has the last word. */
export const isCard = (number: string, pin: string): boolean =>
  isCardNumber(number) && /^\d{6}$/.test(cardDigits(pin))

/** What each card pays, the first one first: all it holds, or what is left to pay. Cards that are not needed pay nothing. */
export function partsOf(total: Money, cards: readonly ShownCard[]): (StoredPart & { lastFour: string })[] {
  let left = total.minor
  return cards.flatMap(({ number, pin, lastFour, balance }) => {
    const minor = Math.min(left, balance.minor)
    left -= minor
    return minor > 0 ? [{ number, pin, lastFour, amount: { minor, currency: total.currency } }] : []
  })
}

/** What is left to pay otherwise. */
export const restAfter = (total: Money, parts: readonly { readonly amount: Money }[]): Money => ({
  ...total,
  minor: parts.reduce((left, { amount }) => left - amount.minor, total.minor),
})

const STORED = new Set(['gift_card', 'store_credit'])

/** Whether it is paid by value that the shop keeps, and not by a bank. */
export const isStored = ({ method }: { readonly method: string }): boolean => STORED.has(method)

/** What a placed order still asks for: what gift cards pay waits with it. */
export const restOf = ({ totals, payments }: Pick<Order, 'totals' | 'payments'>): Money =>
  restAfter(
    totals.gross,
    payments.filter((payment) => isStored(payment) && payment.state !== 'released'),
  )
