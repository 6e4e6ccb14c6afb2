import { buttonClass, customerQr, useFormat } from '@splot/ui'
import { lazy, Suspense, useEffect, useState } from 'react'
import { readMyCode, type MyCodeShown } from '../api/account.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './Account.module.css'

const Qr = lazy(() => import('../pages/PickupQr.tsx'))

const QR_SIZE = 220
/** A new code comes this long before the old one ends, so that the one on the screen is always good. */
const BEFORE_END_MS = 60_000
/** After no answer. */
const AGAIN_MS = 10_000

/** The code by which a till recognises her; a new one every few minutes, for as long as she looks at it. */
export function MyCode() {
  const t = useT('account')
  const [open, setOpen] = useState(false)
  /** How many times she has asked for another one: a code pays once. */
  const [asked, setAsked] = useState(0)
  return (
    <section className={css.part} aria-labelledby="my-code">
      <h2 id="my-code">{t('code')}</h2>
      <p className={css.small}>{t('codeWhy')}</p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('codeShow')}</summary>
        {open && (
          <>
            <Shown key={asked} />
            <button type="button" className={buttonClass()} onClick={() => setAsked(asked + 1)}>
              {t('codeNew')}
            </button>
          </>
        )}
      </details>
    </section>
  )
}

function Shown() {
  const t = useT('account')
  const tp = useT('problems')
  const format = useFormat()
  const [shown, setShown] = useState<MyCodeShown | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isLeft = false
    const show = async () => {
      clearTimeout(timer)
      let waitMs = AGAIN_MS
      try {
        const code = await readMyCode()
        if (isLeft) return
        setShown(code)
        setProblem(null)
        waitMs = Math.max(AGAIN_MS, Date.parse(code.until) - Date.now() - BEFORE_END_MS)
      } catch (error) {
        if (isLeft) return
        setProblem(problemWords(tp, error))
      }
      timer = setTimeout(() => void show(), waitMs)
    }
    // A phone that slept wakes with an old code.
    const wake = () => document.visibilityState === 'visible' && void show()
    void show()
    document.addEventListener('visibilitychange', wake)
    return () => {
      isLeft = true
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', wake)
    }
  }, [tp])
  return (
    <>
      {problem && <p role="alert">{problem}</p>}
      {shown && (
        <>
          <Suspense>
            <Qr text={customerQr(shown.code)} size={QR_SIZE} label={t('codeQr')} />
          </Suspense>
          <p className={css.small}>{t('codeUntil', { time: format.date(shown.until, 'time') })}</p>
        </>
      )}
    </>
  )
}
