import { Button, KeyPad, Money, useFormat } from '@splot/ui'
import { useState } from 'react'
import { useT } from '../words.ts'
import { MAX_DIGITS, readDigits, typeDigits } from './cash.ts'
import css from './CashPanel.module.css'

/** Cards are sold and topped up in this currency. */
export const CARD_CURRENCY = 'PLN'
/** What people give, in grosze. */
const VALUES = [5_000, 10_000, 20_000, 50_000] as const

/** How much goes onto a card: one tap on what people give, or any amount on the pad. `onChoose` in minor units. */
export function CardValue({
  isDisabled,
  enterLabel,
  onChoose,
}: {
  readonly isDisabled: boolean
  readonly enterLabel: string
  readonly onChoose: (minor: number) => void
}) {
  const t = useT('sellCard')
  const format = useFormat()
  const [digits, setDigits] = useState('')
  const typed = readDigits(digits)
  return (
    <>
      <section className={css.notes} aria-label={t('values')}>
        {VALUES.map((minor) => (
          <Button key={minor} className={css.note} isDisabled={isDisabled} onPress={() => onChoose(minor)}>
            {format.money({ minor, currency: CARD_CURRENCY })}
          </Button>
        ))}
      </section>
      <div className={css.typed}>
        <span className={css.label}>{t('other')}</span>
        <output className={css.value}>
          <Money value={{ minor: typed, currency: CARD_CURRENCY }} />
        </output>
      </div>
      <div className={css.pad}>
        <KeyPad
          label={t('other')}
          value={digits}
          onChange={(next) => setDigits(typeDigits(next))}
          maxLength={MAX_DIGITS}
          extra="00"
          {...(typed > 0 && !isDisabled && { onEnter: () => onChoose(typed) })}
          enterLabel={enterLabel}
        />
      </div>
    </>
  )
}
