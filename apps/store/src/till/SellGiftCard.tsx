import { newId } from '@splot/kernel'
import { Button, KeyPad, Money, useFormat, useLocale } from '@splot/ui'
import { useState } from 'react'
import { api, ask } from '../house.ts'
import { play } from '../scan/sound.ts'
import { useOnline } from '../use-house.ts'
import { errorWords, useT } from '../words.ts'
import { MAX_DIGITS, readDigits, typeDigits } from './cash.ts'
import { SidePanel } from './Panel.tsx'
import css from './CashPanel.module.css'
import cardCss from './GiftCard.module.css'

const CURRENCY = 'PLN'
/** What people give, in grosze. */
const VALUES = [5_000, 10_000, 20_000, 50_000] as const

interface Slip {
  readonly number: string
  readonly pin: string
  readonly value: { readonly minor: number; readonly currency: string }
  readonly until: string | null
}

/** Sells a gift card for cash, exactly its value; the slip with number and PIN is seen once. */
export function SellGiftCard({ onClose }: { readonly onClose: () => void }) {
  const t = useT('sellCard')
  const { locale } = useLocale()
  const isOnline = useOnline()
  const [slip, setSlip] = useState<Slip | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [digits, setDigits] = useState('')
  // One try per value: repeated after a lost answer it is the same card.
  const [keys] = useState(() => new Map<number, string>())
  const sell = async (minor: number) => {
    if (busy || minor === 0) return
    const key = keys.get(minor) ?? newId()
    keys.set(minor, key)
    setBusy(true)
    setProblem(null)
    try {
      const { giftCard } = await ask(
        api.POST('/v1/gift-cards/sales', {
          headers: { 'idempotency-key': key },
          body: { value: { minor, currency: CURRENCY }, tender: { kind: 'cash' } },
        }),
      )
      const { number, pin, balance, expiresAt } = giftCard
      setSlip({ number, pin, value: balance, until: expiresAt })
      keys.delete(minor)
      play('done')
    } catch (error) {
      play('wrong')
      setProblem(errorWords(error, locale))
    } finally {
      setBusy(false)
    }
  }
  if (slip) return <SlipView slip={slip} onClose={onClose} />
  const typed = readDigits(digits)
  return (
    <SidePanel title={t('title')} closeLabel={t('close')} onClose={onClose}>
      {!isOnline && <p role="alert">{t('offline')}</p>}
      <Values isDisabled={!isOnline || busy} onChoose={(minor) => void sell(minor)} />
      {problem && <p role="alert">{problem}</p>}
      <div className={css.typed}>
        <span className={css.label}>{t('other')}</span>
        <output className={css.value}>
          <Money value={{ minor: typed, currency: CURRENCY }} />
        </output>
      </div>
      <div className={css.pad}>
        <KeyPad
          label={t('other')}
          value={digits}
          onChange={(next) => setDigits(typeDigits(next))}
          maxLength={MAX_DIGITS}
          extra="00"
          {...(typed > 0 && isOnline && { onEnter: () => void sell(typed) })}
          enterLabel={t('sell')}
        />
      </div>
    </SidePanel>
  )
}

function Values({ isDisabled, onChoose }: { isDisabled: boolean; onChoose: (minor: number) => void }) {
  const t = useT('sellCard')
  const format = useFormat()
  return (
    <section className={css.notes} aria-label={t('values')}>
      {VALUES.map((minor) => (
        <Button key={minor} className={css.note} isDisabled={isDisabled} onPress={() => onChoose(minor)}>
          {format.money({ minor, currency: CURRENCY })}
        </Button>
      ))}
    </section>
  )
}

function SlipView({ slip, onClose }: { readonly slip: Slip; readonly onClose: () => void }) {
  const t = useT('sellCard')
  const format = useFormat()
  return (
    <SidePanel title={t('sold')} closeLabel={t('close')} onClose={onClose}>
      <output className={cardCss.slip}>
        <dl>
          <div>
            <dt>{t('value')}</dt>
            <dd>
              <Money value={slip.value} />
            </dd>
          </div>
          <div>
            <dt>{t('number')}</dt>
            <dd data-testid="gift-card-number">{slip.number.replace(/(\d{4})(?=\d)/g, '$1 ')}</dd>
          </div>
          <div>
            <dt>{t('pin')}</dt>
            <dd data-testid="gift-card-pin">{slip.pin}</dd>
          </div>
          {slip.until && (
            <div>
              <dt>{t('until')}</dt>
              <dd>{format.date(slip.until)}</dd>
            </div>
          )}
        </dl>
        <p>{t('giveAway')}</p>
      </output>
    </SidePanel>
  )
}
