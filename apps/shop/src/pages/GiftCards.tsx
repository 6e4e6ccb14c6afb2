import { ProblemError } from '@splot/client'
import { buttonClass, Skeleton, TextField, useFormat } from '@splot/ui'
import { useEffect, useState, type SyntheticEvent } from 'react'
import { readOffer, type CardWish } from '../api/cards.ts'
import type { Money } from '../api/types.ts'
import { cardDigits, isCardNumber } from '../checkout/gift-cards.ts'
import { Head } from '../chrome/Head.tsx'
import css from '../giftcards/Cards.module.css'
import { putCardIn } from '../memory/cart-cards.ts'
import { Link } from '../routing.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'

/** As long as the API takes. */
const MAX_MESSAGE = 300

type Offer = Awaited<ReturnType<typeof readOffer>>

/** Buy a gift card, for herself or for somebody, or top one up; and ask what one holds. */
export function GiftCards() {
  const t = useT('cards')
  const [offer, setOffer] = useState<Offer | null>(null)
  useEffect(() => void readOffer().then(setOffer, () => undefined), [])
  return (
    <div className={css.page}>
      <Head title={`${t('title')} | Osnowa`} />
      <h1>{t('title')}</h1>
      <p>{t('lead')}</p>
      {offer ? <Form offer={offer} /> : <Skeleton shape="block" lines={4} />}
      <p className={css.small}>{t('rules')}</p>
      <Link to="/account">{t('balance')}</Link>
    </div>
  )
}

type Field = 'amount' | 'number' | 'email'

function Form({ offer }: Readonly<{ offer: Offer }>) {
  const t = useT('cards')
  const tp = useT('problems')
  const format = useFormat()
  const [kind, setKind] = useState<'buy' | 'topUp'>('buy')
  const [chosen, setChosen] = useState<number | 'other'>(offer.suggested[1]?.minor ?? 'other')
  const [typed, setTyped] = useState({ amount: '', number: '', email: '', message: '' })
  const [wrong, setWrong] = useState<readonly Field[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { least, most } = offer
  const bounds = { least: format.money(least), most: format.money(most) }
  const of = (name: keyof typeof typed) => ({
    value: typed[name],
    onChange: (value: string) => setTyped((known) => ({ ...known, [name]: value })),
  })
  const amount: Money = { ...least, minor: chosen === 'other' ? minorOf(typed.amount) : chosen }

  const wish = (): CardWish => {
    if (kind === 'topUp') return { amount, number: cardDigits(typed.number) }
    const email = typed.email.trim()
    return { amount, ...(email && { receiver: { email, message: typed.message.trim() } }) }
  }
  const submit = async (event: SyntheticEvent) => {
    event.preventDefault()
    const checks: readonly [Field, boolean][] = [
      ['amount', amount.minor < least.minor || amount.minor > most.minor],
      ['number', kind === 'topUp' && !isCardNumber(typed.number)],
      ['email', kind === 'buy' && typed.email.trim() !== '' && !typed.email.includes('@')],
    ]
    const found = checks.filter(([, isWrong]) => isWrong).map(([field]) => field)
    setWrong(found)
    setProblem(null)
    setSaid(null)
    if (busy || found.length > 0) return
    setBusy(true)
    try {
      await putCardIn(wish())
      const name = kind === 'buy' ? t('card') : t('topUpOf', { lastFour: typed.number.trim().slice(-4) })
      setSaid(t('added', { name, amount: format.money(amount) }))
    } catch (error) {
      const code = error instanceof ProblemError ? error.problem.code : ''
      const known = {
        'storedvalue.no_such_card': t('unknownCard'),
        'storedvalue.blocked': t('blocked'),
        'storedvalue.expired': t('expired'),
        'carts.too_many_gift_cards': t('tooMany'),
      }[code]
      setProblem(known ?? problemWords(tp, error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={css.form} onSubmit={(event) => void submit(event)} noValidate>
      <fieldset className={css.choices}>
        <legend>{t('what')}</legend>
        {(['buy', 'topUp'] as const).map((value) => (
          <label key={value}>
            <input type="radio" name="kind" checked={kind === value} onChange={() => setKind(value)} />
            {t(value)}
          </label>
        ))}
      </fieldset>
      <fieldset className={css.choices}>
        <legend>{t('amount')}</legend>
        {offer.suggested.map((value) => (
          <label key={value.minor}>
            <input
              type="radio"
              name="amount"
              checked={chosen === value.minor}
              onChange={() => setChosen(value.minor)}
            />
            {format.money(value)}
          </label>
        ))}
        <label>
          <input
            type="radio"
            name="amount"
            checked={chosen === 'other'}
            onChange={() => setChosen('other')}
          />
          {t('other')}
        </label>
      </fieldset>
      {chosen === 'other' && (
        <TextField
          label={t('other')}
          description={t('otherWhy', bounds)}
          inputMode="decimal"
          error={wrong.includes('amount') ? t('wrongAmount', bounds) : undefined}
          {...of('amount')}
        />
      )}
      {kind === 'topUp' ? (
        <TextField
          label={t('number')}
          description={t('numberWhy')}
          inputMode="numeric"
          autoComplete="off"
          error={wrong.includes('number') ? t('wrongNumber') : undefined}
          {...of('number')}
        />
      ) : (
        <>
          <TextField
            label={t('receiver')}
            description={t('receiverWhy')}
            type="email"
            inputMode="email"
            autoComplete="off"
            error={wrong.includes('email') ? t('wrongEmail') : undefined}
            {...of('email')}
          />
          {typed.email.trim() !== '' && (
            <label className={css.message}>
              {t('message')}
              <textarea
                rows={3}
                maxLength={MAX_MESSAGE}
                aria-describedby="message-why"
                value={typed.message}
                onChange={(event) => of('message').onChange(event.target.value)}
              />
              <small id="message-why" className={css.small}>
                {t('messageWhy', { max: String(MAX_MESSAGE) })}
              </small>
            </label>
          )}
        </>
      )}
      {problem && <p role="alert">{problem}</p>}
      <button type="submit" className={buttonClass({ variant: 'primary', size: 'l' })} aria-disabled={busy}>
        {t('add')}
      </button>
      {said && (
        <div className={css.done}>
          <output>{said}</output>
          <Link to="/basket" className={buttonClass()}>
            {t('goToBasket')}
          </Link>
        </div>
      )}
    </form>
  )
}

/** An amount as people type it, `120` or `49,50`, in minor units; 0 when it is none. */
const minorOf = (text: string): number => {
  const match = /^\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*$/.exec(text)
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : 0
}
