import { buttonClass, useFormat, useLocale } from '@splot/ui'
import { useState } from 'react'
import type { PickupStore, ProductPage, Variant } from '../api/types.ts'
import { storesMatching } from '../chrome/stores-matching.ts'
import { setMyStore, useMyStore } from '../memory/my-store.ts'
import { useT } from '../words/index.ts'
import { MANY, usePiecesWords } from '../words/use-pieces.ts'
import { readyWords } from '../words/when.ts'
import { useOwnPieces } from './use-own-pieces.ts'
import css from './StoreStock.module.css'
import type { Connection } from './use-live-page.ts'

/** Stores in view before "show more". */
const SHORT_LIST = 6

export type StoreStockProps = Readonly<{
  page: ProductPage
  /** Variants that the chosen colour and size leave. */
  variants: readonly Variant[]
  sizeLabel: string | null
  connection: Connection
  onCollect: (store: PickupStore) => void
}>

/** Which stores have it this minute, and when it can be collected there. */
export function StoreStock({ page, variants, sizeLabel, connection, onCollect }: StoreStockProps) {
  const t = useT('product')
  const ts = useT('shell')
  const format = useFormat()
  const mine = useMyStore()
  const [all, setAll] = useState(false)
  const [typed, setTyped] = useState('')
  const piecesAt = (store: PickupStore): number =>
    Math.min(
      variants.reduce((sum, variant) => sum + (variant.stores[store.id] ?? 0), 0),
      MANY,
    )
  const rank = (store: PickupStore): number => (store.id === mine?.id ? 0 : piecesAt(store) > 0 ? 1 : 2)
  const own = useOwnPieces(variants)
  const stores = storesMatching(page.stores, typed).toSorted(
    (a, b) => rank(a) - rank(b) || format.compare(a.name, b.name),
  )
  const shown = all || typed ? stores : stores.slice(0, SHORT_LIST)
  return (
    <section className={css.panel} aria-labelledby="stores">
      <div className={css.head}>
        <h2 id="stores">{t('stores')}</h2>
        <p className={css.fresh}>
          {sizeLabel ? t('storesFor', { size: sizeLabel }) : t('storesAll')}
          {' · '}
          {t('asOf', { time: format.date(page.asOf, 'time') })}
          {' · '}
          <span className={css[connection]}>{connection === 'broken' ? t('offline') : t('live')}</span>
        </p>
      </div>
      <input
        type="search"
        className={css.filter}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        aria-label={ts('storeFilter')}
        placeholder={ts('storeFilter')}
        autoComplete="off"
      />
      <ul className={css.list}>
        {shown.map((store) => (
          <StoreRow
            key={store.id}
            store={store}
            pieces={piecesAt(store)}
            own={own(store.id)}
            asOf={page.asOf}
            isMine={store.id === mine?.id}
            onCollect={() => {
              setMyStore({ id: store.id, name: store.name })
              onCollect(store)
            }}
          />
        ))}
      </ul>
      {stores.length === 0 && <output>{ts('noStore', { text: typed })}</output>}
      {!typed && stores.length > SHORT_LIST && (
        <button
          type="button"
          className={buttonClass({ wide: true })}
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? t('showFewer') : t('showAll', { count: stores.length - SHORT_LIST })}
        </button>
      )}
    </section>
  )
}

type StoreRowProps = Readonly<{
  store: PickupStore
  pieces: number
  /** Of those that the store keeps for this very basket. */
  own: number
  asOf: string
  isMine: boolean
  onCollect: () => void
}>

function StoreRow({ store, pieces, own, asOf, isMine, onCollect }: StoreRowProps) {
  const t = useT('product')
  const ts = useT('shell')
  const tk = useT('stock')
  const { locale } = useLocale()
  const count = usePiecesWords()
  return (
    <li className={css.store} data-store={store.code}>
      <div className={css.words}>
        <p className={css.name}>
          <span className={css.storeName}>{store.name}</span>
          {isMine && <span className={css.mine}>{t('chosenStore')}</span>}
        </p>
        <p className={css.small}>
          {store.address.street}, {store.city} · {store.openNow ? ts('open') : ts('closed')}
        </p>
        <p className={css.small}>
          <strong className={pieces + own > 0 ? css.has : css.none}>
            {pieces === 0 && own > 0 ? t('inYourBasket') : count(pieces)}
          </strong>
          {pieces > 0 && store.readyBy && (
            <> · {tk('readyBy', { when: readyWords(store.readyBy, asOf, locale) })}</>
          )}
        </p>
      </div>
      {pieces > 0 && (
        <button
          type="button"
          className={buttonClass({ size: 's' })}
          aria-label={`${t('collectHere')}: ${store.name}`}
          onClick={onCollect}
        >
          {t('collectHere')}
        </button>
      )}
    </li>
  )
}
