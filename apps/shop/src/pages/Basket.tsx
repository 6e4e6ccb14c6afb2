import {
  buttonClass,
  EmptyState,
  LiveRegion,
  NativeSelect,
  OfferedPrice,
  Skeleton,
  useFormat,
  useLocale,
  useNow,
  optionText,
} from '@splot/ui'
import { Minus, Plus, ShoppingBag, Trash2 } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { pickupStores } from '../api/browse.ts'
import { readExplanation } from '../api/buy.ts'
import type { Cart, CartLine, Fulfilment, StoreOfList } from '../api/types.ts'
import { Head } from '../chrome/Head.tsx'
import { Coupons } from '../checkout/Coupons.tsx'
import { Discounts } from '../checkout/Discounts.tsx'
import { TotalsTable } from '../checkout/TotalsTable.tsx'
import { WaitsWhole } from '../checkout/WaitsWhole.tsx'
import { WhyPrices } from '../checkout/WhyPrices.tsx'
import { useCounting } from '../basket/use-counting.ts'
import { cart as store, useCart } from '../memory/cart.ts'
import { arriveAt } from '../memory/take-basket.ts'
import { PICTURE } from '../listing/picture.ts'
import { alsoSay, useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import { useReady } from '../words/use-ready.ts'
import { dayWords, minutesUntil } from '../words/when.ts'
import css from './Basket.module.css'
import { Link, useShop } from '../routing.ts'

/** Few baskets have one: what shows gift cards is loaded with its words only then. */
const CartCards = lazy(async () => {
  const [module] = await Promise.all([import('../giftcards/CartCards.tsx'), alsoSay(['cards'])])
  return module
})

/** The API takes 1 to 999 pieces of a line. */
const MAX_QUANTITY = 999

/** The basket: what is in it, how each thing reaches her, how long stores keep it. */
export function Basket() {
  const t = useT('cart')
  const ts = useT('shell')
  const tu = useT('problems')
  const tg = useT('pages')
  const { cart, status } = useCart()
  useEffect(() => void arriveAt(store, location.hash), [])
  return (
    <div className={css.page}>
      <Head title={`${t('title')} | Osnowa`} hidden />
      <h1>{t('title')}</h1>
      {cart && cart.lines.length + cart.giftCards.length > 0 ? (
        <Full cart={cart} />
      ) : status === 'unread' ? (
        <div aria-label={ts('loading')}>
          <Skeleton shape="block" lines={3} />
        </div>
      ) : status === 'unreachable' ? (
        <EmptyState
          title={tu('offline')}
          action={
            <button type="button" className={buttonClass()} onClick={() => void store.refresh()}>
              {tg('retry')}
            </button>
          }
        />
      ) : (
        <EmptyState
          icon={<ShoppingBag />}
          title={t('empty')}
          why={t('emptyWhy')}
          action={
            <Link
              to="/c/$category"
              params={{ category: 'odziez' }}
              search={{ sort: 'newest' }}
              className={buttonClass({ variant: 'primary' })}
            >
              {t('browse')}
            </Link>
          }
        />
      )}
    </div>
  )
}

const readWhy = () => (store.key ? readExplanation(store.key) : Promise.resolve(null))

function Full({ cart }: Readonly<{ cart: Cart }>) {
  const t = useT('cart')
  const tp = useT('problems')
  const { locale } = useLocale()
  const { busy, counted, corrected } = useCart()
  const countable = useCounting()
  const stores = usePickupStores()
  const [news, setNews] = useState('')
  const [problem, setProblem] = useState<{ lineId: string; text: string } | null>(null)
  const run = async (line: CartLine, change: () => Promise<unknown>, done = '') => {
    setProblem(null)
    try {
      await change()
      setNews(done)
    } catch (error) {
      setProblem({ lineId: line.lineId, text: problemWords(tp, error) })
    }
  }
  const blocked = cart.lines.some((line) => !line.sellable)
  return (
    <div className={css.columns}>
      <ul className={css.lines} aria-busy={busy}>
        {cart.lines.map((line) => (
          <Line
            key={line.lineId}
            line={line}
            stores={stores}
            problem={problem?.lineId === line.lineId ? problem.text : null}
            run={(change, done) => void run(line, change, done)}
          />
        ))}
        {cart.giftCards.length > 0 && (
          <li>
            <Suspense>
              <CartCards cart={cart} canRemove />
            </Suspense>
          </li>
        )}
      </ul>
      <aside className={css.summary} aria-labelledby="summary">
        <h2 id="summary">{t('summary')}</h2>
        <div data-testid="totals" data-countable={countable} data-counted={counted} aria-busy={counted}>
          <TotalsTable totals={cart.totals} />
        </div>
        <output className={css.small}>{corrected && t('corrected')}</output>
        <WaitsWhole cart={cart} className={css.small} />
        <Discounts discounts={cart.shippingDiscounts} />
        <Coupons cart={cart} />
        <Gifts cart={cart} />
        <WhyPrices
          read={readWhy}
          version={cart.version}
          nameOf={(sku) => cart.lines.find((line) => line.sku === sku)?.name[locale]}
        />
        <Link
          to="/checkout"
          disabled={blocked}
          className={buttonClass({ variant: 'primary', size: 'l', wide: true })}
        >
          {t('checkout')}
        </Link>
        <p className={css.small}>{t('sent')}</p>
      </aside>
      <LiveRegion message={news} />
    </div>
  )
}

type LineProps = Readonly<{
  line: CartLine
  stores: readonly StoreOfList[]
  problem: string | null
  run: (change: () => Promise<unknown>, done?: string) => void
}>

function Line({ line, stores, problem, run }: LineProps) {
  const t = useT('cart')
  const { locale } = useLocale()
  const format = useFormat()
  const name = line.name[locale]
  const options = optionText(line.options, locale)
  const wish = (quantity: number) => run(() => store.changeLine(line.lineId, { quantity }))
  return (
    <li className={css.line} aria-label={[name, options].filter(Boolean).join(', ')}>
      <div className={css.picture}>
        {line.picture && <img src={line.picture.url} alt={line.picture.alt[locale]} {...PICTURE} />}
      </div>
      <div className={css.words}>
        <div className={css.nameRow}>
          <p className={css.name}>
            {line.handle ? (
              <Link to="/p/$handle" params={{ handle: line.handle }}>
                {name}
              </Link>
            ) : (
              name
            )}
          </p>
          <p className={css.sum}>{format.money(line.lineTotal)}</p>
        </div>
        <p className={css.small}>
          {options}
          {line.quantity > 1 && <> · {t('each', { price: format.money(line.unitPrice) })}</>}
        </p>
        {(line.lowestPrice || line.pricePerUnit) && (
          <OfferedPrice
            price={line.unitPrice}
            of={{
              before: line.before,
              lowestPrice: line.lowestPrice,
              beforeFirst: line.beforeFirst,
              pricePerUnit: line.pricePerUnit,
            }}
            size="s"
          />
        )}
        <Discounts discounts={line.discounts} />
        {line.sellable ? (
          <Way line={line} stores={stores} run={run} />
        ) : (
          <p className={css.bad}>{t('notSold')}</p>
        )}
        <Hold line={line} run={run} />
        {line.later && (
          <p className={css.later}>{t(line.later.kind, { day: dayWords(line.later.promisedOn, locale) })}</p>
        )}
        {problem && (
          <p className={css.bad} role="alert">
            {problem}
          </p>
        )}
        <div className={css.controls}>
          <fieldset className={css.stepper} aria-label={t('quantity', { name })}>
            <button
              type="button"
              aria-label={t('less', { name })}
              disabled={line.quantity <= 1}
              onClick={() => wish(line.quantity - 1)}
            >
              <Minus aria-hidden />
            </button>
            <output aria-live="polite">{line.quantity}</output>
            <button
              type="button"
              aria-label={t('more', { name })}
              disabled={line.quantity >= MAX_QUANTITY}
              onClick={() => wish(line.quantity + 1)}
            >
              <Plus aria-hidden />
            </button>
          </fieldset>
          <button
            type="button"
            className={css.remove}
            aria-label={t('removeLine', { name })}
            onClick={() => run(() => store.removeLine(line.lineId), t('removed', { name }))}
          >
            <Trash2 aria-hidden />
            {t('remove')}
          </button>
        </div>
      </div>
    </li>
  )
}

/** Gifts that she has a right to and has not put in yet. */
function Gifts({ cart }: Readonly<{ cart: Cart }>) {
  const t = useT('cart')
  const { locale } = useLocale()
  return cart.gifts.map(({ sku, name, missing }) => (
    <p key={sku} className={css.gift}>
      {t('gift', { name: name[locale] })}{' '}
      <button
        type="button"
        className={buttonClass({ size: 's' })}
        onClick={() =>
          void store.add({ sku, quantity: missing, fulfilment: { kind: 'ship' } }).catch(() => {})
        }
      >
        {t('takeGift')}
      </button>
    </p>
  ))
}

/** How the line reaches her: any store, or by post. */
function Way({ line, stores, run }: Omit<LineProps, 'problem'>) {
  const t = useT('cart')
  const { locale } = useLocale()
  const ready = useReady()
  const { fulfilment } = line
  const value = fulfilment.kind === 'pickup' ? (fulfilment.locationId ?? 'ship') : 'ship'
  // Until the list of stores has come, the line's own store stands for it.
  const known =
    stores.length > 0
      ? stores
      : fulfilment.locationId
        ? [{ id: fulfilment.locationId, name: fulfilment.locationName ?? '' }]
        : []
  return (
    <div className={css.way}>
      <NativeSelect
        label={t('delivery', { name: line.name[locale] })}
        hideLabel
        compact
        value={value}
        choices={[
          { value: 'ship', label: t('ship') },
          ...known.map(({ id, name }) => ({ value: id, label: t('pickupAt', { store: name }) })),
        ]}
        onChange={(to) => {
          const next: Fulfilment = to === 'ship' ? { kind: 'ship' } : { kind: 'pickup', locationId: to }
          run(() => store.changeLine(line.lineId, { fulfilment: next }))
        }}
      />
      {fulfilment.readyBy && <p className={css.small}>{t('readyBy', { when: ready(fulfilment.readyBy) })}</p>}
    </div>
  )
}

/** What the store keeps, and until when; when it is over, the way to get it back. */
function Hold({ line, run }: Pick<LineProps, 'line' | 'run'>) {
  const t = useT('cart')
  const format = useFormat()
  const now = useNow()
  const { state, expiresAt } = line.hold
  if (state === 'none' || !expiresAt) return null
  if (state === 'expired' || (now > 0 && Date.parse(expiresAt) <= now)) {
    const again: Fulfilment | null =
      line.fulfilment.kind === 'pickup' && line.fulfilment.locationId
        ? { kind: 'pickup', locationId: line.fulfilment.locationId }
        : null
    return (
      <div className={css.expired}>
        <p>{t('expired')}</p>
        {again && (
          <button
            type="button"
            className={buttonClass({ size: 's' })}
            onClick={() => run(() => store.changeLine(line.lineId, { fulfilment: again }))}
          >
            {t('holdAgain')}
          </button>
        )}
      </div>
    )
  }
  return (
    <p className={css.held}>
      {t('held', { time: format.date(expiresAt, 'time') })}
      {now > 0 && <span> · {t('heldMinutes', { minutes: minutesUntil(expiresAt, now) })}</span>}
    </p>
  )
}

function usePickupStores(): readonly StoreOfList[] {
  const { api } = useShop()
  const [stores, setStores] = useState<readonly StoreOfList[]>([])
  useEffect(() => void pickupStores(api).then(setStores, () => undefined), [api])
  return stores
}
