import {
  buttonClass,
  EmptyState,
  LiveRegion,
  Skeleton,
  useFormat,
  useLocale,
  optionText,
  spokenNumber,
} from '@splot/ui'
import { ProblemError } from '@splot/client'
import { useLocation, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { giveUpWaiting, readOrderExplanation, trackOrder } from '../api/buy.ts'
import type { Order, OrderFulfilment } from '../api/types.ts'
import { Head } from '../chrome/Head.tsx'
import { Discounts } from '../checkout/Discounts.tsx'
import { isStored } from '../checkout/gift-cards.ts'
import { TotalsTable } from '../checkout/TotalsTable.tsx'
import { WhyPrices } from '../checkout/WhyPrices.tsx'
import { orderTokenOf } from '../memory/order-tokens.ts'
import { alsoSay, useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import { useReady } from '../words/use-ready.ts'
import { dayWords } from '../words/when.ts'
import css from './OrderView.module.css'
import { Link } from '../routing.ts'

/** Few banks say no: the form for another go is loaded only then. */
const PayAgain = lazy(() => import('../checkout/PayAgain.tsx'))

/** Few orders buy one. */
const OrderCards = lazy(async () => {
  const [module] = await Promise.all([import('../giftcards/OrderCards.tsx'), alsoSay(['cards'])])
  return module
})

/** What draws the code is loaded only for what is collected. */
const PickupQr = lazy(() => import('./PickupQr.tsx'))
/** CSS pixels; its place is kept while it loads. */
const QR_SIZE = 168

/** While something may still happen, the order is asked for this often; a payment under way more often. */
const POLL_MS = 10_000
const POLL_PAYMENT_MS = 2_000
/** Nothing follows these. */
const FINAL = new Set(['delivered', 'collected', 'cancelled'])

/** A customer's own order, as it stands now: opened by its token, or signed in. */
export function OrderView() {
  const t = useT('order')
  const { orderId } = useParams({ from: '/orders/$orderId' })
  const { order, setOrder, token, state } = useOrder(orderId)
  if (!order || !token) {
    return (
      <div className={css.page}>
        <Head title={`${t('pageTitle')} | Osnowa`} hidden />
        <h1>{t('pageTitle')}</h1>
        {state === 'loading' ? (
          <Skeleton shape="block" lines={4} />
        ) : (
          <EmptyState
            title={t('unknown')}
            why={t('unknownWhy')}
            action={
              <Link to="/orders" className={buttonClass({ variant: 'primary' })}>
                {t('number')}
              </Link>
            }
          />
        )}
      </div>
    )
  }
  return <Shown order={order} token={token} onOrder={setOrder} />
}

function useOrder(orderId: string) {
  const { hash, searchStr } = useLocation()
  const [token, setToken] = useState<string | null>(null)
  const [order, setOrder] = useState<Order | null>(null)
  const [state, setState] = useState<'loading' | 'unknown' | 'shown'>('loading')

  const load = useCallback(
    async (withToken: string | null) => {
      try {
        const found = await trackOrder(orderId, withToken)
        setOrder(found)
        setToken(found.orderToken ?? withToken)
        setState('shown')
      } catch (problem) {
        // Without an answer the order stays as last seen, and the next look may succeed.
        if (problem instanceof ProblemError) setState((known) => (known === 'shown' ? known : 'unknown'))
      }
    },
    [orderId],
  )

  useEffect(() => {
    // Storage and fragment are known in the browser only.
    const found = orderTokenOf(orderId, { hash, search: searchStr })
    // oxlint-disable-next-line react/set-state-in-effect
    setToken(found)
    void load(found)
  }, [orderId, hash, searchStr, load])

  const paying = order?.payments.some(
    ({ state: of }) => of === 'pending' || of === 'unknown' || of === 'initiated',
  )
  const over = order !== null && FINAL.has(order.state)
  useEffect(() => {
    if (!token || over) return
    const timer = setInterval(
      () => {
        if (document.visibilityState === 'visible') void load(token)
      },
      paying ? POLL_PAYMENT_MS : POLL_MS,
    )
    return () => clearInterval(timer)
  }, [token, over, paying, load])
  return { order, setOrder, token, state }
}

type ShownProps = Readonly<{ order: Order; token: string; onOrder: (order: Order) => void }>

function Shown({ order, token, onOrder }: ShownProps) {
  const t = useT('order')
  const { locale } = useLocale()
  const format = useFormat()
  const status = order.words[locale]
  const payment = order.payments.findLast((one) => !isStored(one))
  const isPaid = order.state !== 'placed'
  return (
    <div className={css.page}>
      <Head title={`${t('title', { number: spokenNumber(order.number) })} | Osnowa`} hidden />
      <header className={css.head}>
        {isPaid && order.state !== 'cancelled' && <p className={css.thanks}>{t('thanksPlain')}</p>}
        <h1>{t('title', { number: spokenNumber(order.number) })}</h1>
        <p className={css.status}>
          <span className={css.state} data-state={order.state}>
            {status}
          </span>
          <span className={css.small}>{t('placed', { when: format.date(order.placedAt) })}</span>
        </p>
        <Progress order={order} />
        {isPaid && order.state === 'confirmed' && <p>{t('confirmed')}</p>}
      </header>
      <LiveRegion message={`${t('status')}: ${status}`} />
      {!isPaid && payment?.state === 'declined' && (
        <Suspense>
          <PayAgain order={order} token={token} reason={payment.declineCode} onOrder={onOrder} />
        </Suspense>
      )}
      {!isPaid && payment && payment.state !== 'declined' && (
        <section className={css.pending} aria-live="polite">
          <h2>{t('pending')}</h2>
          <p>{t('pendingWhy')}</p>
        </section>
      )}
      {order.fulfilments.map((part) => (
        <Part
          key={part.id}
          part={part}
          way={order.delivery?.name[locale]}
          number={spokenNumber(order.number)}
        />
      ))}
      {order.giftCards && (
        <Suspense>
          <OrderCards order={order} token={token} onOrder={onOrder} />
        </Suspense>
      )}
      <section className={css.card} aria-labelledby="lines">
        <h2 id="lines">{t('lines')}</h2>
        <ul className={css.lines}>
          {order.lines.map((line) => (
            <li key={line.lineId}>
              <div>
                {line.quantity > 1 && `${line.quantity} × `}
                {line.name[locale]}
                <span className={css.small}>
                  {optionText(line.options, locale)}
                  {line.cancelled > 0 && line.quantity === 0 && ` · ${t('cancelled')}`}
                  {line.returned > 0 && ` · ${t('returned', { count: line.returned })}`}
                </span>
                <Discounts discounts={line.discounts} />
              </div>
              <span>{format.money(line.total)}</span>
              {line.awaited && <Awaited order={order} line={line} token={token} onOrder={onOrder} />}
            </li>
          ))}
        </ul>
        <TotalsTable totals={order.totals} label={isPaid ? t('total') : t('toPay')} />
        <Why order={order} token={token} />
        <Payments order={order} />
        {order.company && <p className={css.small}>{t('company', order.company)}</p>}
      </section>
      <Link to="/" className={buttonClass({ size: 'l' })}>
        {t('keepShopping')}
      </Link>
    </div>
  )
}

/** What the basket said about its prices is said as long as the order can be seen. */
function Why({ order, token }: Omit<ShownProps, 'onOrder'>) {
  const { locale } = useLocale()
  const read = useCallback(() => readOrderExplanation(order.id, token), [order.id, token])
  // What was swapped for another article is still explained as it was bought.
  const nameOf = (sku: string) =>
    order.lines.flatMap(({ insteadOf, ...line }) => [line, insteadOf ?? line]).find((one) => one.sku === sku)
      ?.name[locale]
  return <WhyPrices read={read} nameOf={nameOf} />
}

type AwaitedProps = ShownProps & Readonly<{ line: Order['lines'][number] }>

/** What is not here yet, until when, and the way out: asked once more, because a place in the queue is lost by it. */
function Awaited({ order, line, token, onOrder }: AwaitedProps) {
  const t = useT('order')
  const tp = useT('problems')
  const { locale } = useLocale()
  const format = useFormat()
  const [state, setState] = useState<'shown' | 'asked' | 'busy'>('shown')
  const [problem, setProblem] = useState<string | null>(null)
  const day = line.awaited?.promisedOn
  // Without a rest the order is cancelled, and its delivery with it.
  const isAll = order.lines.every(({ lineId, quantity }) => lineId === line.lineId || quantity === 0)
  const amount = format.money(isAll ? order.totals.gross : line.total)
  const giveUp = async () => {
    setState('busy')
    try {
      onOrder(await giveUpWaiting(order.id, token, line.lineId))
    } catch (error) {
      setState('shown')
      setProblem(problemWords(tp, error))
    }
  }
  return (
    <div className={css.awaited}>
      <p>{day ? t('awaited', { day: dayWords(day, locale) }) : t('awaitedUnknown')}</p>
      {state === 'shown' ? (
        <button
          type="button"
          className={buttonClass({ size: 's' })}
          aria-label={t('giveUpLine', { name: line.name[locale] })}
          onClick={() => setState('asked')}
        >
          {t('giveUp')}
        </button>
      ) : (
        <fieldset disabled={state === 'busy'}>
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
      {problem && <p role="alert">{problem}</p>}
    </div>
  )
}

const stepsOf = {
  pickup: ['placed', 'confirmed', 'picking', 'ready_for_pickup', 'collected'],
  ship: ['placed', 'confirmed', 'picking', 'shipped', 'delivered'],
} as const

/** How far it has come, as a bar; the words beside it say the same. */
function Progress({ order }: Readonly<{ order: Order }>) {
  if (order.state === 'cancelled' || order.fulfilments.length === 0) return null
  const steps: readonly string[] = stepsOf[order.fulfilments[0]?.kind === 'ship' ? 'ship' : 'pickup']
  const at = steps.indexOf(order.state)
  return (
    <svg
      className={css.progress}
      viewBox={`0 0 ${steps.length * 20} 4`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {steps.map((step, index) => (
        <rect
          key={step}
          className={index <= at ? css.done : css.todo}
          x={index * 20}
          width="19"
          height="4"
          rx="1"
        />
      ))}
    </svg>
  )
}

/** What is collected or sent together, with the customer's key to it. */
function Part({
  part,
  way,
  number,
}: Readonly<{ part: OrderFulfilment; way: string | undefined; number: string }>) {
  const t = useT('order')
  const ready = useReady()
  const isPickup = part.kind === 'pickup'
  const format = useFormat()
  const { promisedAt } = part
  const promised =
    promisedAt &&
    (isPickup ? t('readyBy', { when: ready(promisedAt) }) : t('sentBy', { when: format.soon(promisedAt) }))
  const words: Record<string, string | null> = {
    awaiting_stock: t('awaitsStock'),
    ready: isPickup ? t('readyNow') : null,
    collected: t('collected'),
    shipped: t('shipped'),
    delivered: t('delivered'),
  }
  const when = words[part.state] ?? promised
  const { location } = part
  return (
    <section className={css.part} aria-label={isPickup ? t('pickupAt') : t('delivery')}>
      <div className={css.where}>
        <p className={css.small}>{isPickup ? t('pickupAt') : (way ?? t('delivery'))}</p>
        {when && <p className={css.when}>{when}</p>}
        {isPickup && (
          <address className={css.address}>
            <strong>{location.name}</strong>
            {location.address.street}, {location.address.postcode} {location.address.city}
          </address>
        )}
      </div>
      {part.pickupCode && part.pickupQr && part.state !== 'collected' && part.state !== 'cancelled' && (
        <div className={css.code}>
          <Suspense fallback={<div className={css.qr} />}>
            <PickupQr text={part.pickupQr} size={QR_SIZE} label={t('qr', { number })} />
          </Suspense>
          <div>
            <p className={css.small}>{t('pickupCode')}</p>
            <p className={css.digits} data-testid="pickup-code">
              {part.pickupCode}
            </p>
            <p className={css.small}>{t('showCode')}</p>
          </div>
        </div>
      )}
    </section>
  )
}

function Payments({ order }: Readonly<{ order: Order }>) {
  const t = useT('order')
  const format = useFormat()
  const names: Record<string, string> = {
    card: t('card'),
    blik: t('blik'),
    cash: t('cash'),
    gift_card: t('giftCard'),
    store_credit: t('storeCredit'),
  }
  const taken = order.payments.filter(
    ({ state }) => state === 'captured' || state === 'surplus' || state.startsWith('refunded'),
  )
  if (taken.length === 0 && order.returns.length === 0) return null
  return (
    <ul className={css.small}>
      {taken.map((payment) => (
        <li key={payment.id}>
          {names[payment.method] ?? payment.method}: {t('captured')} {format.money(payment.amount)}
          {payment.refunded.minor > 0 && `, ${t('refunded', { amount: format.money(payment.refunded) })}`}
        </li>
      ))}
      {order.returns.map(({ number, refunded }) => (
        <li key={number}>{t('returnDone', { number, amount: format.money(refunded) })}</li>
      ))}
    </ul>
  )
}
