import { Button, IconButton, KeyPad, Money, cx, useFormat } from '@splot/ui'
import { Gift, UserRound, X } from 'lucide-react'
import { useState } from 'react'
import type { Amount } from '../api/types.ts'
import { play } from '../scan/sound.ts'
import { useTakeKeys } from '../scan/scans.tsx'
import { useOnline } from '../use-house.ts'
import { useT } from '../words.ts'
import { AddGiftCard } from './AddGiftCard.tsx'
import { changeOf, MAX_DIGITS, readDigits, suggestNotes, typeDigits } from './cash.ts'
import { splitTotal, type TillCard } from './gift-card.ts'
import { creditOf, dueWith, payWithCards, totalOf, type CardPart } from './open-sale.ts'
import { SidePanel } from './Panel.tsx'
import type { Basket } from './sale.ts'
import css from './CashPanel.module.css'
import cardCss from './GiftCard.module.css'

export interface CashPanelProps {
  readonly sale: Basket
  /** The number of a gift card that was scanned over the basket. */
  readonly card?: string | undefined
  readonly onDone: () => void
}

/** What the customer hands over: gift cards first if she has any, then one tap on a note, or any amount on the pad. */
export function CashPanel({ sale, card, onDone }: CashPanelProps) {
  const t = useT('cash')
  const [cards, setCards] = useState<readonly TillCard[]>([])
  const [adding, setAdding] = useState<string | null>(card ?? null)
  const [takesCredit, setTakesCredit] = useState(false)
  const [failed, setFailed] = useState(false)
  const isOnline = useOnline()
  const currency = totalOf(sale)?.currency
  const credit = currency === undefined ? null : creditOf(sale, currency)
  const taken = takesCredit && isOnline && credit && credit.minor > 0 ? credit : null
  const due = dueWith(
    sale,
    [...(taken ? (['store_credit'] as const) : []), ...(cards.length > 0 ? (['gift_card'] as const) : [])],
    cards.reduce((sum, { balance }) => sum + balance.minor, taken?.minor ?? 0),
  )
  if (!due) return null
  const { total, tender } = due
  const fromCredit = taken ? Math.min(total.minor, taken.minor) : 0
  const { parts, rest } = splitTotal(total.minor - fromCredit, cards)
  const take = async (given: number) => {
    // A card pays only when the server says so: it is not sold for later.
    if (parts.length > 0 && !isOnline) return
    try {
      const own = taken && fromCredit > 0 ? { ...taken, minor: fromCredit } : null
      await payWithCards(given, { parts, credit: own, tender })
      play('done')
      onDone()
    } catch {
      setFailed(true)
    }
  }
  if (adding !== null && isOnline) {
    return (
      <AddGiftCard
        key={adding}
        scanned={adding}
        currency={total.currency}
        known={cards}
        onCard={(shown) => {
          setCards([...cards, shown])
          setAdding(null)
        }}
        onBack={() => setAdding(null)}
      />
    )
  }
  return (
    <SidePanel title={t('title')} closeLabel={t('back')} onClose={onDone}>
      {sale.customer && (
        <Credit
          credit={credit && { minor: credit.minor, currency: total.currency }}
          taken={{ ...total, minor: fromCredit }}
          isOnline={isOnline}
          isTaken={takesCredit}
          onTake={setTakesCredit}
        />
      )}
      <Cards
        parts={parts}
        rest={{ ...total, minor: rest }}
        isOnline={isOnline}
        onAdd={() => setAdding('')}
        onRemove={(number) => setCards(cards.filter((one) => one.number !== number))}
      />
      {failed && <StorageFailed />}
      {rest === 0 ? (
        <Button variant="primary" size="l" isDisabled={!isOnline} onPress={() => void take(0)}>
          {parts.length > 0 ? t('payByCard') : t('payByCredit')}
        </Button>
      ) : (
        <CashForRest rest={{ ...total, minor: rest }} onTake={take} />
      )}
    </SidePanel>
  )
}

interface CreditProps {
  /** What she can pay; null: nothing that she has shown to be hers. */
  readonly credit: Amount | null
  readonly taken: Amount
  readonly isOnline: boolean
  readonly isTaken: boolean
  readonly onTake: (isTaken: boolean) => void
}

/** The store credit of the customer: a tap lets it pay what it can, another one leaves it alone. */
function Credit({ credit, taken, isOnline, isTaken, onTake }: CreditProps) {
  const t = useT('credit')
  const format = useFormat()
  if (!credit) return <p className={cardCss.hint}>{t('scanFirst')}</p>
  const holds = format.money(credit)
  return (
    <Button
      icon={<UserRound aria-hidden />}
      variant={isTaken ? 'primary' : 'secondary'}
      aria-pressed={isTaken}
      isDisabled={!isOnline}
      onPress={() => onTake(!isTaken)}
    >
      {taken.minor > 0 ? t('pays', { amount: format.money(taken), holds }) : t('use', { holds })}
    </Button>
  )
}

interface CardsProps {
  readonly parts: readonly CardPart[]
  readonly rest: { readonly minor: number; readonly currency: string }
  readonly isOnline: boolean
  readonly onAdd: () => void
  readonly onRemove: (number: string) => void
}

/** The gift cards of this sale; without a network none can be taken, and why. */
function Cards({ parts, rest, isOnline, onAdd, onRemove }: CardsProps) {
  const t = useT('giftCard')
  const format = useFormat()
  const { currency } = rest
  return (
    <>
      {parts.length > 0 && (
        <ul className={cardCss.cards} aria-label={t('title')}>
          {parts.map(({ card, minor }) => (
            <li key={card.number}>
              <span>
                {t('card', { lastFour: card.lastFour })}
                <small>{t('holds', { balance: format.money(card.balance) })}</small>
              </span>
              <strong>{format.money({ minor, currency })}</strong>
              <IconButton
                label={t('remove', { lastFour: card.lastFour })}
                size="s"
                onPress={() => onRemove(card.number)}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {parts.length > 0 && (
        <p className={cardCss.rest}>
          <span>{t('rest')}</span>
          <Money value={rest} />
        </p>
      )}
      {rest.minor > 0 && (
        <Button icon={<Gift aria-hidden />} isDisabled={!isOnline} onPress={onAdd}>
          {t('title')}
        </Button>
      )}
      {!isOnline && <p className={cardCss.hint}>{t('offline')}</p>}
    </>
  )
}

interface CashForRestProps {
  readonly rest: { readonly minor: number; readonly currency: string }
  readonly onTake: (given: number) => Promise<void>
}

function CashForRest({ rest, onTake }: CashForRestProps) {
  const t = useT('cash')
  const format = useFormat()
  const [digits, setDigits] = useState('')
  useTakeKeys((text) => setDigits((now) => typeDigits(now + text)))
  const money = (minor: number) => ({ minor, currency: rest.currency })
  const typed = readDigits(digits)
  const change = changeOf(typed, rest.minor)
  return (
    <>
      <section className={css.notes} aria-label={t('suggestions')}>
        <Button className={cx(css.note, css.exact)} onPress={() => void onTake(rest.minor)}>
          {t('exact', { amount: format.money(rest) })}
        </Button>
        {suggestNotes(rest.minor, rest.currency).map((note) => (
          <Button key={note} className={css.note} onPress={() => void onTake(note)}>
            {format.money(money(note))}
          </Button>
        ))}
      </section>
      <div className={css.typed}>
        <span className={css.label}>{t('type')}</span>
        <output className={css.value} aria-label={t('given')}>
          <Money value={money(typed)} />
        </output>
        <output className={cx(css.change, change === null && css.missing)}>
          {typed > 0 &&
            (change === null
              ? t('missing', { amount: format.money(money(rest.minor - typed)) })
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
          {...(change !== null && { onEnter: () => void onTake(typed) })}
          enterLabel={t('take', { amount: format.money(money(typed)) })}
        />
      </div>
    </>
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
