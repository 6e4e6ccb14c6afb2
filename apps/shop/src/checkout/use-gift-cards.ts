import { useState } from 'react'
import { askBalance } from '../api/buy.ts'
import type { Money } from '../api/types.ts'
import { partsOf, restAfter, type ShownCard } from './gift-cards.ts'

/** The cards of one purchase, and what they pay of `total`; `besides` is in minor units what they cannot pay. */
export function useGiftCards(total: Money, besides: number) {
  const [cards, setCards] = useState<readonly ShownCard[]>([])
  const parts = partsOf(total, cards)
  return {
    cards,
    parts,
    rest: restAfter({ ...total, minor: total.minor + besides }, parts),
    add: (card: ShownCard) =>
      setCards((known) => [...known.filter(({ number }) => number !== card.number), card]),
    remove: (number: string) => setCards((known) => known.filter((card) => card.number !== number)),
    /** Something was spent elsewhere: asks what each card holds now, and drops what cannot pay any more. */
    refresh: async () => {
      const now = await Promise.all(cards.map((card) => show(card).catch(() => null)))
      setCards(now.filter((card) => card !== null && card.balance.minor > 0) as ShownCard[])
    },
  }
}

export type GiftCardsInUse = ReturnType<typeof useGiftCards>

/** A card with what it holds now; one that cannot pay holds nothing. */
export async function show({ number, pin }: Pick<ShownCard, 'number' | 'pin'>) {
  const { lastFour, balance, state } = await askBalance(number, pin)
  return { number, pin, lastFour, state, balance: state === 'active' ? balance : { ...balance, minor: 0 } }
}
