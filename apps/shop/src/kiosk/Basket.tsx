import {
  Button,
  EmptyState,
  IconButton,
  Money,
  OfferedPrice,
  QuantityStepper,
  TextField,
  useFormat,
  useLocale,
} from '@splot/ui'
import { Gift, QrCode as QrIcon, ShoppingBag, X } from 'lucide-react'
import { useEffect, useState, type SubmitEvent } from 'react'
import type { Cart, CartLine, Fulfilment } from '../api/types.ts'
import { Discounts } from '../checkout/Discounts.tsx'
import { useBasket, useVisit } from './visit.tsx'
import { problemWords, useT } from './words.ts'
import css from './kiosk.module.css'

/** How often the basket is priced anew while it is shown. */
const AGAIN_MS = 5_000

/** The basket with its discounts as they arise, ready for her phone. */
export function Basket() {
  const t = useT('basket')
  const { cart: store, go } = useVisit()
  const { cart } = useBasket()
  useEffect(() => {
    void store.refresh()
    const timer = setInterval(() => void store.refresh(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [store])
  if (!cart || cart.lines.length === 0)
    return (
      <section>
        <h1>{t('title')}</h1>
        <EmptyState icon={<ShoppingBag />} title={t('empty')} />
      </section>
    )
  return (
    <>
      <section className={css.basket}>
        <h1>{t('title')}</h1>
        <ul className={css.lines}>
          {cart.lines.map((line) => (
            <Line key={line.lineId} line={line} />
          ))}
        </ul>
        <Gifts cart={cart} />
        <Codes cart={cart} />
        <Sums totals={cart.totals} sends={cart.lines.some(({ fulfilment }) => fulfilment.kind === 'ship')} />
      </section>
      <div className={css.onward}>
        <Button
          variant="primary"
          size="l"
          wide
          icon={<QrIcon aria-hidden />}
          onPress={() => go({ kind: 'hand' })}
        >
          {t('hand')}
        </Button>
        <p className={css.quiet}>{t('how')}</p>
      </div>
    </>
  )
}

/** Runs a change of the basket; the API's "no" is said at the foot of the screen. */
function useChange() {
  const { locale } = useLocale()
  const { say } = useVisit()
  return async (change: () => Promise<unknown>): Promise<boolean> => {
    say(null)
    try {
      await change()
      return true
    } catch (problem) {
      say(problemWords(problem, locale))
      return false
    }
  }
}

function Line({ line }: Readonly<{ line: CartLine }>) {
  const t = useT('basket')
  const { locale } = useLocale()
  const { cart: store } = useVisit()
  const change = useChange()
  const name = line.name[locale]
  const options = Object.values(line.options).map((label) => label[locale])
  return (
    <li>
      <div className={css.words}>
        <strong>{name}</strong>
        <span className={css.quiet}>
          {[
            ...options,
            line.fulfilment.kind === 'ship'
              ? t('ship')
              : t('pickup', { store: line.fulfilment.locationName ?? '' }),
          ].join(' · ')}
        </span>
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
        <Discounts discounts={line.discounts} />
      </div>
      <QuantityStepper
        label={t('quantity', { name })}
        value={line.quantity}
        onChange={(quantity) => void change(() => store.changeLine(line.lineId, { quantity }))}
      />
      <Money value={line.lineTotal} className={css.sum} />
      <IconButton
        label={t('remove', { name })}
        onPress={() => void change(() => store.removeLine(line.lineId))}
      >
        <X aria-hidden />
      </IconButton>
    </li>
  )
}

/** Gifts that she has a right to and has not taken yet; they reach her as the first line does. */
function Gifts({ cart }: Readonly<{ cart: Cart }>) {
  const t = useT('basket')
  const { locale } = useLocale()
  const { cart: store } = useVisit()
  const change = useChange()
  const way = cart.lines[0]?.fulfilment
  const fulfilment: Fulfilment =
    way?.kind === 'pickup' && way.locationId
      ? { kind: 'pickup', locationId: way.locationId }
      : { kind: 'ship' }
  return cart.gifts.map(({ sku, name, missing }) => (
    <div key={sku} className={css.gift}>
      <Gift aria-hidden />
      <output>{t('gift', { name: name[locale] })}</output>
      <Button
        aria-label={t('takeWhat', { name: name[locale] })}
        onPress={() => void change(() => store.add({ sku, quantity: missing, fulfilment }))}
      >
        {t('takeGift')}
      </Button>
    </div>
  ))
}

function Codes({ cart }: Readonly<{ cart: Cart }>) {
  const t = useT('basket')
  const { locale } = useLocale()
  const format = useFormat()
  const { cart: store } = useVisit()
  const change = useChange()
  const [code, setCode] = useState('')
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (code.trim() && (await change(() => store.takeCoupon(code.trim())))) setCode('')
  }
  return (
    <div className={css.codes}>
      <ul>
        {cart.coupons.map((coupon) => (
          <li key={coupon.code}>
            <strong>{coupon.code}</strong>{' '}
            {coupon.discount.minor > 0
              ? t('off', { amount: format.money(coupon.discount) })
              : coupon.why?.[locale]}
            <IconButton
              label={t('drop', { code: coupon.code })}
              onPress={() => void change(() => store.dropCoupon(coupon.code))}
            >
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <form onSubmit={(event) => void submit(event)}>
        <TextField label={t('code')} value={code} onChange={setCode} autoComplete="off" />
        <Button type="submit" isDisabled={!code.trim()}>
          {t('take')}
        </Button>
      </form>
    </div>
  )
}

function Sums({ totals, sends }: Readonly<{ totals: Cart['totals']; sends: boolean }>) {
  const t = useT('basket')
  const format = useFormat()
  const { gross, discount, shipping } = totals
  return (
    <dl className={css.sums}>
      {discount.minor > 0 && (
        <div>
          <dt>{t('discount')}</dt>
          <dd>{t('off', { amount: format.money(discount) })}</dd>
        </div>
      )}
      {sends && (
        <div>
          <dt>{t('shipping')}</dt>
          <dd>{shipping.minor === 0 ? t('free') : format.money(shipping)}</dd>
        </div>
      )}
      <div className={css.total}>
        <dt>{t('total')}</dt>
        <dd data-testid="total">{format.money(gross)}</dd>
      </div>
    </dl>
  )
}
