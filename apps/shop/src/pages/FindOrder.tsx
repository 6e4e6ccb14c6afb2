import { ProblemError } from '@splot/client'
import { buttonClass, TextField } from '@splot/ui'
import { useState, type SyntheticEvent } from 'react'
import { lookUpOrder } from '../api/buy.ts'
import { Head } from '../chrome/Head.tsx'
import { keepOrderToken } from '../memory/order-tokens.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './FindOrder.module.css'
import { useGo } from '../routing.ts'

/** A guest finds her order again by what she knows: its number and her e-mail. */
export function FindOrder() {
  const t = useT('find')
  const tc = useT('checkout')
  const tp = useT('problems')
  const navigate = useGo()
  const [number, setNumber] = useState('')
  const [email, setEmail] = useState('')
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const digits = number.replace(/\D/g, '')
  const wrongNumber = digits.length !== 9
  const wrongEmail = !email.includes('@')

  const find = async (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    setProblem(null)
    if (busy || wrongNumber || wrongEmail) return
    setBusy(true)
    try {
      const order = await lookUpOrder(digits, email.trim())
      if (order.orderToken) keepOrderToken(order.id, order.orderToken)
      void navigate({ to: '/orders/$orderId', params: { orderId: order.id } })
    } catch (error) {
      const missing = error instanceof ProblemError && error.problem.status === 404
      setProblem(missing ? t('none') : problemWords(tp, error))
      setBusy(false)
    }
  }
  return (
    <div className={css.page}>
      <Head title={`${t('title')} | Osnowa`} />
      <h1>{t('title')}</h1>
      <p className={css.lead}>{t('lead')}</p>
      <form className={css.form} onSubmit={(event) => void find(event)} noValidate>
        <TextField
          label={t('number')}
          value={number}
          onChange={setNumber}
          inputMode="numeric"
          autoComplete="off"
          isRequired
          error={tried && wrongNumber ? t('needNumber') : undefined}
        />
        <TextField
          label={t('email')}
          value={email}
          onChange={setEmail}
          type="email"
          autoComplete="email"
          isRequired
          error={tried && wrongEmail ? tc('needEmail') : undefined}
        />
        {problem && (
          <p className={css.problem} role="alert">
            {problem}
          </p>
        )}
        <button type="submit" className={buttonClass({ variant: 'primary', size: 'l' })} aria-disabled={busy}>
          {t('submit')}
        </button>
      </form>
    </div>
  )
}
