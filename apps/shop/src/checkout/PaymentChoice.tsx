import { RadioCard, RadioGroup, TextField } from '@splot/ui'
import { CreditCard, Smartphone } from 'lucide-react'
import type { Ref } from 'react'
import { useT } from '../words/index.ts'
import type { Way } from './tender.ts'

export type PaymentChoiceProps = Readonly<{
  way: Way
  onWay: (way: Way) => void
  blik: string
  onBlik: (code: string) => void
  blikError?: string | undefined
  blikRef?: Ref<HTMLInputElement>
}>

export default function PaymentChoice({ way, onWay, blik, onBlik, blikError, blikRef }: PaymentChoiceProps) {
  const t = useT('checkout')
  return (
    <>
      <RadioGroup label={t('payment')} hideLabel description={t('sandbox')} value={way} onChange={onWay}>
        <RadioCard value="tok_ok" icon={<CreditCard />} title={t('cardOk')} detail={t('cardOkMore')} />
        <RadioCard value="blik" icon={<Smartphone />} title={t('blik')} detail={t('blikMore')} />
        <RadioCard
          value="tok_declined_insufficient"
          icon={<CreditCard />}
          title={t('cardPoor')}
          detail={t('cardPoorMore')}
        />
        <RadioCard
          value="tok_pending_then_ok"
          icon={<CreditCard />}
          title={t('cardSlow')}
          detail={t('cardSlowMore')}
        />
      </RadioGroup>
      {way === 'blik' && (
        <TextField
          label={t('blikCode')}
          value={blik}
          onChange={onBlik}
          error={blikError}
          inputMode="numeric"
          autoComplete="one-time-code"
          {...(blikRef && { inputRef: blikRef })}
        />
      )}
    </>
  )
}
