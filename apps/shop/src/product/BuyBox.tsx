import {
  buttonClass,
  ColourPicker,
  OfferedPrice,
  RadioCard,
  RadioGroup,
  SizePicker,
  useFormat,
  useLocale,
} from '@splot/ui'
import { MapPin, Truck } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Cart, ProductPage, Variant } from '../api/types.ts'
import { useStoreChooser } from '../chrome/store-chooser.ts'
import { cart, useCart } from '../memory/cart.ts'
import { useYourPrice } from '../memory/your-price.ts'
import { useMyStore } from '../memory/my-store.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import { dayWords, readyWords } from '../words/when.ts'
import css from './BuyBox.module.css'
import { isAvailable, laterFor, laterForChoice, ownPieces, variantOf } from './stock.ts'
import { useOwnPieces } from './use-own-pieces.ts'
import { Link } from '../routing.ts'

/** So few that the screen says so. */
const FEW = 3

export interface Choice {
  readonly colour: string | null
  readonly size: string | null
  readonly way: 'pickup' | 'ship'
}

export type BuyBoxProps = Readonly<{
  page: ProductPage
  choice: Choice
  onChoose: (choice: Choice) => void
}>

/** Price, colour, size, the way to get it, and the button. */
export function BuyBox({ page, choice, onChoose }: BuyBoxProps) {
  const t = useT('product')
  const tp = useT('problems')
  const mine = useMyStore()
  const { cart: basket } = useCart()
  const choose = useStoreChooser()
  const [notice, setNotice] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [added, setAdded] = useState<{ until: string | null } | null>(null)
  const variant = variantOf(page, choice.colour, choice.size)
  const price = variant?.price ?? page.price.from
  const yours = useYourPrice(variant ? [variant.sku] : page.variants.map(({ sku }) => sku))
  const later = choice.way === 'ship' ? laterForChoice(page, variant) : undefined
  const { locale } = useLocale()
  const change = (part: Partial<Choice>) => {
    setNotice(null)
    setAdded(null)
    onChoose({ ...choice, ...part })
  }

  const add = async (storeId: string | undefined) => {
    if (busy) return
    if (!variant) return setNotice(t('needSize'))
    if (choice.way === 'pickup' && !storeId) {
      setNotice(t('needStore'))
      return choose({ chosen: (chosen) => void add(chosen), piecesAt: (id) => variant.stores[id] ?? 0 })
    }
    setBusy(true)
    setNotice(null)
    try {
      const after = await cart.add({
        sku: variant.sku,
        quantity: 1,
        fulfilment:
          choice.way === 'pickup' && storeId ? { kind: 'pickup', locationId: storeId } : { kind: 'ship' },
      })
      const line = after.lines.find(
        ({ sku, fulfilment }) => sku === variant.sku && fulfilment.kind === choice.way,
      )
      setAdded({ until: line?.hold.expiresAt ?? null })
    } catch (problem) {
      setNotice(problemWords(tp, problem))
    } finally {
      setBusy(false)
    }
  }

  return (
    <div className={css.box}>
      <div className={css.price}>
        <OfferedPrice price={price} of={yours(variant ?? page, price)} size="l" />
        <span className={css.vat}>{t('vat')}</span>
      </div>
      {page.colours.length > 0 && (
        <ColourPicker
          label={t('colour')}
          colours={page.colours.map(({ code, label, hex }) => ({
            id: code,
            name: label,
            value: hex ?? 'transparent',
          }))}
          value={choice.colour}
          onChange={(colour) => change({ colour })}
        />
      )}
      {page.sizes.length > 0 && (
        <SizePicker
          label={t('size')}
          sizes={sizesOf(page, choice, mine?.id, basket, {
            one: t('lastOne'),
            few: t('fewLeft'),
            later: (day) => t('laterSize', { day: dayWords(day, locale) }),
          })}
          value={choice.size}
          onChange={(size) => change({ size })}
        />
      )}
      <Ways page={page} choice={choice} variant={variant} onChange={change} />
      <div className={css.action}>
        <button
          type="button"
          className={`${buttonClass({ variant: 'primary', size: 'l', wide: true })}`}
          aria-disabled={busy}
          onClick={() => void add(mine?.id)}
        >
          {choice.way === 'pickup' ? t('addPickup') : later ? t(addWords[later.kind]) : t('add')}
        </button>
        {notice && (
          <p className={css.notice} role="alert">
            {notice}
          </p>
        )}
        {added && <Added until={added.until} />}
      </div>
    </div>
  )
}

/** What is not here yet is not simply put into the basket: the button says what she does. */
const addWords = { preorder: 'addPreorder', backorder: 'addBackorder' } as const
const shipWords = { preorder: 'shipPreorder', backorder: 'shipBackorder' } as const

type WaysProps = Readonly<{
  page: ProductPage
  choice: Choice
  variant: Variant | undefined
  onChange: (part: Partial<Choice>) => void
}>

/** Collect or have it sent, each with its answer: where, when, whether at all. */
function Ways({ page, choice, variant, onChange }: WaysProps) {
  const t = useT('product')
  const ts = useT('shell')
  const { locale } = useLocale()
  const mine = useMyStore()
  const choose = useStoreChooser()
  const own = useOwnPieces(variant ? [variant] : [])
  const question = variant ? { piecesAt: (id: string) => variant.stores[id] ?? 0 } : {}
  const store = page.stores.find(({ id }) => id === mine?.id)
  const pickup = (): string => {
    if (!store)
      return variant ? t('pickupSomewhere', { count: Object.keys(variant.stores).length }) : t('pickStore')
    if (!variant) return t('pickupChooseSize', { store: store.name })
    if (!variant.stores[store.id] && own(store.id) > 0) return t('pickupMine', { store: store.name })
    if (!variant.stores[store.id]) return t('pickupNone', { store: store.name })
    return store.readyBy
      ? t('pickupReady', { store: store.name, when: readyWords(store.readyBy, page.asOf, locale) })
      : store.name
  }
  const shipped = (): string => {
    const later = laterForChoice(page, variant)
    if (later) return t(shipWords[later.kind], { day: dayWords(later.promisedOn, locale) })
    return variant && variant.online === 0 ? t('shipNo') : t('shipYes')
  }
  return (
    <div className={css.ways}>
      <RadioGroup label={t('how')} value={choice.way} onChange={(way) => onChange({ way })}>
        <RadioCard
          value="pickup"
          icon={<MapPin />}
          title={t('pickup')}
          detail={pickup()}
          meta={t('pickupFree')}
        />
        <RadioCard value="ship" icon={<Truck />} title={t('ship')} detail={shipped()} meta={t('shipCost')} />
      </RadioGroup>
      {choice.way === 'pickup' && (
        <button
          type="button"
          className={css.chooseStore}
          aria-haspopup="dialog"
          onClick={() => choose(question)}
        >
          {mine ? ts('changeStore') : ts('chooseStore')}
        </button>
      )}
    </div>
  )
}

/** Said after a press: it is in the basket, it is held, and where to go on. */
function Added({ until }: Readonly<{ until: string | null }>) {
  const t = useT('product')
  const format = useFormat()
  const box = useRef<HTMLElement>(null)
  // On a small screen it would open below the edge, and the press would seem to have done nothing.
  useEffect(() => {
    // Newer browsers answer with a promise, which React would take for the clean-up.
    void box.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <section ref={box} className={css.added} aria-live="polite">
      <p>
        <strong>{t('added')}</strong>
        {until && <> · {t('addedHeld', { time: format.date(until, 'time') })}</>}
      </p>
      <div className={css.next}>
        <Link to="/checkout" className={buttonClass({ variant: 'primary', wide: true })}>
          {t('toCheckout')}
        </Link>
        <Link to="/basket" className={buttonClass({ wide: true })}>
          {t('toBasket')}
        </Link>
      </div>
    </section>
  )
}

/** The sizes by what the chosen way can give: her store's shelf, the parcel, or anywhere while no store is chosen. */
function sizesOf(
  page: ProductPage,
  { colour, way }: Choice,
  storeId: string | undefined,
  basket: Cart | null,
  words: { one: string; few: string; later: (day: string) => string },
) {
  return page.sizes.map(({ code, label }) => {
    const variant = variantOf(page, colour, code)
    const pieces = variant === undefined ? 0 : piecesFor(variant, way, storeId)
    const own = variant && storeId && way === 'pickup' ? ownPieces(basket, variant.sku, storeId) : 0
    const later = way === 'ship' ? laterFor(page, variant) : undefined
    const note = later
      ? words.later(later.promisedOn)
      : pieces === 0
        ? undefined
        : pieces === 1
          ? words.one
          : pieces <= FEW
            ? words.few
            : undefined
    return { value: code, label, available: pieces + own > 0 || !!later, ...(note && { note }) }
  })
}

function piecesFor(variant: Variant, way: Choice['way'], storeId: string | undefined): number {
  if (way === 'ship') return variant.online
  if (storeId === undefined) return isAvailable(variant) ? variant.available : 0
  return variant.stores[storeId] ?? 0
}
