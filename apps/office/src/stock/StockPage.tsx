import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import { Button, EmptyState, IconButton, SearchField, type TableColumn } from '@splot/ui'
import { Boxes, CircleHelp, PackagePlus, PencilLine } from 'lucide-react'
import { splot } from '../api/client.ts'
import { useFollowStock } from '../api/live.ts'
import { stockQuery } from '../api/queries.ts'
import type { Level } from '../api/types.ts'
import { DataTable } from '../page/DataTable.tsx'
import { ExportButton } from '../page/ExportButton.tsx'
import { isFiltered } from '../page/filters.ts'
import { PlaceFilter } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import { useT as useWhy } from './atp-words.ts'
import { AdjustStock } from './AdjustStock.tsx'
import { ProofBadge } from './ProofBadge.tsx'
import { ReceiveGoods } from './ReceiveGoods.tsx'
import css from './stock.module.css'
import { useArticles, type Article } from './useArticles.ts'
import { WhyRow } from './WhyRow.tsx'

/** Every SKU in every place: on hand, promised, free. A row leads to the movements that explain it. */
export function StockPage() {
  const t = useT('stock')
  const may = useMay()
  const navigate = useNavigate()
  const { filters, change } = useFilters<'q' | 'locationId' | 'peek'>()
  const { peek, ...asked } = filters
  const list = useInfiniteQuery(stockQuery(asked))
  const [receiving, setReceiving] = useState(false)
  const [adjusting, setAdjusting] = useState<Level | 'any' | null>(null)
  const [typed, setTyped] = useTypedFilter(filters.q, (q) => change({ q }))
  useFollowStock(['stock'])
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      actions={
        <>
          <ProofBadge />
          <ExportButton
            load={() =>
              unwrap(
                splot.GET('/v1/stock/csv', {
                  params: { query: { locationId: filters.locationId, q: filters.q?.toUpperCase() } },
                }),
              )
            }
          />
          {may('stock.adjust') && (
            <Button icon={<PencilLine aria-hidden size={15} />} onPress={() => setAdjusting('any')}>
              {t('adjust')}
            </Button>
          )}
          {may('stock.receive') && (
            <Button
              variant="primary"
              icon={<PackagePlus aria-hidden size={15} />}
              onPress={() => setReceiving(true)}
            >
              {t('receive')}
            </Button>
          )}
        </>
      }
      filters={
        <>
          <SearchField label={t('searchSku')} value={typed} onChange={setTyped} className={page.search} />
          <PlaceFilter permission="stock.read" />
        </>
      }
      peek={peek !== undefined && <WhyRow {...rowOf(peek)} onClose={() => change({ peek: undefined })} />}
    >
      <DataTable
        label={t('title')}
        list={list}
        columns={useColumns(
          useArticles(list.data?.pages ?? []),
          (level) => change({ peek: rowKey(level) }),
          may('stock.adjust') ? setAdjusting : null,
        )}
        rowKey={rowKey}
        openKey={peek ?? null}
        onOpen={({ sku, locationId }) =>
          void navigate({ to: '/stock/movements', search: { sku, locationId } })
        }
        filtered={isFiltered(asked)}
        empty={
          <EmptyState
            icon={<Boxes />}
            title={t('empty')}
            why={t('emptyWhy')}
            action={
              may('stock.receive') && <Button onPress={() => setReceiving(true)}>{t('receive')}</Button>
            }
          />
        }
      />
      {receiving && <ReceiveGoods onClose={() => setReceiving(false)} />}
      {adjusting && (
        <AdjustStock level={adjusting === 'any' ? null : adjusting} onClose={() => setAdjusting(null)} />
      )}
    </ListPage>
  )
}

/** A row in the address: its place, then its SKU, which may have spaces. */
const rowKey = ({ sku, locationId }: Pick<Level, 'sku' | 'locationId'>) => `${locationId} ${sku}`

function rowOf(key: string): Pick<Level, 'sku' | 'locationId'> {
  const [locationId = '', ...sku] = key.split(' ')
  return { locationId, sku: sku.join(' ') }
}

function useColumns(
  articleOf: (sku: string) => Article | undefined,
  onWhy: (level: Level) => void,
  onAdjust: ((level: Level) => void) | null,
): TableColumn<Level>[] {
  const t = useT('stock')
  const why = useWhy('atp')
  const common = useT('page')
  return [
    {
      id: 'sku',
      header: t('sku'),
      isRowHeader: true,
      width: 'narrow',
      cell: ({ sku }) => <code>{sku}</code>,
    },
    {
      id: 'product',
      header: t('product'),
      cell: ({ sku }) => {
        const article = articleOf(sku)
        return (
          article && (
            <>
              {article.name} <span className={page.small}>{article.options}</span>
            </>
          )
        )
      },
    },
    { id: 'place', header: t('place'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    {
      id: 'onHand',
      header: t('onHand'),
      align: 'end',
      width: 'narrow',
      cell: ({ onHand }) => <span className={onHand < 0 ? css.short : undefined}>{onHand}</span>,
    },
    {
      id: 'reserved',
      header: t('reserved'),
      align: 'end',
      width: 'narrow',
      cell: ({ reserved }) => <span className={reserved === 0 ? page.muted : undefined}>{reserved}</span>,
    },
    {
      id: 'available',
      header: t('available'),
      align: 'end',
      width: 'narrow',
      cell: ({ sku, locationId, available }) => (
        <Link
          to="/stock/availability"
          search={{ sku, at: locationId, channel: 'web' }}
          className={available === 0 ? css.short : css.free}
          title={why('explain', { sku })}
          aria-label={`${available}. ${why('explain', { sku })}`}
        >
          {available}
        </Link>
      ),
    },
    {
      id: 'actions',
      header: <span className={css.spoken}>{common('actions')}</span>,
      align: 'end',
      width: 'narrow',
      cell: (level) => (
        <>
          <IconButton label={t('whyRow', { sku: level.sku })} size="s" onPress={() => onWhy(level)}>
            <CircleHelp aria-hidden size={14} />
          </IconButton>
          {onAdjust && (
            <IconButton label={t('adjustRow', { sku: level.sku })} size="s" onPress={() => onAdjust(level)}>
              <PencilLine aria-hidden size={14} />
            </IconButton>
          )}
        </>
      ),
    },
  ]
}
