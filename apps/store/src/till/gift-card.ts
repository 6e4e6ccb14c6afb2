import type { Amount } from '../api/types.ts'
import { api, ask } from '../house.ts'

/** A gift card on the counter, with what it held when it was asked. Its PIN lives as long as the panel. */
export interface TillCard {
  readonly number: string
  readonly pin: string
  readonly lastFour: string
  readonly balance: Amount
}

const NUMBER = /^98\d{14}$/

/** A number as it is scanned or typed in groups, or null when it is none of our cards. */
export function cardNumberIn(text: string): string | null {
  const digits = text.replace(/[\s-]/g, '')
  return NUMBER.test(digits) ? digits : null
}

/** A PIN, typed as it is printed, or null. */
export const pinIn = (text: string): string | null => /^\d{6}$/.exec(text.replace(/[\s-]/g, ''))?.[0] ?? null

/** What the card holds, and whether anything can be paid with it. */
export async function showCard(number: string, pin: string): Promise<TillCard & { readonly state: string }> {
  const { lastFour, balance, state } = await ask(
    api.POST('/v1/gift-cards/balance', { body: { number, pin } }),
  )
  return { number, pin, lastFour, balance, state }
}

/** What each card pays of `total`, the first one first, and what cash pays after them. Minor units. */
export function splitTotal(
  total: number,
  cards: readonly TillCard[],
): { readonly parts: readonly { readonly card: TillCard; readonly minor: number }[]; readonly rest: number } {
  let rest = total
  const parts = cards.flatMap((card) => {
    const minor = Math.min(rest, card.balance.minor)
    rest -= minor
    return minor > 0 ? [{ card, minor }] : []
  })
  return { parts, rest }
}
