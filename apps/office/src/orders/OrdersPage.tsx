import { useCallback } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import {
  buttonClass,
  DateTime,
  EmptyState,
  Money,
  SearchField,
  Select,
  Tabs,
  useLocale,
  type TableColumn,
  spokenNumber,
  withoutSpaces,
} from '@splot/ui'
import { ReceiptText } from 'lucide-react'
import { ordersQuery } from '../api/queries.ts'
import type { OrderRow } from '../api/types.ts'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { PlaceFilter } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { Channel, channelCodes, PlaceName } from '../page/names.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { useT, wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import { OrderPeek } from './OrderPeek.tsx'
import { orderStates, StatePill } from './states.tsx'

/** Every order of every channel, newest first; views are states, everything else is in the address. */
export function OrdersPage() {
  const t = useT('orders')
  const common = useT('page')
  const { locale } = useLocale()
  const navigate = useNavigate()
  const { filters, change } = useFilters<'state' | 'channel' | 'locationId' | 'q' | 'peek'>()
  const { peek, ...asked } = filters
  const list = useInfiniteQuery(ordersQuery(asked))
  const close = useCallback(() => change({ peek: undefined }), [change])
  const open = ({ id }: OrderRow) => {
    // A second Enter on the row that is being peeked at opens it whole.
    if (id === peek) void navigate({ to: '/orders/$orderId', params: { orderId: id } })
    else change({ peek: id })
  }
  const views = [
    { id: 'all', label: common('all') },
    ...orderStates.map((state) => ({ id: state, label: wordOf(locale, 'orderState', state) })),
  ]
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      views={
        <Tabs
          label={common('state')}
          tabs={views}
          value={asked.state ?? 'all'}
          onChange={(state) => change({ state: state === 'all' ? undefined : state })}
        />
      }
      filters={<OrderFilters />}
      peek={peek && <OrderPeek orderId={peek} onClose={close} />}
    >
      <DataTable
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onOpen={open}
        openKey={peek ?? null}
        filtered={isFiltered(asked)}
        empty={
          <EmptyState
            icon={<ReceiptText />}
            title={t('empty')}
            why={t('emptyWhy')}
            action={
              <a href="/" className={buttonClass()}>
                {t('openShop')}
              </a>
            }
          />
        }
      />
    </ListPage>
  )
}

function OrderFilters() {
  const t = useT('orders')
  const common = useT('page')
  const { locale } = useLocale()
  const { filters, change } = useFilters<'channel' | 'locationId' | 'q'>()
  const [number, setNumber] = useTypedFilter(filters.q, (typed) => {
    const q = withoutSpaces(typed ?? '')
    if (/^\d*$/.test(q)) change({ q })
  })
  const channels = [
    { value: 'all', label: common('all') },
    ...channelCodes.map((code) => ({ value: code, label: wordOf(locale, 'channel', code) })),
  ]
  return (
    <>
      <SearchField
        label={t('searchNumber')}
        value={number}
        onChange={setNumber}
        inputMode="numeric"
        error={/^\d*$/.test(withoutSpaces(number)) ? null : t('numberOnly')}
        className={page.search}
      />
      <Select
        label={common('channel')}
        hideLabel
        className={page.select}
        choices={channels}
        value={filters.channel ?? 'all'}
        onChange={(channel) => change({ channel: channel === 'all' ? undefined : channel })}
      />
      <PlaceFilter />
    </>
  )
}

function useColumns(): TableColumn<OrderRow>[] {
  const t = useT('orders')
  const common = useT('page')
  return [
    {
      id: 'number',
      header: t('number'),
      isRowHeader: true,
      width: 'narrow',
      cell: ({ id, number }) => (
        <Link to="/orders/$orderId" params={{ orderId: id }} className={page.link} tabIndex={-1}>
          {spokenNumber(number)}
        </Link>
      ),
    },
    {
      id: 'state',
      header: common('state'),
      cell: ({ state, words }) => <StatePill state={state} words={words} table="orderState" />,
    },
    { id: 'channel', header: common('channel'), cell: ({ channel }) => <Channel code={channel} /> },
    { id: 'place', header: common('place'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    { id: 'pieces', header: t('pieces'), align: 'end', width: 'narrow', cell: ({ pieces }) => pieces },
    {
      id: 'total',
      header: t('total'),
      align: 'end',
      width: 'narrow',
      cell: ({ gross }) => <Money value={gross} />,
    },
    {
      id: 'placed',
      header: t('placed'),
      align: 'end',
      width: 'narrow',
      cell: ({ placedAt }) => <DateTime at={placedAt} />,
    },
  ]
}
