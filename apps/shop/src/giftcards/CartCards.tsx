import { buttonClass, useFormat } from '@splot/ui'
import { Gift } from 'lucide-react'
import { useState } from 'react'
import type { Cart } from '../api/types.ts'
import { takeCardOut } from '../memory/cart-cards.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './Cards.module.css'

type CartCardsProps = Readonly<{
  cart: Cart
  /** In the basket they can be taken out; at the checkout they are only named. */
  canRemove?: boolean
}>

/** The gift cards of a basket: for whom, how much. */
export default function CartCards({ cart, canRemove = false }: CartCardsProps) {
  const t = useT('cards')
  const tp = useT('problems')
  const format = useFormat()
  const [problem, setProblem] = useState<string | null>(null)
  const remove = (cardId: string) => {
    setProblem(null)
    takeCardOut(cardId).catch((error: unknown) => setProblem(problemWords(tp, error)))
  }
  return (
    <>
      <ul className={css.list} aria-label={t('title')}>
        {cart.giftCards.map(({ cardId, amount, topUp, receiver }) => {
          const name = topUp ? t('topUpOf', { lastFour: topUp.lastFour }) : t('card')
          const price = format.money(amount)
          return (
            <li key={cardId}>
              <Gift aria-hidden size={18} />
              <span>
                {name}
                {!topUp && <small>{receiver ? t('to', { email: receiver.email }) : t('toYou')}</small>}
              </span>
              <span className={css.money}>{price}</span>
              {canRemove && (
                <button
                  type="button"
                  className={buttonClass({ size: 's', variant: 'quiet' })}
                  aria-label={t('remove', { name, amount: price })}
                  onClick={() => remove(cardId)}
                >
                  {t('removeShort')}
                </button>
              )}
            </li>
          )
        })}
      </ul>
      {problem && <p role="alert">{problem}</p>}
    </>
  )
}
