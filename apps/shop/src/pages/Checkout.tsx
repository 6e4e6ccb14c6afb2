import { buttonClass, EmptyState, Skeleton, useFormat } from '@splot/ui'
import { lazy, Suspense, useEffect, useState, type SyntheticEvent } from 'react'
import type { Cart, Me, Money } from '../api/types.ts'
import { Head } from '../chrome/Head.tsx'
import { addressOf, companyOf, contactOf, wrongFields } from '../checkout/fields.ts'
import { Contact } from '../checkout/Contact.tsx'
import { restAfter } from '../checkout/gift-cards.ts'
import { Payment } from '../checkout/Payment.tsx'
import { Summary } from '../checkout/Summary.tsx'
import { Tick } from '../checkout/Tick.tsx'
import { useBuying } from '../checkout/use-buying.ts'
import { useFields } from '../checkout/use-fields.ts'
import { useGiftCards } from '../checkout/use-gift-cards.ts'
import { usePaidBy } from '../checkout/use-paid-by.ts'
import { methodOf, tenderOf, type Way } from '../checkout/tender.ts'
import { correctMe, useAccount } from '../memory/account.ts'
import { cart as store, useCart } from '../memory/cart.ts'
import { setMyDetails, useMyDetails, type MyDetails } from '../memory/my-details.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './Checkout.module.css'
import { Link } from '../routing.ts'

/** Few have something sent, or store credit to pay with: what asks for it is loaded only then. */
const StoreCredit = lazy(() => import('../checkout/StoreCredit.tsx'))
const AddressFields = lazy(() => import('../checkout/AddressFields.tsx'))
const DeliveryChoice = lazy(() => import('../checkout/DeliveryChoice.tsx'))

/** One page: who, where to, how to pay, and the button that buys. */
export function Checkout() {
  const t = useT('checkout')
  const tc = useT('cart')
  const { cart, status } = useCart()
  const { me } = useAccount()
  const onDevice = useMyDetails()
  const details = me?.contact ? detailsOf(me.contact, onDevice) : onDevice
  useEffect(() => void store.refresh(), [])
  return (
    <div className={css.page}>
      <Head title={`${t('title')} | Osnowa`} hidden />
      <Link to="/basket" className={css.back}>
        {t('back')}
      </Link>
      <h1>{t('title')}</h1>
      {cart && cart.lines.length + cart.giftCards.length > 0 ? (
        // Who she is, and what the device remembers, is known only after waking up: the form starts from it.
        <Form
          key={me ? 'mine' : details ? 'known' : 'new'}
          cart={cart}
          details={details}
          isMine={me !== null}
        />
      ) : status === 'unread' ? (
        <Skeleton shape="block" lines={4} />
      ) : (
        <EmptyState
          title={t('empty')}
          why={tc('emptyWhy')}
          action={
            <Link to="/" className={buttonClass({ variant: 'primary' })}>
              {tc('browse')}
            </Link>
          }
        />
      )}
    </div>
  )
}

/** The contact of an account as the form starts from it; how she paid last time only her device knows. */
const detailsOf = (
  { name, email, phone, address }: NonNullable<Me['contact']>,
  onDevice: MyDetails | null,
): MyDetails => ({
  contact: { name, email, ...(phone && { phone }) },
  ...(address && { address }),
  ...(onDevice?.pays && { pays: onDevice.pays }),
})

type FormProps = Readonly<{
  cart: Cart
  details: MyDetails | null
  /** She is signed in, and the details are those of her account. */
  isMine: boolean
}>

function Form({ cart: basket, details, isMine }: FormProps) {
  const t = useT('checkout')
  const tp = useT('problems')
  const format = useFormat()
  const ships = basket.lines.some(({ fulfilment }) => fulfilment.kind === 'ship')
  const [way, setWay] = useState<Way>(details?.pays === 'blik' ? 'blik' : 'tok_ok')
  const [remember, setRemember] = useState(false)
  const [changing, setChanging] = useState(details === null)
  const [forCompany, setForCompany] = useState(false)
  const [creditBalance, setCreditBalance] = useState<Money | null>(null)
  const [creditAsked, setCreditAsked] = useState(0)
  const [paying, setPaying] = useState('')
  const cart = usePaidBy(basket, paying)
  const { buy, busy, notice, setNotice, wrong, setWrong } = useBuying(cart)
  const { typed, of } = useFields(details, wrong, setWrong)
  const { gross } = cart.totals
  // Gift cards are paid with money alone.
  const goods = restAfter(gross, cart.giftCards)
  const credit = creditBalance && { ...gross, minor: Math.min(creditBalance.minor, goods.minor) }
  const gifts = useGiftCards(restAfter(goods, credit ? [{ amount: credit }] : []), gross.minor - goods.minor)
  const asksBank = gifts.rest.minor > 0
  const waysToPay = [
    ...(credit?.minor ? ['store_credit'] : []),
    ...(gifts.parts.length > 0 ? ['gift_card'] : []),
    ...(asksBank ? [methodOf(way)] : []),
  ].join()
  if (paying !== waysToPay) setPaying(waysToPay)
  const goTo = (country: string) =>
    void store.sendTo({ shipTo: country }).catch((error: unknown) => setNotice(problemWords(tp, error)))
  // Where she lives says where it goes, until she says otherwise.
  const home = ships ? details?.address?.country : undefined
  useEffect(() => {
    if (home && store.told && store.told.shipTo !== home) {
      // Not served: she says where else.
      void store.sendTo({ shipTo: home }).catch(() => setChanging(true))
    }
  }, [home])

  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    const found = wrongFields(typed, {
      address: ships ? cart.shipTo : null,
      company: forCompany,
      blik: asksBank && way === 'blik',
    })
    setWrong(found)
    if (found.size > 0) {
      setChanging(true)
      return setNotice(t('missing'))
    }
    const contact = contactOf(typed)
    const address = ships ? addressOf(typed, cart.shipTo) : details?.address
    void buy(
      {
        contact,
        ...(ships && address && { address }),
        ...(forCompany && { company: companyOf(typed) }),
        ...(credit && { storeCredit: credit }),
        ...(asksBank && { payment: tenderOf(way, typed.blik) }),
        ...(gifts.parts.length > 0 && {
          giftCards: gifts.parts.map(({ number, pin, amount }) => ({ number, pin, amount })),
        }),
      },
      {
        words: (error) => problemWords(tp, error),
        noAnswer: t('noAnswer'),
        promiseMoved: t('promiseMoved'),
        totalChanged: (total) => t('totalChanged', { total: format.money(total) }),
        onCardChanged: () => {
          setCreditAsked((times) => times + 1)
          void gifts.refresh()
        },
        onWrong: () => setChanging(true),
        onBought: () => {
          if (isMine) {
            // It stays with the order in any case.
            if (remember && address) void correctMe({ address }).catch(() => undefined)
          } else if (remember || details) {
            setMyDetails({ contact, ...(address && { address }), pays: methodOf(way) })
          }
        },
      },
    )
  }

  return (
    <form className={css.columns} onSubmit={submit} noValidate>
      <div className={css.steps}>
        <Contact
          known={changing ? null : details}
          ships={ships}
          isMine={isMine}
          onChange={() => setChanging(true)}
          of={of}
          forCompany={forCompany}
          onForCompany={setForCompany}
        />
        {ships && (changing || !details?.address) && (
          <section className={css.step} aria-labelledby="address">
            <h2 id="address">{t('address')}</h2>
            <Suspense fallback={<Skeleton shape="block" lines={2} />}>
              <AddressFields
                country={cart.shipTo}
                onCountry={goTo}
                street={of('street')}
                postcode={of('postcode')}
                city={of('city')}
              />
            </Suspense>
          </section>
        )}
        {ships && (
          <Suspense>
            <DeliveryChoice cart={cart} onFailed={(error) => setNotice(problemWords(tp, error))} />
          </Suspense>
        )}
        <Payment
          currency={cart.currency}
          gifts={gifts}
          way={way}
          onWay={setWay}
          of={of}
          storeCredit={
            isMine && (
              <StoreCredit
                currency={cart.currency}
                pays={credit}
                onUse={setCreditBalance}
                asked={creditAsked}
              />
            )
          }
        />
        {(isMine ? ships && !details?.address : !details) && (
          <section className={css.step}>
            <Tick checked={remember} onChange={setRemember} why={!isMine && t('rememberMore')}>
              {isMine ? t('rememberAccount') : t('remember')}
            </Tick>
          </section>
        )}
      </div>
      <Summary
        cart={cart}
        forCompany={forCompany}
        gifts={gifts}
        credit={credit}
        notice={notice}
        busy={busy}
      />
    </form>
  )
}
