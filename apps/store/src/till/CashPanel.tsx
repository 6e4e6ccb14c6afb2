import { Button, KeyPad, Money, cx, useFormat } from '@splot/ui'
import { useState } from 'react'
import { play } from '../scan/sound.ts'
import { useTakeKeys } from '../scan/scans.tsx'
import { useT } from '../words.ts'
import { changeOf, MAX_DIGITS, readDigits, suggestNotes, typeDigits } from './cash.ts'
import { payCash } from './open-sale.ts'
import { SidePanel } from './Panel.tsx'
import { type SaleLine, totalOf } from './sale.ts'
import css from './CashPanel.module.css'

export interface CashPanelProps {
  readonly lines: readonly SaleLine[]
  readonly onDone: () => void
}

/** What the customer hands over: one tap on a note, or any amount on the pad. */
export function CashPanel({ lines, onDone }: CashPanelProps) {
  const t = useT('cash')
  const format = useFormat()
  const [digits, setDigits] = useState('')
  const [failed, setFailed] = useState(false)
  useTakeKeys((text) => setDigits((now) => typeDigits(now + text)))
  const total = totalOf(lines)
  if (!total) return null
  const money = (minor: number) => ({ minor, currency: total.currency })
  const typed = readDigits(digits)
  const change = changeOf(typed, total.minor)
  const take = async (given: number) => {
    try {
      await payCash(given)
      play('done')
      onDone()
    } catch {
      setFailed(true)
    }
  }
  return (
    <SidePanel title={t('title')} closeLabel={t('back')} onClose={onDone}>
      <section className={css.notes} aria-label={t('suggestions')}>
        <Button className={cx(css.note, css.exact)} onPress={() => void take(total.minor)}>
          {t('exact', { amount: format.money(total) })}
        </Button>
        {suggestNotes(total.minor, total.currency).map((note) => (
          <Button key={note} className={css.note} onPress={() => void take(note)}>
            {format.money(money(note))}
          </Button>
        ))}
      </section>
      {failed && <StorageFailed />}
      <div className={css.typed}>
        <span className={css.label}>{t('type')}</span>
        <output className={css.value} aria-label={t('given')}>
          <Money value={money(typed)} />
        </output>
        <output className={cx(css.change, change === null && css.missing)}>
          {typed > 0 &&
            (change === null
              ? t('missing', { amount: format.money(money(total.minor - typed)) })
              : `${t('change')} ${format.money(money(change))}`)}
        </output>
      </div>
      <div className={css.pad}>
        <KeyPad
          label={t('type')}
          value={digits}
          onChange={(next) => setDigits(typeDigits(next))}
          maxLength={MAX_DIGITS}
          extra="00"
          {...(change !== null && { onEnter: () => void take(typed) })}
          enterLabel={t('take', { amount: format.money(money(typed)) })}
        />
      </div>
    </SidePanel>
  )
}

function StorageFailed() {
  const t = useT('enrol')
  return (
    <p className={css.failed} role="alert">
      <strong>{t('storageRefused')}.</strong> {t('storageRefusedWhy')}
    </p>
  )
}
