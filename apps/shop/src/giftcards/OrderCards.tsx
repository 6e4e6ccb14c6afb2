import { ProblemError } from '@splot/client'
import { newId } from '@splot/kernel'
import { buttonClass, useFormat } from '@splot/ui'
import { useEffect, useState } from 'react'
import { trackOrder } from '../api/buy.ts'
import { giveUpCard, sendCardAgain } from '../api/cards.ts'
import type { Order } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './Cards.module.css'

type OrderCard = NonNullable<Order['giftCards']>[number]
type OrderCardsProps = Readonly<{ order: Order; token: string; onOrder: (order: Order) => void }>

/** A card is made within a moment of its payment: it is asked for this often until then. */
const POLL_MS = 1_500

/**
 * What an order bought for gift cards: number and PIN only for the buyer who has signed in, behind a tap, because somebody may look over her
 * shoulder; whoever comes by the link may have the letter sent again.
 */
export default function OrderCards({ order, token, onOrder }: OrderCardsProps) {
  const t = useT('cards')
  const cards = order.giftCards ?? []
  const isComing = order.state !== 'placed' && cards.some(({ state }) => state === 'waiting')
  useEffect(() => {
    if (!isComing) return
    const timer = setInterval(() => void trackOrder(order.id, token).then(onOrder, () => undefined), POLL_MS)
    return () => clearInterval(timer)
  }, [isComing, order.id, token, onOrder])
  return (
    <section className={css.card} aria-labelledby="gift-cards">
      <h2 id="gift-cards">{t('yours')}</h2>
      {cards.map((card) => (
        <Card key={card.id} card={card} order={order} token={token} onOrder={onOrder} />
      ))}
    </section>
  )
}

function Card({ card, order, token, onOrder }: OrderCardsProps & Readonly<{ card: OrderCard }>) {
  const t = useT('cards')
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const { number, pin, state, lastFour, balance, expiresAt, mailedTo } = card
  const mailed = mailedTo === 'receiver' ? t('sent') : number ? null : t('mailed')
  const words = {
    waiting: t('waiting'),
    void: t('void'),
    taken_back: t('takenBack'),
    done: mailedTo ? mailed : t('toppedUp', { lastFour: lastFour ?? '' }),
  }[state]
  return (
    <div className={css.done}>
      <strong>
        {mailedTo || card.kind === 'card' ? t('card') : t('topUpOf', { lastFour: lastFour ?? '' })},{' '}
        {format.money(card.amount)}
      </strong>
      {words && <p>{words}</p>}
      {state === 'done' && number && (
        <>
          <button
            type="button"
            className={buttonClass({ size: 's' })}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {open ? t('hide') : t('show')}
          </button>
          {open && (
            <dl className={css.facts}>
              <dt>{t('number')}</dt>
              <dd data-testid="gift-card-number">{number.replace(/(\d{4})(?=\d)/g, '$1 ')}</dd>
              <dt>{t('pin')}</dt>
              <dd data-testid="gift-card-pin">{pin}</dd>
              {balance && (
                <>
                  <dt>{t('holds')}</dt>
                  <dd>{format.money(balance)}</dd>
                </>
              )}
              {expiresAt && (
                <>
                  <dt>{t('until')}</dt>
                  <dd>{format.date(expiresAt)}</dd>
                </>
              )}
            </dl>
          )}
        </>
      )}
      {state === 'done' && mailedTo === 'buyer' && (
        <SendAgain orderId={order.id} token={token} cardId={card.id} />
      )}
      <GiveUp card={card} order={order} token={token} onOrder={onOrder} />
    </div>
  )
}

function SendAgain({ orderId, token, cardId }: Readonly<{ orderId: string; token: string; cardId: string }>) {
  const t = useT('cards')
  const tp = useT('problems')
  const [said, setSaid] = useState<string | null>(null)
  const send = async () => {
    setSaid(null)
    try {
      await sendCardAgain(orderId, token, cardId)
      setSaid(t('sentAgain'))
    } catch (error) {
      const isEnough = error instanceof ProblemError && error.problem.code === 'messages.too_many_letters'
      setSaid(isEnough ? t('tooManyLetters') : problemWords(tp, error))
    }
  }
  return (
    <>
      <button
        type="button"
        className={buttonClass({ size: 's', variant: 'quiet' })}
        onClick={() => void send()}
      >
        {t('sendAgain')}
      </button>
      {said && <output>{said}</output>}
    </>
  )
}

/** Asked once more, because the card stops working by it. */
function GiveUp({ card, order, token, onOrder }: OrderCardsProps & Readonly<{ card: OrderCard }>) {
  const t = useT('cards')
  const tp = useT('problems')
  const format = useFormat()
  const [key] = useState(() => newId())
  const [state, setState] = useState<'shown' | 'asked' | 'busy'>('shown')
  const [said, setSaid] = useState<string | null>(null)
  const amount = card.returnable && format.money(card.returnable)
  const giveUp = async () => {
    setState('busy')
    try {
      const { refunded } = await giveUpCard(order.id, token, card.id, key)
      setSaid(t('givenUp', { amount: format.money(refunded) }))
    } catch (error) {
      const code = error instanceof ProblemError ? error.problem.code : ''
      const known = { 'storedvalue.spent': t('spent'), 'orders.too_late': t('tooLate') }[code]
      setSaid(known ?? problemWords(tp, error))
    }
    setState('shown')
    await trackOrder(order.id, token).then(onOrder, () => undefined)
  }
  return (
    <>
      {amount && state === 'shown' && (
        <button
          type="button"
          className={buttonClass({ size: 's', variant: 'quiet' })}
          onClick={() => setState('asked')}
        >
          {t('giveUp', { amount })}
        </button>
      )}
      {amount && state !== 'shown' && (
        <fieldset disabled={state === 'busy'} className={css.choices}>
          <legend>{t('giveUpAsk', { amount })}</legend>
          <button type="button" className={buttonClass({ size: 's' })} onClick={() => void giveUp()}>
            {t('giveUpYes')}
          </button>
          <button
            type="button"
            className={buttonClass({ size: 's', variant: 'quiet' })}
            onClick={() => setState('shown')}
          >
            {t('giveUpNo')}
          </button>
        </fieldset>
      )}
      {said && <output>{said}</output>}
    </>
  )
}
