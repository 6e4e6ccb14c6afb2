import { Button, StatusPill, useFormat } from '@splot/ui'
import { CircleCheckBig, CloudUpload } from 'lucide-react'
import type { AcceptedReturn } from '../api/types.ts'
import { useT } from '../words.ts'
import { useTenders } from './ReturnPanel.tsx'
import css from './ReturnPanel.module.css'

export interface ReturnDoneProps {
  /** Null while the server has not answered. */
  readonly answer: AcceptedReturn | null
  readonly tries: number
  readonly onNext: () => void
}

/** The number of the return and what to do with the money; nothing is paid out before the server has answered. */
export function ReturnDone({ answer, tries, onNext }: ReturnDoneProps) {
  const t = useT('returns')
  if (!answer) {
    return (
      <output className={css.done}>
        {tries === 0 ? (
          <p>{t('sending')}</p>
        ) : (
          <StatusPill status="warn" icon={<CloudUpload aria-hidden />}>
            {t('pending')}
          </StatusPill>
        )}
      </output>
    )
  }
  return (
    <output className={css.done}>
      <CircleCheckBig aria-hidden className={css.check} />
      <h3>{t('done')}</h3>
      <p className={css.rmaLabel}>{t('rma')}</p>
      <p className={css.rma}>{answer.number}</p>
      <Money answer={answer} />
      <Button variant="primary" size="l" onPress={onNext}>
        {t('another')}
      </Button>
    </output>
  )
}

function Money({ answer }: { readonly answer: AcceptedReturn }) {
  const t = useT('returns')
  const format = useFormat()
  const tenders = useTenders()
  const { amount: refunded, method, state } = answer.refund
  const amount = format.money(refunded)
  const tender = tenders(method ?? '')
  if (refunded.minor === 0 || state === 'none') return <p>{t('nothingToRefund')}</p>
  if (state === 'refused') return <p className={css.bad}>{t('refundRefused', { amount })}</p>
  if (answer.parts.length > 1) {
    return (
      <ul className={css.pay}>
        {answer.parts.map((part) => {
          const partly = format.money(part.amount)
          return (
            <li key={part.method}>
              {part.method === 'cash'
                ? t('refundedCash', { amount: partly })
                : t('refundedOther', { amount: partly, tender: tenders(part.method) })}
            </li>
          )
        })}
      </ul>
    )
  }
  if (method === 'cash') return <p className={css.pay}>{t('refundedCash', { amount })}</p>
  if (state === 'done') return <p className={css.pay}>{t('refundedOther', { amount, tender })}</p>
  return <p className={css.pay}>{t('refundUnderWay', { amount, tender })}</p>
}
