import { EmptyState, OfferedPrice, ProductCard, Skeleton, useLocale } from '@splot/ui'
import { useCallback } from 'react'
import { products } from '../api/browse.ts'
import { PICTURE } from '../listing/picture.ts'
import { useFresh } from './fresh.ts'
import { useVisit } from './visit.tsx'
import { problemWords, useT } from './words.ts'
import css from './kiosk.module.css'

/** As many as a person looks through standing. */
const MOST = 12

/** What a search found. */
export function Results({ q }: Readonly<{ q: string }>) {
  const t = useT('results')
  const { locale } = useLocale()
  const { api, go } = useVisit()
  const found = useFresh(useCallback(() => products(api, locale, { q, limit: MOST }), [api, locale, q]))
  if (found.state === 'loading') return <Skeleton shape="block" lines={3} />
  if (found.state === 'failed') return <EmptyState title={problemWords(found.problem, locale)} />
  const { items, total } = found.value
  return (
    <section>
      <h1>{t('title', { q })}</h1>
      <p className={css.quiet}>{t('found', { count: total })}</p>
      {items.length === 0 && <p>{t('none')}</p>}
      <ul className={css.cards}>
        {items.map((product) => (
          <li key={product.handle}>
            <ProductCard
              href={product.handle}
              name={product.name}
              above={product.brand}
              picture={
                <img src={product.pictures[0]?.url} alt={product.pictures[0]?.alt ?? ''} {...PICTURE} />
              }
              price={<OfferedPrice price={product.price.from} of={product} />}
              flag={product.available ? undefined : t('out')}
              renderLink={(handle, className, content) => (
                <button
                  type="button"
                  className={`${css.bare} ${className}`}
                  onClick={() => go({ kind: 'article', handle, colour: null, size: null })}
                >
                  {content}
                </button>
              )}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
