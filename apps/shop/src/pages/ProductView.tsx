import { LiveRegion } from '@splot/ui'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { ProductPage, Variant } from '../api/types.ts'
import { Head } from '../chrome/Head.tsx'
import { scriptJson } from '../handover.ts'
import { Breadcrumb, pathTo } from '../listing/Breadcrumb.tsx'
import { useCart } from '../memory/cart.ts'
import { useMyStore } from '../memory/my-store.ts'
import { BuyBox, type Choice } from '../product/BuyBox.tsx'
import { Gallery } from '../product/Gallery.tsx'
import { productJsonLd } from '../product/json-ld.ts'
import { turned } from '../product/stock.ts'
import { StoreStock } from '../product/StoreStock.tsx'
import { useLivePage } from '../product/use-live-page.ts'
import { useT } from '../words/index.ts'
import css from './ProductView.module.css'
import { useLoaded, useShop } from '../routing.ts'

/** Search engines show about this many characters. */
const DESCRIPTION_LENGTH = 155

export function ProductView() {
  const initial = useLoaded('/p/$handle')
  // Another product is another page, with choices of its own.
  return <Product key={initial.handle} initial={initial} />
}

function Product({ initial }: Readonly<{ initial: ProductPage }>) {
  const t = useT('product')
  const { origin } = useShop()
  const menu = useLoaded('__root__')
  const { colour: asked } = useSearch({ from: '/p/$handle' })
  const { page, connection } = useLivePage(initial)
  const [choice, setChoice] = useState<Choice>(() => firstChoice(initial, asked))
  const news = useNews(page)
  const sizeLabel = page.sizes.find(({ code }) => code === choice.size)?.label ?? null
  const variants = page.variants.filter(
    ({ colour, size }) => colour === choice.colour && (choice.size === null || size === choice.size),
  )
  const buy = useRef<HTMLDivElement>(null)
  return (
    <article className={css.page}>
      <Head
        title={t('title', { name: page.name })}
        description={page.description.slice(0, DESCRIPTION_LENGTH)}
        picture={page.pictures[0]}
        kind="product"
      />
      <script
        type="application/ld+json"
        dangerouslySetInnerHTML={{
          __html: scriptJson(productJsonLd(initial, `${origin}/p/${initial.handle}`)),
        }}
      />
      <div className={css.crumbs}>
        <Breadcrumb path={pathTo(menu, page.category)} />
      </div>
      <div className={css.top}>
        <Gallery page={page} colour={choice.colour} />
        <div className={css.buy} ref={buy}>
          <div>
            <p className={css.brand}>{page.brand}</p>
            <h1>{page.name}</h1>
          </div>
          <BuyBox page={page} choice={choice} onChoose={setChoice} />
        </div>
      </div>
      <LiveRegion message={news} />
      <div className={css.more}>
        <StoreStock
          page={page}
          variants={variants}
          sizeLabel={sizeLabel}
          connection={connection}
          onCollect={() => {
            setChoice({ ...choice, way: 'pickup' })
            buy.current?.scrollIntoView({ block: 'nearest' })
          }}
        />
        <div className={css.about}>
          <section aria-labelledby="details">
            <h2 id="details">{t('details')}</h2>
            <p>{page.description}</p>
          </section>
          <section aria-labelledby="attributes">
            <h2 id="attributes">{t('attributes')}</h2>
            <dl>
              {page.attributes.map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
              {variants[0] && (
                <div>
                  <dt>{t('code')}</dt>
                  <dd>{variants[0].sku}</dd>
                </div>
              )}
            </dl>
          </section>
        </div>
      </div>
    </article>
  )
}

/** The colour asked for or the first one; the size when there is no choice. */
function firstChoice(page: ProductPage, asked: string | undefined): Choice {
  const colour = page.colours.find(({ code }) => code === asked) ?? page.colours[0]
  const only = page.sizes.length === 1 ? page.sizes[0] : undefined
  // No store has it: what can be ordered for later is sent.
  const isLater = !page.available && Object.keys(page.later).length > 0
  return { colour: colour?.code ?? null, size: only?.code ?? null, way: isLater ? 'ship' : 'pickup' }
}

/** What changed while the page lay open, said once for those who do not see the chips change. */
function useNews(page: ProductPage): string {
  const t = useT('product')
  const mine = useMyStore()
  const { cart: basket } = useCart()
  const [state, setState] = useState({ page, news: '' })
  const storeId = mine?.id ?? null
  const place = mine?.name ?? t('network')
  useEffect(() => {
    // What changed can only be told from the page before.
    // oxlint-disable-next-line react/set-state-in-effect
    setState((known) => {
      if (known.page === page) return known
      const { gone, back } = turned(known.page, page, storeId)
      const name = ({ colour, size }: Variant) =>
        [
          page.colours.find(({ code }) => code === colour)?.label,
          page.sizes.find(({ code }) => code === size)?.label,
        ]
          .filter(Boolean)
          .join(', ') || t('article')
      // What she has just put aside herself is no news to her.
      const lost = gone.filter(({ sku }) => !(basket?.lines ?? []).some((line) => line.sku === sku))
      const news = [
        ...lost.map((variant) => t('nowGone', { size: name(variant), place })),
        ...back.map((variant) => t('nowBack', { size: name(variant), place })),
      ].join(' ')
      return { page, news: news || known.news }
    })
  }, [page, place, storeId, basket, t])
  return state.news
}
