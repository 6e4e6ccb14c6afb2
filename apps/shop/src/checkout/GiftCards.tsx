import { buttonClass, TextField, useFormat } from '@splot/ui'
import { Gift } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { askBalance } from '../api/buy.ts'
import type { Money } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import { cardDigits, isCard, partsOf, restAfter, type ShownCard } from './gift-cards.ts'
import css from './GiftCards.module.css'

/** As many as the API takes for one order. */
const MOST_CARDS = 5

/** The cards of one purchase, and what they pay of it. */
export function useGiftCards(total: Money) {
  const [cards, setCards] = useState<readonly ShownCard[]>([])
  const parts = partsOf(total, cards)
  return {
    cards,
    parts,
    rest: restAfter(total, parts),
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

async function show({ number, pin }: Pick<ShownCard, 'number' | 'pin'>) {
  const { lastFour, balance, state } = await askBalance(number, pin)
  return { number, pin, lastFour, state, balance: state === 'active' ? balance : { ...balance, minor: 0 } }
}

/** "Use a gift card": number and PIN, what it holds, and what it will pay. */
export function GiftCards({ gifts, currency }: Readonly<{ gifts: GiftCardsInUse; currency: string }>) {
  const t = useT('giftCards')
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={css.cards}>
      {gifts.cards.length > 0 && (
        <ul>
          {gifts.cards.map(({ number, lastFour, balance }) => {
            const pays = gifts.parts.find((part) => part.number === number)
            return (
              <li key={number}>
                <Gift aria-hidden size={18} />
                <span>
                  {t('card', { lastFour })}
                  <small>
                    {pays
                      ? t('pays', { amount: format.money(pays.amount), balance: format.money(balance) })
                      : t('notNeeded')}
                  </small>
                </span>
                <button
                  type="button"
                  className={buttonClass({ size: 's', variant: 'quiet' })}
                  onClick={() => gifts.remove(number)}
                >
                  {t('remove')}
                </button>
              </li>
            )
          })}
        </ul>
      )}
      {isOpen ? (
        <AddCard
          currency={currency}
          onCard={(card) => {
            gifts.add(card)
            setOpen(false)
          }}
        />
      ) : (
        gifts.cards.length < MOST_CARDS &&
        gifts.rest.minor > 0 && (
          <button type="button" className={buttonClass({ size: 's' })} onClick={() => setOpen(true)}>
            {gifts.cards.length === 0 ? t('use') : t('useAnother')}
          </button>
        )
      )}
    </div>
  )
}

function AddCard({ currency, onCard }: Readonly<{ currency: string; onCard: (card: ShownCard) => void }>) {
  const t = useT('giftCards')
  const tp = useT('problems')
  const [number, setNumber] = useState('')
  const [pin, setPin] = useState('')
  const [problem, setProblem] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const ask = async () => {
    if (busy) return
    if (!isCard(number, pin)) return setProblem(t('mistyped'))
    setBusy(true)
    setProblem(undefined)
    try {
      const card = await show({ number: cardDigits(number), pin: pin.trim() })
      if (card.state !== 'active') setProblem(card.state === 'expired' ? t('expired') : t('blocked'))
      else if (card.balance.currency !== currency) setProblem(t('otherCurrency'))
      else if (card.balance.minor === 0) setProblem(t('empty'))
      else onCard(card)
    } catch (error) {
      setProblem(problemWords(tp, error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <fieldset className={css.add}>
      <legend>{t('use')}</legend>
      <TextField
        label={t('number')}
        value={number}
        onChange={setNumber}
        inputMode="numeric"
        autoComplete="off"
        inputRef={first}
      />
      <TextField
        label={t('pin')}
        value={pin}
        onChange={setPin}
        inputMode="numeric"
        autoComplete="off"
        error={problem}
        // The form around it buys; here the key only adds the card.
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          void ask()
        }}
      />
      <button
        type="button"
        className={buttonClass({ size: 's' })}
        aria-disabled={busy}
        onClick={() => void ask()}
      >
        {t('add')}
      </button>
    </fieldset>
  )
}

/** In the summary: what the cards pay, and what is left. */
export function GiftCardTotals({ gifts }: Readonly<{ gifts: GiftCardsInUse }>) {
  const t = useT('giftCards')
  const format = useFormat()
  if (gifts.parts.length === 0) return null
  return (
    <dl className={css.totals}>
      {gifts.parts.map(({ number, lastFour, amount }) => (
        <div key={number}>
          <dt>{t('card', { lastFour })}</dt>
          <dd>{format.money({ ...amount, minor: -amount.minor })}</dd>
        </div>
      ))}
      <div className={css.rest}>
        <dt>{t('rest')}</dt>
        <dd>{format.money(gifts.rest)}</dd>
      </div>
    </dl>
  )
}
