import { TextField, useFormat, useLocale } from '@splot/ui'
import { useState } from 'react'
import { askBalance } from '../api/buy.ts'
import { cardDigits, isCard } from '../checkout/gift-cards.ts'
import { useT } from '../words/index.ts'
import css from './Account.module.css'
import { Form } from './Form.tsx'
import { useForm } from './use-form.ts'

/** What a gift card holds; with or without an account. */
export function CardBalance() {
  const t = useT('account')
  const format = useFormat()
  const { locale } = useLocale()
  const [said, setSaid] = useState('')
  const sent = useForm({
    check: (typed) => (isCard(typed('number'), typed('pin')) ? [] : ['pin']),
    send: async (typed) => {
      setSaid('')
      const { lastFour, balance, state, words } = await askBalance(
        cardDigits(typed('number')),
        cardDigits(typed('pin')),
      )
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
      <Form sent={sent} submit={t('cardAsk')}>
        <TextField label={t('cardNumber')} name="number" inputMode="numeric" autoComplete="off" />
        <TextField
          label={t('cardPin')}
          name="pin"
          inputMode="numeric"
          autoComplete="off"
          error={sent.isWrong('pin') && t('cardMistyped')}
        />
        <output>{said}</output>
      </Form>
    </section>
  )
}
