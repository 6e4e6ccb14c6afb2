import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Badge, EmptyState, SearchField, StatusPill, useFormat, useLocale, type TableColumn } from '@splot/ui'
import { ArrowLeftRight } from 'lucide-react'
import { movementsQuery, stockQuery, variantQuery } from '../api/queries.ts'
import type { Movement } from '../api/types.ts'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { PlaceFilter } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { Moment } from '../page/Moment.tsx'
import { ActorName, PlaceName } from '../page/names.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { useT, wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import { balancesAfter, reconcile } from './balance.ts'
import { ProofBadge } from './ProofBadge.tsx'
import css from './stock.module.css'

/** The ledger. With a SKU and a place it shows the running balance, and whether it comes out at what is on hand. */
export function MovementsPage() {
  const t = useT('stock')
  const { locale } = useLocale()
  const { filters, change } = useFilters<'sku' | 'locationId'>()
  const { sku, locationId } = filters
  const list = useInfiniteQuery(movementsQuery(filters))
  const one = sku !== undefined && locationId !== undefined
  const level = useInfiniteQuery({ ...stockQuery({ sku, locationId }), enabled: one })
  const onHand = one ? rowsOf(level)[0]?.onHand : undefined
  const movements = rowsOf(list)
  const balances = onHand === undefined ? null : balancesAfter(onHand, movements)
  const [typed, setTyped] = useTypedFilter(sku, (text) => change({ sku: text.toUpperCase() }))
  const variant = useQuery({ ...variantQuery(sku ?? '', locale), enabled: sku !== undefined })
  const balanceOf = new Map(movements.map(({ id }, index) => [id, balances?.[index]]))
  return (
    <ListPage
      title={t('movements')}
      lead={variant.data ? `${variant.data.name} · ${sku}` : t('movementsLead')}
      actions={<ProofBadge />}
      list={list}
      filters={
        <>
          <SearchField label={t('enterExact')} value={typed} onChange={setTyped} className={page.search} />
          <PlaceFilter permission="stock.read" />
          <span className={page.end}>
            {onHand === undefined ? (
              <span className={page.small}>{t('chooseBoth')}</span>
            ) : (
              <Explained
                onHand={onHand}
                movements={movements}
                complete={!list.hasNextPage && !list.isPending}
              />
            )}
          </span>
        </>
      }
    >
      <DataTable
        label={t('movements')}
        list={list}
        columns={useColumns(balances === null ? null : balanceOf)}
        rowKey={({ id }) => id}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<ArrowLeftRight />} title={t('noMovements')} why={t('noMovementsWhy')} />}
      />
    </ListPage>
  )
}

type ExplainedProps = Readonly<{ onHand: number; movements: readonly Movement[]; complete: boolean }>

/** The sum under the ledger: does it explain the figure? */
function Explained({ onHand, movements, complete }: ExplainedProps) {
  const t = useT('stock')
  const format = useFormat()
  const result = reconcile(onHand, movements, complete)
  return (
    <>
      <span>
        {t('onHand')}: <strong>{format.number(onHand)}</strong>
      </span>
      {result.state === 'partly' && <StatusPill status="neutral">{t('partly')}</StatusPill>}
      {result.state === 'reconciled' && (
        <StatusPill status="ok">
          {t('reconciled', { count: result.movements, onHand: format.number(onHand) })}
        </StatusPill>
      )}
      {result.state === 'differs' && (
        <StatusPill status="late">
          {t('differs', { moved: format.number(result.moved), onHand: format.number(onHand) })}
        </StatusPill>
      )}
    </>
  )
}

/** Where the book was put right. */
const corrections = new Set(['correction', 'count', 'damage', 'theft', 'found'])

function useColumns(balanceOf: ReadonlyMap<string, number | undefined> | null): TableColumn<Movement>[] {
  const t = useT('stock')
  const common = useT('page')
  const format = useFormat()
  const { locale } = useLocale()
  const balance: TableColumn<Movement> = {
    id: 'balance',
    header: t('balance'),
    align: 'end',
    width: 'narrow',
    cell: ({ id }) => <strong>{balanceOf?.get(id)}</strong>,
  }
  return [
    { id: 'at', header: common('when'), width: 'narrow', cell: ({ at }) => <Moment at={at} /> },
    {
      id: 'kind',
      header: t('kind'),
      cell: ({ kind }) => (
        <Badge tone={kind === 'sale' ? 'info' : corrections.has(kind) ? 'warn' : 'neutral'}>
          {wordOf(locale, 'movementKind', kind)}
        </Badge>
      ),
    },
    {
      id: 'sku',
      header: t('sku'),
      isRowHeader: true,
      cell: ({ sku, locationId }) => (
        <Link to="/stock/movements" search={{ sku, locationId }} className={page.mono}>
          {sku}
        </Link>
      ),
    },
    { id: 'place', header: t('place'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    {
      id: 'bin',
      header: t('bin'),
      width: 'narrow',
      cell: ({ bin, lot }) => (
        <>
          {bin && <code>{bin}</code>} {lot && <span className={page.small}>{lot.code}</span>}
        </>
      ),
    },
    { id: 'document', header: t('document'), cell: ({ document }) => <Paper document={document} /> },
    {
      id: 'reason',
      header: t('reason'),
      cell: ({ reason, note }) => (
        <>
          {reason && wordOf(locale, 'adjustReason', reason)}{' '}
          {note && <span className={page.small}>{note}</span>}
        </>
      ),
    },
    { id: 'who', header: common('who'), cell: ({ actor }) => <ActorName actor={actor} /> },
    {
      id: 'quantity',
      header: t('quantity'),
      align: 'end',
      width: 'narrow',
      cell: ({ quantity }) => (
        <span className={quantity < 0 ? css.out : css.in}>
          {format.number(quantity, { signDisplay: 'always' })}
        </span>
      ),
    },
    ...(balanceOf ? [balance] : []),
  ]
}

/** Documents that have a page of their own, by kind. */
const papers = { adjustment: 'adjustments', count: 'counts', transfer: 'transfers' } as const

/** The paper behind a movement: an order is opened, anything else shows its number. */
function Paper({ document }: Readonly<{ document: Movement['document'] }>) {
  const t = useT('events')
  const words = useT('stock')
  if (document.kind === 'order') {
    return (
      <Link to="/orders/$orderId" params={{ orderId: document.id }}>
        {t('openOrder')}
      </Link>
    )
  }
  const list = papers[document.kind as keyof typeof papers]
  if (list) {
    return (
      <Link to={`/stockwork/${list}/$id`} params={{ id: document.id }}>
        {words('openPaper')}
      </Link>
    )
  }
  return (
    <code className={page.small} title={document.id}>
      {document.id.length > 24 ? `…${document.id.slice(-12)}` : document.id}
    </code>
  )
}
