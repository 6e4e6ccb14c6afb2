import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import {
  Badge,
  buttonClass,
  EmptyState,
  Money,
  Panel,
  Skeleton,
  useLocale,
  Table,
  type TableColumn,
} from '@splot/ui'
import { ArrowUpRight } from 'lucide-react'
import { productQuery, stockQuery } from '../api/queries.ts'
import type { Level, ProductPage as Product } from '../api/types.ts'
import { DataTable } from '../page/DataTable.tsx'
import { SheetPage } from '../page/ListPage.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import { ContentPanel } from './ContentPanel.tsx'
import css from './products.module.css'

type Variant = Product['variants'][number]

/** A product: its variants with prices, and the stock of the chosen one in every place. */
export function ProductPage() {
  const { handle } = useParams({ from: '/products/$handle' })
  const t = useT('products')
  const may = useMay()
  const { locale } = useLocale()
  const { filters, change } = useFilters<'sku'>()
  const product = useQuery(productQuery(handle, locale))
  const columns = useVariantColumns(product.data)
  if (product.isPending) return <Skeleton lines={10} className={page.skeleton} />
  if (!product.data) return <ProblemState error={product.error} onRetry={() => void product.refetch()} />
  const { name, brand, description, attributes, pictures, variants } = product.data
  const chosen = variants.find(({ sku }) => sku === filters.sku) ?? variants[0]
  const picture = pictures.find(({ colour }) => colour === chosen?.colour) ?? pictures[0]
  return (
    <SheetPage
      title={name}
      lead={brand}
      refreshing={product.isFetching}
      above={<Link to="/products">{t('title')}</Link>}
      actions={
        <a href={`/p/${handle}`} className={buttonClass()}>
          {t('inShop')}
          <ArrowUpRight aria-hidden size={14} />
        </a>
      }
    >
      <div className={page.columns}>
        <Panel title={t('variants')} flush>
          <Table
            label={t('variants')}
            columns={columns}
            rows={variants}
            rowKey={({ sku }) => sku}
            openKey={chosen?.sku ?? null}
            onOpen={({ sku }) => change({ sku })}
          />
        </Panel>
        <div className={page.stack}>
          {may('stock.read') && chosen && (
            <Panel title={t('perPlace')} actions={<code className={page.small}>{chosen.sku}</code>} flush>
              <PlaceStock sku={chosen.sku} />
            </Panel>
          )}
          {may('catalogue.write', true) && chosen && (
            <ContentPanel key={chosen.sku} handle={handle} sku={chosen.sku} />
          )}
          <Panel>
            <div className={page.form}>
              {picture && <img src={picture.url} alt={picture.alt} className={css.picture} />}
              <p>{description}</p>
              <dl className={page.facts}>
                {attributes.map(({ name: attribute, value }) => (
                  <div key={attribute} className={css.fact}>
                    <dt>{attribute}</dt>
                    <dd>{value}</dd>
                  </div>
                ))}
              </dl>
            </div>
          </Panel>
        </div>
      </div>
    </SheetPage>
  )
}

function useVariantColumns(product: Product | undefined): TableColumn<Variant>[] {
  const t = useT('products')
  const labelOf = (option: string, code: string | null) =>
    product?.options.find((each) => each.code === option)?.values.find((value) => value.code === code)
      ?.label ?? code
  return [
    { id: 'sku', header: 'SKU', isRowHeader: true, cell: ({ sku }) => <code>{sku}</code> },
    { id: 'colour', header: t('colour'), cell: ({ colour }) => labelOf('colour', colour) },
    { id: 'size', header: t('size'), cell: ({ size }) => labelOf('size', size) },
    {
      id: 'available',
      header: t('available'),
      align: 'end',
      width: 'narrow',
      // The read model counts to ten: more pieces than that help nobody to decide.
      cell: ({ available }) =>
        available === 0 ? <Badge tone="late">0</Badge> : available >= 10 ? '10+' : available,
    },
    {
      id: 'stores',
      header: t('stores'),
      align: 'end',
      width: 'narrow',
      cell: ({ stores }) => Object.keys(stores).length,
    },
    {
      id: 'price',
      header: t('price'),
      align: 'end',
      width: 'narrow',
      cell: ({ price }) => <Money value={price} />,
    },
    // Last: on a narrow screen it is what one can do without.
    { id: 'gtin', header: t('gtin'), cell: ({ gtin }) => <code className={page.small}>{gtin}</code> },
  ]
}

function usePlaceColumns(): TableColumn<Level>[] {
  const t = useT('stock')
  return [
    {
      id: 'place',
      header: t('place'),
      isRowHeader: true,
      cell: ({ locationId }) => <PlaceName id={locationId} />,
    },
    { id: 'onHand', header: t('onHand'), align: 'end', width: 'narrow', cell: ({ onHand }) => onHand },
    {
      id: 'free',
      header: t('available'),
      align: 'end',
      width: 'narrow',
      cell: ({ available }) => <strong>{available}</strong>,
    },
  ]
}

function PlaceStock({ sku }: Readonly<{ sku: string }>) {
  const words = useT('products')
  const navigate = useNavigate()
  const list = useInfiniteQuery(stockQuery({ sku }))
  const columns = usePlaceColumns()
  return (
    <DataTable
      label={words('perPlace')}
      list={list}
      columns={columns}
      rowKey={({ locationId }) => locationId}
      onOpen={({ locationId }) => void navigate({ to: '/stock/movements', search: { sku, locationId } })}
      empty={<EmptyState title={words('noStock')} />}
    />
  )
}
