import { buttonClass, EmptyState, LiveRegion, NativeSelect, useFormat, useLocale } from '@splot/ui'
import { SlidersHorizontal, X } from 'lucide-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { products, type Question } from '../api/browse.ts'
import type { Listing as Page, ProductCard } from '../api/types.ts'
import { useMyStore } from '../memory/my-store.ts'
import { useT } from '../words/index.ts'
import { ProductTile } from './Card.tsx'
import { FilterForm } from './FilterForm.tsx'
import { countConditions, defined, sorts, toggled, type Filters, type Sort } from './filters.ts'
import css from './Listing.module.css'
import { useSetSearch, useShop } from '../routing.ts'

/** Cards on the first screen of a phone and of a desk. */
const EAGER = 4

export type ListingProps = Readonly<{
  page: Page
  filters: Filters
  category?: string
  title: ReactNode
  /** Links above the grid: the categories below. */
  children?: ReactNode
  empty: string
}>

/** A list of products: conditions at its side, order and count above, more below. */
export function Listing({ page, filters, category, title, children, empty }: ListingProps) {
  const t = useT('list')
  const { items, next, busy, failed, more } = usePages(page, { ...filters, ...(category && { category }) })
  const format = useFormat()
  const sheet = useRef<HTMLDialogElement>(null)
  const conditions = countConditions(filters)
  const set = useSetSearch()
  const form = <FilterForm facets={page.facets} filters={filters} onChange={set} />
  return (
    <div className={css.page}>
      <div className={css.head}>
        {title}
        {children}
      </div>
      <div className={css.columns}>
        <aside className={css.side} aria-label={t('filters')}>
          {form}
        </aside>
        <section className={css.results} aria-label={t('results')}>
          <div className={css.tools}>
            <button
              type="button"
              className={`${buttonClass()} ${css.open}`}
              aria-haspopup="dialog"
              onClick={() => sheet.current?.showModal()}
            >
              <SlidersHorizontal aria-hidden />
              {t('filtersCount', { count: conditions })}
            </button>
            <p className={css.count}>{t('found', { count: page.total })}</p>
            <Order filters={filters} onChange={set} />
          </div>
          <Conditions page={page} filters={filters} onChange={set} />
          <LiveRegion message={t('found', { count: page.total })} />
          {items.length === 0 ? (
            <EmptyState
              title={t('none')}
              why={conditions > 0 ? t('noneFiltered') : empty}
              action={
                conditions > 0 && (
                  <button
                    type="button"
                    className={buttonClass({ variant: 'primary' })}
                    onClick={() => set(cleared(filters))}
                  >
                    {t('clear')}
                  </button>
                )
              }
            />
          ) : (
            <ul className={css.grid}>
              {items.map((product, at) => (
                <li key={product.handle}>
                  <ProductTile product={product} colours={filters.colour} eager={at < EAGER} />
                </li>
              ))}
            </ul>
          )}
          {items.length > 0 && (
            <div className={css.more}>
              <p>{t('shown', { shown: format.number(items.length), total: format.number(page.total) })}</p>
              {failed && <p role="alert">{t('failed')}</p>}
              {next && (
                <button
                  type="button"
                  className={buttonClass({ size: 'l' })}
                  aria-disabled={busy}
                  onClick={more}
                >
                  {t('more')}
                </button>
              )}
            </div>
          )}
        </section>
      </div>
      <dialog ref={sheet} className={css.sheet} aria-label={t('filters')} closedby="any">
        <div className={css.sheetHead}>
          <h2>{t('filters')}</h2>
          <button
            type="button"
            className={css.close}
            aria-label={t('show', { count: page.total })}
            onClick={() => sheet.current?.close()}
          >
            <X aria-hidden />
          </button>
        </div>
        <div className={css.sheetBody}>{form}</div>
        <div className={css.sheetFoot}>
          <button
            type="button"
            className={buttonClass({ variant: 'primary', wide: true })}
            onClick={() => sheet.current?.close()}
          >
            {t('show', { count: page.total })}
          </button>
        </div>
      </dialog>
    </div>
  )
}

const cleared = ({ q, sort }: Filters): Filters => ({ ...(q && { q }), ...(sort && { sort }) })

function Order({ filters, onChange }: Readonly<{ filters: Filters; onChange: (filters: Filters) => void }>) {
  const t = useT('list')
  const names: Record<Sort, string> = {
    relevance: t('relevance'),
    newest: t('newest'),
    price: t('price'),
    '-price': t('priceDown'),
  }
  return (
    <NativeSelect
      label={t('sort')}
      hideLabel
      className={css.sort}
      choices={sorts.map((value) => ({ value, label: names[value] }))}
      value={filters.sort ?? 'relevance'}
      onChange={(sort) => onChange({ ...filters, sort })}
    />
  )
}

/** The conditions that are set, each with its way out. */
function Conditions({
  page,
  filters,
  onChange,
}: Readonly<{ page: Page; filters: Filters; onChange: (filters: Filters) => void }>) {
  const t = useT('list')
  const format = useFormat()
  const mine = useMyStore()
  const { colour, size, minPrice, maxPrice, store, inStock, ...rest } = filters
  const price = (minor: number) => format.money({ minor, currency: 'PLN' })
  const nameOf = (facet: Page['facets']['colour'], code: string) =>
    facet.find((value) => value.code === code)?.label ?? code
  const chips = [
    ...(colour ?? []).map((code) => ({
      key: `colour-${code}`,
      name: nameOf(page.facets.colour, code),
      without: { ...filters, colour: toggled(colour, code) },
    })),
    ...(size ?? []).map((code) => ({
      key: `size-${code}`,
      name: nameOf(page.facets.size, code),
      without: { ...filters, size: toggled(size, code) },
    })),
    ...(minPrice !== undefined || maxPrice !== undefined
      ? [
          {
            key: 'price',
            name: [
              minPrice !== undefined && t('priceFrom', { price: price(minPrice) }),
              maxPrice !== undefined && t('priceBelow', { price: price(maxPrice) }),
            ]
              .filter(Boolean)
              .join(' '),
            without: { ...filters, minPrice: undefined, maxPrice: undefined },
          },
        ]
      : []),
    ...(store
      ? [
          {
            key: 'store',
            name: mine?.id === store ? mine.name : t('inMyStore'),
            without: { ...filters, store: undefined },
          },
        ]
      : []),
    ...(inStock ? [{ key: 'stock', name: t('inStock'), without: { ...filters, inStock: undefined } }] : []),
  ]
  if (chips.length === 0) return null
  return (
    <div className={css.conditions}>
      {chips.map(({ key, name, without }) => (
        <button
          key={key}
          type="button"
          className={css.condition}
          aria-label={t('remove', { name })}
          onClick={() => onChange(defined(without))}
        >
          {name}
          <X aria-hidden />
        </button>
      ))}
      <button type="button" className={css.clear} onClick={() => onChange(cleared(rest))}>
        {t('clear')}
      </button>
    </div>
  )
}

/** The first page of a list with what "show more" brought; another list starts anew. */
function usePages(first: Page, question: Question) {
  const { api } = useShop()
  const { locale } = useLocale()
  const [added, setAdded] = useState<{ of: Page; items: readonly ProductCard[]; next: string | null } | null>(
    null,
  )
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<Page | null>(null)
  const current = added?.of === first ? added : null
  const next = current ? current.next : first.next
  const latest = useRef(first)
  useEffect(() => {
    latest.current = first
  }, [first])

  const more = async () => {
    if (busy || !next) return
    setBusy(true)
    setFailed(null)
    try {
      const page = await products(api, locale, { ...question, cursor: next })
      // Another list may have come into view while this one was on its way.
      if (latest.current === first) {
        setAdded({ of: first, items: [...(current?.items ?? []), ...page.items], next: page.next })
      }
    } catch {
      setFailed(first)
    } finally {
      setBusy(false)
    }
  }
  return {
    items: [...first.items, ...(current?.items ?? [])],
    next,
    busy,
    failed: failed === first,
    more: () => void more(),
  }
}
