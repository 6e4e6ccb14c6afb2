import { unwrap } from '@splot/client'
import { Button, TextField, useFormat, useLocale } from '@splot/ui'
import { useState, type SubmitEvent } from 'react'
import { cardDigits, isCard } from '../checkout/gift-cards.ts'
import { useVisit } from './visit.tsx'
import { problemWords, useT } from './words.ts'
import css from './kiosk.module.css'

/** What a gift card holds: its number scanned or typed, and its PIN, which nobody behind her reads. */
export function CardBalance({ scanned }: Readonly<{ scanned: string }>) {
  const t = useT('card')
  const { api } = useVisit()
  const { locale } = useLocale()
  const format = useFormat()
  const [number, setNumber] = useState(scanned)
  const [pin, setPin] = useState('')
  const [said, setSaid] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [pending, setPending] = useState(false)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    setSaid('')
    if (!isCard(number, pin)) return setProblem(t('mistyped'))
    setProblem(null)
    setPending(true)
    try {
      const body = { number: cardDigits(number), pin: cardDigits(pin) }
      const { lastFour, balance, state, words } = await unwrap(api.POST('/v1/gift-cards/balance', { body }))
      setSaid(
        state === 'active'
          ? t('holds', { lastFour, amount: format.money(balance) })
          : t('state', { lastFour, state: words[locale] }),
      )
    } catch (error) {
      setProblem(problemWords(error, locale))
    } finally {
      setPin('')
      setPending(false)
    }
  }
  return (
    <section className={css.balance}>
      <h1>{t('title')}</h1>
      <form className={css.search} onSubmit={(event) => void submit(event)} noValidate>
        <TextField
          label={t('number')}
          description={t('where')}
          value={number}
          onChange={setNumber}
          inputMode="numeric"
          autoComplete="off"
        />
        <TextField
          label={t('pin')}
          type="password"
          value={pin}
          onChange={setPin}
          inputMode="numeric"
          autoComplete="off"
          error={problem}
        />
        <Button type="submit" variant="primary" size="l" wide isPending={pending}>
          {t('ask')}
        </Button>
      </form>
      <output className={css.done}>{said}</output>
    </section>
  )
}
