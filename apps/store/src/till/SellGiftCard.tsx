import { Button } from '@splot/ui'
import { useState } from 'react'
import { api, ask } from '../house.ts'
import { useTakeScan } from '../scan/scans.tsx'
import { useOnline } from '../use-house.ts'
import { useT } from '../words.ts'
import { CardSlip, SlipRow } from './CardSlip.tsx'
import { CARD_CURRENCY, CardValue } from './CardValue.tsx'
import { cardNumberIn } from './gift-card.ts'
import { OpenTryNote } from './OpenTryNote.tsx'
import { SidePanel } from './Panel.tsx'
import { TopUpGiftCard } from './TopUpGiftCard.tsx'
import { useOneTry } from './use-one-try.ts'

/** Money for gift cards: a new one, or one that the customer has, which is scanned or asked for. */
export function GiftCardPanel({
  scanned,
  onClose,
}: {
  /** The number of a card that lay on the counter with nothing else. */
  readonly scanned: string | undefined
  readonly onClose: () => void
}) {
  const [toTopUp, setToTopUp] = useState(scanned)
  useTakeScan(({ scan }) => {
    const read = scan.kind === 'unknown' ? cardNumberIn(scan.text) : null
    if (read) setToTopUp(read)
    return read !== null
  })
  return toTopUp === undefined ? (
    <SellGiftCard onTopUp={() => setToTopUp('')} onClose={onClose} />
  ) : (
    // Another card on the counter begins anew.
    <TopUpGiftCard key={toTopUp} scanned={toTopUp} onClose={onClose} />
  )
}

interface Sold {
  readonly number: string
  readonly pin: string
  readonly balance: { readonly minor: number; readonly currency: string }
  readonly expiresAt: string | null
}

/** Sells a gift card for cash, exactly its value; the slip with number and PIN is seen once. */
function SellGiftCard({ onTopUp, onClose }: { readonly onTopUp: () => void; readonly onClose: () => void }) {
  const t = useT('sellCard')
  const isOnline = useOnline()
  const [slip, setSlip] = useState<Sold | null>(null)
  const { run, problem, busy, open, forget } = useOneTry<{ giftCard: Sold }>('card', ({ giftCard }) =>
    setSlip(giftCard),
  )
  const sell = (minor: number) =>
    void run(String(minor), (key) =>
      ask(
        api.POST('/v1/gift-cards/sales', {
          headers: { 'idempotency-key': key },
          body: { value: { minor, currency: CARD_CURRENCY }, tender: { kind: 'cash' } },
        }),
      ),
    )
  if (slip)
    return (
      <CardSlip
        title={t('sold')}
        amount={{ label: t('value'), value: slip.balance }}
        until={slip.expiresAt}
        hint={t('giveAway')}
        onClose={onClose}
      >
        <SlipRow label={t('number')}>
          <span data-testid="gift-card-number">{slip.number.replace(/(\d{4})(?=\d)/g, '$1 ')}</span>
        </SlipRow>
        <SlipRow label={t('pin')}>
          <span data-testid="gift-card-pin">{slip.pin}</span>
        </SlipRow>
      </CardSlip>
    )
  return (
    <SidePanel title={t('title')} closeLabel={t('close')} onClose={onClose}>
      {!isOnline && <p role="alert">{t('offline')}</p>}
      <Button onPress={onTopUp}>{t('topUp')}</Button>
      {problem && <p role="alert">{problem}</p>}
      {!busy &&
        !problem &&
        open.map(({ terms, at }) => (
          <OpenTryNote
            key={terms}
            minor={Number(terms)}
            at={at}
            onFinish={() => sell(Number(terms))}
            onForget={() => forget(terms)}
          />
        ))}
      <CardValue isDisabled={!isOnline || busy} enterLabel={t('sell')} onChoose={sell} />
    </SidePanel>
  )
}
