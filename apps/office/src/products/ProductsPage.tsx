import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Badge, EmptyState, SearchField, Select, useFormat, useLocale, type TableColumn } from '@splot/ui'
import { Tag } from 'lucide-react'
import { productsQuery } from '../api/queries.ts'
import type { ProductRow } from '../api/types.ts'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { ListPage } from '../page/ListPage.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './products.module.css'

/** The catalogue as every channel sells it, with what can be had now. */
export function ProductsPage() {
  const t = useT('products')
  const common = useT('page')
  const { locale } = useLocale()
  const navigate = useNavigate()
  const { filters, change } = useFilters<'q' | 'category'>()
  const list = useInfiniteQuery(productsQuery(filters, locale))
  const [typed, setTyped] = useTypedFilter(filters.q, (q) => change({ q }))
  const first = list.data?.pages[0]
  const categories = (first?.facets.category ?? []).map(({ handle, name, count }) => ({
    value: handle,
    label: name,
    hint: String(count),
  }))
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      filters={
        <>
          <SearchField label={t('search')} value={typed} onChange={setTyped} className={page.search} />
          <Select
            label={t('category')}
            hideLabel
            className={page.select}
            choices={[{ value: 'all', label: common('all') }, ...categories]}
            value={filters.category ?? 'all'}
            onChange={(handle) => change({ category: handle === 'all' ? undefined : handle })}
          />
          <span className={page.end} aria-live="polite">
            {first?.corrected && <Badge tone="info">{t('corrected', { words: first.corrected })}</Badge>}
            {first && <span className={page.small}>{t('found', { count: first.total })}</span>}
          </span>
        </>
      }
    >
      <DataTable
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowKey={({ handle }) => handle}
        onOpen={({ handle }) => void navigate({ to: '/products/$handle', params: { handle } })}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<Tag />} title={t('empty')} why={t('emptyWhy')} />}
      />
    </ListPage>
  )
}

function useColumns(): TableColumn<ProductRow>[] {
  const t = useT('products')
  const format = useFormat()
  return [
    {
      id: 'name',
      header: t('name'),
      isRowHeader: true,
      width: 'wide',
      cell: ({ handle, name, pictures }) => (
        <span className={css.name}>
          <img src={pictures[0]?.url} alt="" width={24} height={24} loading="lazy" className={css.thumb} />
          <Link to="/products/$handle" params={{ handle }} className={page.link} tabIndex={-1}>
            {name}
          </Link>
        </span>
      ),
    },
    { id: 'brand', header: t('brand'), cell: ({ brand }) => brand },
    {
      id: 'price',
      header: t('price'),
      align: 'end',
      cell: ({ price: { from, to } }) =>
        from.minor === to.minor ? format.money(from) : `${format.money(from)} – ${format.money(to)}`,
    },
    {
      id: 'variants',
      header: t('variants'),
      align: 'end',
      width: 'narrow',
      cell: ({ variants }) => variants.length,
    },
    { id: 'stores', header: t('stores'), align: 'end', width: 'narrow', cell: ({ stores }) => stores },
    {
      id: 'online',
      header: t('online'),
      align: 'end',
      width: 'narrow',
      cell: ({ online }) => (online ? t('yes') : <span className={page.muted}>{t('no')}</span>),
    },
  ]
}
