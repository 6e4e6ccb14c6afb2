import { Money, useFormat } from '@splot/ui'
import type { ReactNode } from 'react'
import type { Amount } from '../api/types.ts'
import { useT } from '../words.ts'
import { SidePanel } from './Panel.tsx'
import cardCss from './GiftCard.module.css'

/** What the customer takes with her: an amount, what opens the card, and until when it may be spent. */
export function CardSlip({
  title,
  amount,
  until,
  children,
  hint,
  onClose,
}: {
  readonly title: string
  readonly amount: { readonly label: string; readonly value: Amount }
  readonly until: string | null
  readonly children: ReactNode
  readonly hint: string
  readonly onClose: () => void
}) {
  const t = useT('sellCard')
  const format = useFormat()
  return (
    <SidePanel title={title} closeLabel={t('close')} onClose={onClose}>
      <output className={cardCss.slip}>
        <dl>
          <SlipRow label={amount.label}>
            <Money value={amount.value} />
          </SlipRow>
          {children}
          {until && <SlipRow label={t('until')}>{format.date(until)}</SlipRow>}
        </dl>
        <p>{hint}</p>
      </output>
    </SidePanel>
  )
}

export function SlipRow({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
