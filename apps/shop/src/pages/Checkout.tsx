import { buttonClass, EmptyState, Skeleton, TextField, useFormat } from '@splot/ui'
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode, type SyntheticEvent } from 'react'
import type { Cart, Me, Money } from '../api/types.ts'
import { Head } from '../chrome/Head.tsx'
import {
  addressOf,
  companyOf,
  contactOf,
  fieldOrder,
  wrongFields,
  type FieldName,
  type Typed,
} from '../checkout/fields.ts'
import { restAfter } from '../checkout/gift-cards.ts'
import { Known } from '../checkout/Known.tsx'
import { OrderedLines } from '../checkout/OrderedLines.tsx'
import { useBuying } from '../checkout/use-buying.ts'
import { useGiftCards } from '../checkout/use-gift-cards.ts'
import { tenderOf, type Way } from '../checkout/tender.ts'
import { TotalsTable } from '../checkout/TotalsTable.tsx'
import { WaitsWhole } from '../checkout/WaitsWhole.tsx'
import { correctMe, useAccount } from '../memory/account.ts'
import { cart as store, useCart } from '../memory/cart.ts'
import { setMyDetails, useMyDetails, type MyDetails } from '../memory/my-details.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './Checkout.module.css'
import { Link } from '../routing.ts'

/** Few pay with a gift card: what asks for one is loaded only then. */
const GiftCards = lazy(async () => ({ default: (await import('../checkout/GiftCards.tsx')).GiftCards }))
const GiftCardTotals = lazy(async () => ({
  default: (await import('../checkout/GiftCards.tsx')).GiftCardTotals,
}))

/** So is what asks of store credit and companies, and few have something sent; the choice of a payment comes while she reads. */
const StoreCredit = lazy(() => import('../checkout/StoreCredit.tsx'))
const PaymentChoice = lazy(() => import('../checkout/PaymentChoice.tsx'))
const AddressFields = lazy(() => import('../checkout/AddressFields.tsx'))
const DeliveryChoice = lazy(() => import('../checkout/DeliveryChoice.tsx'))
const CompanyFields = lazy(() => import('../checkout/CompanyFields.tsx'))
const NetTotals = lazy(() => import('../checkout/NetTotals.tsx'))

const legalLinks = {
  terms: (words: ReactNode) => <Link to="/terms">{words}</Link>,
  privacy: (words: ReactNode) => <Link to="/privacy">{words}</Link>,
}

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

function Form({ cart, details, isMine }: FormProps) {
  const t = useT('checkout')
  const tg = useT('giftCards')
  const tp = useT('problems')
  const format = useFormat()
  const ships = cart.lines.some(({ fulfilment }) => fulfilment.kind === 'ship')
  const [typed, setTyped] = useState<Typed>(() => typedFrom(details))
  const [way, setWay] = useState<Way>(details?.pays === 'blik' ? 'blik' : 'tok_ok')
  const [remember, setRemember] = useState(false)
  const [changing, setChanging] = useState(details === null)
  const [forCompany, setForCompany] = useState(false)
  const [creditBalance, setCreditBalance] = useState<Money | null>(null)
  const [creditAsked, setCreditAsked] = useState(0)
  const { totals, buy, busy, notice, setNotice, wrong, setWrong } = useBuying(cart, way)
  const { gross } = totals
  // Gift cards are paid with money alone.
  const goods = restAfter(gross, cart.giftCards)
  const credit = creditBalance && { ...gross, minor: Math.min(creditBalance.minor, goods.minor) }
  const gifts = useGiftCards(restAfter(goods, credit ? [{ amount: credit }] : []), gross.minor - goods.minor)
  const [usesGifts, setUsesGifts] = useState(false)
  const asksBank = gifts.rest.minor > 0
  const fields = useRef(new Map<FieldName, HTMLInputElement>())
  const messages: Record<FieldName, string> = {
    name: t('needName'),
    email: t('needEmail'),
    phone: t('needPhone'),
    street: t('needStreet'),
    postcode: t('needPostcode'),
    city: t('needCity'),
    nip: t('needNip'),
    company: t('needCompany'),
    blik: t('needBlik'),
  }
  const of = (name: FieldName) => ({
    value: typed[name],
    onChange: (value: string) => {
      setTyped((known) => ({ ...known, [name]: value }))
      if (wrong.has(name)) setWrong(new Set([...wrong].filter((field) => field !== name)))
    },
    error: wrong.has(name) ? messages[name] : undefined,
    inputRef: (element: HTMLInputElement | null) => {
      if (element) fields.current.set(name, element)
    },
  })
  // The first wrong field gets the focus, whether the form or the API found it.
  useEffect(() => {
    const first = fieldOrder.find((name) => wrong.has(name))
    if (first) fields.current.get(first)?.focus()
  }, [wrong, fields])

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
            setMyDetails({ contact, ...(address && { address }), pays: way === 'blik' ? 'blik' : 'card' })
          }
        },
      },
    )
  }

  return (
    <form className={css.columns} onSubmit={submit} noValidate>
      <div className={css.steps}>
        <section className={css.step} aria-labelledby="contact">
          <h2 id="contact">{t('contact')}</h2>
          {!isMine && (
            <p className={css.small}>
              {t('haveAccount')}{' '}
              <Link to="/account/sign-in" search={{ next: 'checkout' }}>
                {t('signIn')}
              </Link>
            </p>
          )}
          {details && !changing ? (
            <Known details={details} ships={ships} isMine={isMine} onChange={() => setChanging(true)} />
          ) : (
            <>
              <TextField label={t('name')} isRequired autoComplete="name" {...of('name')} />
              <TextField
                label={t('email')}
                description={t('emailWhy')}
                isRequired
                isReadOnly={isMine}
                type="email"
                inputMode="email"
                autoComplete="email"
                {...of('email')}
              />
              <TextField
                label={t('phone')}
                description={t('phoneWhy')}
                type="tel"
                inputMode="tel"
                autoComplete="tel"
                {...of('phone')}
              />
            </>
          )}
          <label className={css.remember}>
            <input
              type="checkbox"
              checked={forCompany}
              onChange={(event) => setForCompany(event.target.checked)}
            />
            <span>
              {t('forCompany')}
              <span className={css.small}>{t('forCompanyWhy')}</span>
            </span>
          </label>
          {forCompany && (
            <Suspense>
              <CompanyFields nip={of('nip')} company={of('company')} />
            </Suspense>
          )}
        </section>
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
        <section className={css.step} aria-labelledby="payment">
          <h2 id="payment">{t('payment')}</h2>
          {isMine && (
            <Suspense>
              <StoreCredit
                currency={cart.currency}
                pays={credit}
                onUse={setCreditBalance}
                asked={creditAsked}
              />
            </Suspense>
          )}
          {usesGifts ? (
            <Suspense>
              <GiftCards gifts={gifts} currency={cart.currency} />
            </Suspense>
          ) : (
            <button type="button" className={buttonClass({ size: 's' })} onClick={() => setUsesGifts(true)}>
              {tg('use')}
            </button>
          )}
          {asksBank ? (
            <Suspense fallback={<Skeleton shape="block" lines={4} />}>
              <PaymentChoice
                way={way}
                onWay={setWay}
                blik={typed.blik}
                onBlik={of('blik').onChange}
                blikError={of('blik').error}
                blikRef={of('blik').inputRef}
              />
            </Suspense>
          ) : (
            <p>{tg('all')}</p>
          )}
        </section>
        {(isMine ? ships && !details?.address : !details) && (
          <section className={css.step}>
            <label className={css.remember}>
              <input
                type="checkbox"
                checked={remember}
                onChange={(event) => setRemember(event.target.checked)}
              />
              <span>
                {isMine ? t('rememberAccount') : t('remember')}
                {!isMine && <span className={css.small}>{t('rememberMore')}</span>}
              </span>
            </label>
          </section>
        )}
      </div>
      <aside className={css.summary} aria-labelledby="your-order">
        <h2 id="your-order">{t('your')}</h2>
        <OrderedLines cart={cart} />
        {/* What VAT a business bears stands in a table of its own. */}
        <TotalsTable totals={forCompany ? { ...totals, vat: [] } : totals} />
        {forCompany && totals === cart.totals && (
          <Suspense>
            <NetTotals totals={cart.totals} />
          </Suspense>
        )}
        {(credit || gifts.parts.length > 0) && (
          <Suspense>
            <GiftCardTotals gifts={gifts} credit={credit} />
          </Suspense>
        )}
        <WaitsWhole cart={cart} className={css.small} />
        {notice && (
          <p className={css.notice} role="alert">
            {notice}
          </p>
        )}
        <p className={css.small}>{t.rich('legal', legalLinks)}</p>
        <button
          type="submit"
          className={buttonClass({ variant: 'primary', size: 'l', wide: true })}
          aria-disabled={busy}
        >
          {t('pay')}
        </button>
        {busy && <output className={css.small}>{t('paying')}</output>}
      </aside>
    </form>
  )
}

const typedFrom = (details: MyDetails | null): Typed => ({
  name: details?.contact.name ?? '',
  email: details?.contact.email ?? '',
  phone: details?.contact.phone ?? '',
  street: details?.address?.street ?? '',
  postcode: details?.address?.postcode ?? '',
  city: details?.address?.city ?? '',
  nip: '',
  company: '',
  blik: '',
})
