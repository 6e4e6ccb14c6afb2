import { ProblemError } from '@splot/client'
import { buttonClass, useFormat } from '@splot/ui'
import { useMemo, useState } from 'react'
import { payAgain } from '../api/buy.ts'
import type { Order } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import { Attempts, endingOf } from './attempt.ts'
import { blikDigits } from './fields.ts'
import { restOf } from './gift-cards.ts'
import css from './PayAgain.module.css'
import PaymentChoice from './PaymentChoice.tsx'
import { tenderOf, type Way } from './tender.ts'

/** A promotion that counts for this order is for the way of paying that was chosen first. */
const OTHER_PRICE = 'payments.other_tender_other_price'

type PayAgainProps = Readonly<{
  order: Order
  token: string
  /** The bank's code, e.g. `insufficient_funds`. */
  reason: string | undefined
  onOrder: (order: Order) => void
}>

/** After a "no" of the bank: what happened, and another go. */
export default function PayAgain({ order, token, reason, onOrder }: PayAgainProps) {
  const t = useT('order')
  const tp = useT('problems')
  const tc = useT('checkout')
  const format = useFormat()
  const attempts = useMemo(() => new Attempts(), [])
  const [way, setWay] = useState<Way>('tok_ok')
  const [blik, setBlik] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const blikWrong = way === 'blik' && problem !== null && !/^\d{6}$/.test(blikDigits(blik))
  const pay = async () => {
    if (busy) return
    if (way === 'blik' && !/^\d{6}$/.test(blikDigits(blik))) return setProblem(tc('needBlik'))
    const tender = tenderOf(way, blik)
    setBusy(true)
    setProblem(null)
    try {
      const after = await payAgain(order.id, token, tender, attempts.keyFor(tender))
      attempts.ended('answered')
      onOrder(after)
    } catch (error) {
      const known = error instanceof ProblemError ? error.problem : undefined
      attempts.ended(endingOf(known?.status, known?.code))
      setProblem(known?.code === OTHER_PRICE ? t('otherPrice') : problemWords(tp, error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className={css.declined} aria-labelledby="declined">
      <div role="alert">
        <h2 id="declined">{t('declined')}</h2>
        <p>
          {t('declinedWhy', { reason: reason === 'insufficient_funds' ? t('insufficient') : t('refused') })}
        </p>
      </div>
      <h3>{t('tryOther')}</h3>
      <PaymentChoice
        way={way}
        onWay={setWay}
        blik={blik}
        onBlik={setBlik}
        blikError={blikWrong ? tc('needBlik') : undefined}
      />
      {problem && !blikWrong && <p role="alert">{problem}</p>}
      <button
        type="button"
        className={buttonClass({ variant: 'primary', size: 'l' })}
        aria-disabled={busy}
        onClick={() => void pay()}
      >
        {t('payAgain', { total: format.money(restOf(order)) })}
      </button>
    </section>
  )
}
