import { Money, TextField } from '@splot/ui'
import { useState } from 'react'
import { api, ask } from '../house.ts'
import { play } from '../scan/sound.ts'
import { useOnline } from '../use-house.ts'
import { useT } from '../words.ts'
import { CardSlip, SlipRow } from './CardSlip.tsx'
import { CARD_CURRENCY, CardValue } from './CardValue.tsx'
import { cardNumberIn } from './gift-card.ts'
import { OpenTryNote } from './OpenTryNote.tsx'
import { SidePanel } from './Panel.tsx'
import { useOneTry } from './use-one-try.ts'

interface ToppedUp {
  readonly number: string
  readonly totals: { readonly gross: { readonly minor: number; readonly currency: string } }
  readonly giftCard: {
    readonly lastFour: string
    readonly balance: { readonly minor: number; readonly currency: string }
    readonly expiresAt: string | null
  }
}

/** Puts cash on a card that the customer has: its number, how much, and what it holds then. No PIN is asked for money in. */
export function TopUpGiftCard({
  scanned,
  onClose,
}: {
  /** As it was scanned; '' to be typed. */
  readonly scanned: string
  readonly onClose: () => void
}) {
  const t = useT('topUpCard')
  const isOnline = useOnline()
  const [number, setNumber] = useState(scanned)
  const [done, setDone] = useState<ToppedUp | null>(null)
  const { run, problem, busy, refuse, open, forget } = useOneTry<ToppedUp>('top-up', setDone)
  const topUp = (minor: number) => {
    const digits = cardNumberIn(number)
    if (digits) return add(digits, minor)
    play('wrong')
    refuse(t('mistyped'))
  }
  const add = (digits: string, minor: number) =>
    void run(`${digits} ${minor}`, (key) =>
      ask(
        api.POST('/v1/gift-cards/top-ups', {
          headers: { 'idempotency-key': key },
          body: { number: digits, value: { minor, currency: CARD_CURRENCY }, tender: { kind: 'cash' } },
        }),
      ),
    )
  if (done) {
    const { number: order, totals, giftCard } = done
    return (
      <CardSlip
        title={t('done')}
        amount={{ label: t('added'), value: totals.gross }}
        until={giftCard.expiresAt}
        hint={t('order', { number: order })}
        onClose={onClose}
      >
        <SlipRow label={t('card')}>{`···· ${giftCard.lastFour}`}</SlipRow>
        <SlipRow label={t('holds')}>
          <Money value={giftCard.balance} />
        </SlipRow>
      </CardSlip>
    )
  }
  return (
    <SidePanel title={t('title')} closeLabel={t('close')} onClose={onClose}>
      {!isOnline && <p role="alert">{t('offline')}</p>}
      {!busy &&
        !problem &&
        open.map(({ terms, at }) => {
          const [digits = '', minor] = terms.split(' ')
          return (
            <OpenTryNote
              key={terms}
              minor={Number(minor)}
              at={at}
              onFinish={() => add(digits, Number(minor))}
              onForget={() => forget(terms)}
            />
          )
        })}
      <TextField
        label={t('number')}
        description={t('hint')}
        value={number}
        onChange={setNumber}
        inputMode="numeric"
        autoComplete="off"
        error={problem ?? undefined}
      />
      <CardValue isDisabled={!isOnline || busy} enterLabel={t('take')} onChoose={topUp} />
    </SidePanel>
  )
}
