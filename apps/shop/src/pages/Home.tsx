import { buttonClass } from '@splot/ui'
import { MapPin, PackageCheck, QrCode as QrIcon, ScanSearch } from 'lucide-react'
import { useEffect, useState } from 'react'
import { pickupStores } from '../api/browse.ts'
import type { ProductCard } from '../api/types.ts'
import { Head } from '../chrome/Head.tsx'
import { useStoreChooser } from '../chrome/store-chooser.ts'
import { ProductTile } from '../listing/Card.tsx'
import { PICTURE } from '../listing/picture.ts'
import { useMyStore } from '../memory/my-store.ts'
import { useT } from '../words/index.ts'
import { useReady } from '../words/use-ready.ts'
import css from './Home.module.css'
import { Link, useLoaded, useShop } from '../routing.ts'

/** The category that the first button opens. */
const NEW_IN = 'odziez'

export function Home() {
  const t = useT('home')
  const menu = useLoaded('__root__')
  const { season, shoes, extras, gifts } = useLoaded('/')
  const faces: Record<string, ProductCard | undefined> = {
    odziez: season[1],
    obuwie: shoes[1],
    akcesoria: extras[0],
    'dom-i-prezenty': gifts[0],
  }
  return (
    <>
      <Head title={t('title')} description={t('description')} picture={season[0]?.pictures[0]} />
      <Hero products={[season[0], shoes[0], season[2]]} />
      <section className={css.section} aria-labelledby="categories">
        <h2 id="categories">{t('categories')}</h2>
        <ul className={css.tiles}>
          {menu.map(({ handle, name, productCount }) => {
            const picture = faces[handle]?.pictures[0]
            return (
              <li key={handle} className={css.tile}>
                {picture && <img src={picture.url} alt="" {...PICTURE} loading="lazy" decoding="async" />}
                <Link to="/c/$category" params={{ category: handle }}>
                  {name}
                </Link>
                <span>{t('products', { count: productCount })}</span>
              </li>
            )
          })}
        </ul>
      </section>
      <Shelf id="season" title={t('season')} products={season} category={NEW_IN} />
      <How />
      <Shelf id="shoes" title={t('shoes')} products={shoes} category="obuwie" />
      <Shelf id="gifts" title={t('home')} products={gifts} category="dom-i-prezenty" />
    </>
  )
}

function Hero({ products }: Readonly<{ products: readonly (ProductCard | undefined)[] }>) {
  const t = useT('home')
  return (
    <section className={css.hero}>
      <div className={css.heroWords}>
        <h1>{t('hero')}</h1>
        <p className={css.lead}>{t('lead')}</p>
        <div className={css.actions}>
          <Link
            to="/c/$category"
            params={{ category: NEW_IN }}
            search={{ sort: 'newest' }}
            className={buttonClass({ variant: 'primary', size: 'l' })}
          >
            {t('shop')}
          </Link>
          <YourStore />
        </div>
      </div>
      <div className={css.collage}>
        {products.map(
          (product) =>
            product?.pictures[0] && (
              <Link key={product.handle} to="/p/$handle" params={{ handle: product.handle }}>
                <img src={product.pictures[0].url} alt={product.name} {...PICTURE} fetchPriority="high" />
              </Link>
            ),
        )}
      </div>
    </section>
  )
}

/** The store of this device with its next promise, or the way to choose one. */
function YourStore() {
  const t = useT('home')
  const say = useReady()
  const { api } = useShop()
  const choose = useStoreChooser()
  const mine = useMyStore()
  const [ready, setReady] = useState<{ store: string; at: string } | null>(null)
  const id = mine?.id
  useEffect(() => {
    if (!id) return
    let left = false
    void pickupStores(api).then(
      (stores) => {
        const at = stores.find((store) => store.id === id)?.readyBy
        if (!left && at) setReady({ store: id, at })
      },
      () => undefined,
    )
    return () => {
      left = true
    }
  }, [api, id])
  return (
    <div className={css.yours}>
      <button type="button" className={buttonClass({ size: 'l' })} onClick={() => choose()}>
        <MapPin aria-hidden />
        {mine ? t('yourStore', { store: mine.name.replace(/^Osnowa /, '') }) : t('pickStore')}
      </button>
      {mine && ready?.store === mine.id && <output>{t('readyBy', { when: say(ready.at) })}</output>}
    </div>
  )
}

function Shelf(
  props: Readonly<{ id: string; title: string; products: readonly ProductCard[]; category: string }>,
) {
  const { id, title, products, category } = props
  const t = useT('home')
  if (products.length === 0) return null
  return (
    <section className={css.section} aria-labelledby={id}>
      <div className={css.shelfHead}>
        <h2 id={id}>{title}</h2>
        <Link to="/c/$category" params={{ category }} aria-label={`${t('seeAll')}: ${title}`}>
          {t('seeAll')}
        </Link>
      </div>
      <ul className={css.shelf}>
        {products.map((product) => (
          <li key={product.handle}>
            <ProductTile product={product} level={3} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function How() {
  const t = useT('home')
  const steps = [
    { icon: <ScanSearch aria-hidden />, title: t('step1'), text: t('step1More') },
    { icon: <PackageCheck aria-hidden />, title: t('step2'), text: t('step2More') },
    { icon: <QrIcon aria-hidden />, title: t('step3'), text: t('step3More') },
  ]
  return (
    <section className={css.how} aria-labelledby="how">
      <h2 id="how">{t('how')}</h2>
      <ol>
        {steps.map(({ icon, title, text }) => (
          <li key={title}>
            {icon}
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
