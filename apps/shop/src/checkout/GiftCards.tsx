import { buttonClass, TextField, useFormat } from '@splot/ui'
import { Gift } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Money } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import { cardDigits, isCard, type ShownCard } from './gift-cards.ts'
import { show, type GiftCardsInUse } from './use-gift-cards.ts'
import css from './GiftCards.module.css'

/** As many as the API takes for one order. */
const MOST_CARDS = 5

/** "Use a gift card": number and PIN, what it holds, and what it will pay. */
export function GiftCards({ gifts, currency }: Readonly<{ gifts: GiftCardsInUse; currency: string }>) {
  const t = useT('giftCards')
  const format = useFormat()
  // She comes here by saying that she has one.
  const [isOpen, setOpen] = useState(gifts.cards.length === 0)
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
      const card = await show({ number: cardDigits(number), pin: cardDigits(pin) })
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

/** In the summary: what store credit and cards pay, and what is left. */
export function GiftCardTotals({ gifts, credit }: Readonly<{ gifts: GiftCardsInUse; credit: Money | null }>) {
  const t = useT('giftCards')
  const format = useFormat()
  if (gifts.parts.length === 0 && !credit) return null
  return (
    <dl className={css.totals}>
      {credit && (
        <div>
          <dt>{t('credit')}</dt>
          <dd>{format.money({ ...credit, minor: -credit.minor })}</dd>
        </div>
      )}
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
