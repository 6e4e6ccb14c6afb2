import { Button, TextField } from '@splot/ui'
import { useState, type FormEvent } from 'react'
import { useTakeScan } from '../scan/scans.tsx'
import { play } from '../scan/sound.ts'
import { errorWords, useT } from '../words.ts'
import { cardNumberIn, pinIn, showCard, type TillCard } from './gift-card.ts'
import { SidePanel } from './Panel.tsx'
import { useLocale } from '@splot/ui'
import css from './GiftCard.module.css'

export interface AddGiftCardProps {
  /** As it was scanned; '' to be typed. */
  readonly scanned: string
  readonly currency: string
  readonly known: readonly TillCard[]
  readonly onCard: (card: TillCard) => void
  readonly onBack: () => void
}

/** "Karta podarunkowa": its number scanned or typed, its PIN, and what it holds. */
export function AddGiftCard({ scanned, currency, known, onCard, onBack }: AddGiftCardProps) {
  const t = useT('giftCard')
  const { locale } = useLocale()
  const [number, setNumber] = useState(scanned)
  const [pin, setPin] = useState('')
  const [problem, setProblem] = useState<string | undefined>()
  const [busy, setBusy] = useState(false)
  useTakeScan(({ scan }) => {
    const read = scan.kind === 'unknown' ? cardNumberIn(scan.text) : null
    if (read) setNumber(read)
    return read !== null
  })
  const refuse = (words: string) => {
    play('wrong')
    setProblem(words)
  }
  const ask = async (event: FormEvent) => {
    event.preventDefault()
    const digits = cardNumberIn(number)
    const secret = pinIn(pin)
    if (busy) return
    if (!digits || !secret) return refuse(t('mistyped'))
    if (known.some((card) => card.number === digits)) return refuse(t('twice'))
    setBusy(true)
    try {
      const card = await showCard(digits, secret)
      if (card.state !== 'active') refuse(card.state === 'expired' ? t('expired') : t('blocked'))
      else if (card.balance.currency !== currency) refuse(t('otherCurrency'))
      else if (card.balance.minor === 0) refuse(t('empty'))
      else {
        play('ok')
        onCard(card)
      }
    } catch (error) {
      refuse(errorWords(error, locale))
    } finally {
      setBusy(false)
    }
  }
  return (
    <SidePanel title={t('title')} closeLabel={t('back')} onClose={onBack}>
      <form className={css.form} onSubmit={(event) => void ask(event)}>
        <p className={css.hint}>{t('hint')}</p>
        <TextField
          label={t('number')}
          value={number}
          onChange={setNumber}
          inputMode="numeric"
          autoComplete="off"
        />
        <TextField
          label={t('pin')}
          value={pin}
          onChange={setPin}
          inputMode="numeric"
          autoComplete="off"
          // Its number is there: the PIN is all that is missing.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus={scanned !== ''}
          error={problem}
        />
        <Button type="submit" variant="primary" size="l" isPending={busy}>
          {t('check')}
        </Button>
      </form>
    </SidePanel>
  )
}
