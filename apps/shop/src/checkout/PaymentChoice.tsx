import { RadioCard, RadioGroup, TextField } from '@splot/ui'
import { CreditCard, Smartphone } from 'lucide-react'
import type { Ref } from 'react'
import type { Tender } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { blikDigits } from './fields.ts'

/** Cards of the sandbox provider, by the token its payment form would make of them; and BLIK. */
export const ways = ['tok_ok', 'tok_declined_insufficient', 'tok_pending_then_ok', 'blik'] as const
export type Way = (typeof ways)[number]

export const tenderOf = (way: Way, blik: string): Tender =>
  way === 'blik' ? { method: 'blik', code: blikDigits(blik) } : { method: 'card', token: way }

export type PaymentChoiceProps = Readonly<{
  way: Way
  onWay: (way: Way) => void
  blik: string
  onBlik: (code: string) => void
  blikError?: string | undefined
  blikRef?: Ref<HTMLInputElement>
}>

export function PaymentChoice({ way, onWay, blik, onBlik, blikError, blikRef }: PaymentChoiceProps) {
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
