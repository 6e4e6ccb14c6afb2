import { buttonClass, TextField, useFormat, useLocale } from '@splot/ui'
import { useState } from 'react'
import { askBalance } from '../api/buy.ts'
import { cardDigits, isCard } from '../checkout/gift-cards.ts'
import { useT } from '../words/index.ts'
import css from './Account.module.css'
import { Problem } from './Problem.tsx'
import { useForm } from './use-form.ts'

/** What a gift card holds; with or without an account. */
export function CardBalance() {
  const t = useT('account')
  const format = useFormat()
  const { locale } = useLocale()
  const [said, setSaid] = useState('')
  const { form, isWrong, busy, problem } = useForm({
    check: (typed) => (isCard(typed('number'), typed('pin')) ? [] : ['pin']),
    send: async (typed) => {
      setSaid('')
      const { lastFour, balance, state, words } = await askBalance(cardDigits(typed('number')), typed('pin'))
      setSaid(
        state === 'active'
          ? t('cardHolds', { lastFour, amount: format.money(balance) })
          : t('cardState', { lastFour, state: words[locale] }),
      )
    },
  })
  return (
    <section className={css.part} aria-labelledby="card-balance">
      <h2 id="card-balance">{t('card')}</h2>
      <form {...form}>
        <TextField label={t('cardNumber')} name="number" inputMode="numeric" autoComplete="off" />
        <TextField
          label={t('cardPin')}
          name="pin"
          inputMode="numeric"
          autoComplete="off"
          error={isWrong('pin') ? t('cardMistyped') : undefined}
        />
        <Problem text={problem} />
        <output>{said}</output>
        <button type="submit" className={buttonClass()} aria-disabled={busy}>
          {t('cardAsk')}
        </button>
      </form>
    </section>
  )
}
