import { buttonClass, TextField, useFormat, useLocale } from '@splot/ui'
import { Tag, X } from 'lucide-react'
import { useState, type SubmitEvent } from 'react'
import type { Cart } from '../api/types.ts'
import { cart as store } from '../memory/cart.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './Coupons.module.css'

/** The codes of a basket: what each takes off, or in words why nothing by now, and a field for another. */
export function Coupons({ cart }: Readonly<{ cart: Cart }>) {
  const t = useT('coupons')
  const tp = useT('problems')
  const format = useFormat()
  const { locale } = useLocale()
  const [code, setCode] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async (change: () => Promise<Cart>, isNew = false): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      const after = await change()
      setCode('')
      if (isNew && after.coupons.length === cart.coupons.length) setProblem(t('already'))
    } catch (error) {
      setProblem(problemWords(tp, error, locale))
    } finally {
      setBusy(false)
    }
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (code.trim()) void run(() => store.takeCoupon(code.trim()), true)
  }
  return (
    <section className={css.coupons} aria-label={t('title')}>
      {cart.coupons.length > 0 && (
        <ul className={css.list}>
          {cart.coupons.map((coupon) => (
            <li key={coupon.code}>
              <Tag aria-hidden />
              <span className={css.code}>{coupon.code}</span>
              <span className={css.says}>
                {coupon.discount.minor > 0
                  ? t('off', { amount: format.money(coupon.discount) })
                  : coupon.why?.[locale]}
              </span>
              <button
                type="button"
                className={css.drop}
                aria-label={t('drop', { code: coupon.code })}
                disabled={busy}
                onClick={() => void run(() => store.dropCoupon(coupon.code))}
              >
                <X aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={submit}>
        <TextField
          label={t('label')}
          value={code}
          onChange={setCode}
          autoComplete="off"
          spellCheck="false"
          action={
            <button type="submit" className={buttonClass()} disabled={busy || !code.trim()}>
              {t('take')}
            </button>
          }
          error={problem}
        />
      </form>
    </section>
  )
}
