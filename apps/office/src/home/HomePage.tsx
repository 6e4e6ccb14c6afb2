import type { ComponentProps, ReactNode } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import {
  Badge,
  buttonClass,
  DateTime,
  EmptyState,
  Money,
  Panel,
  PromiseTime,
  Table,
  useFormat,
  useNow,
  type TableColumn,
  spokenNumber,
} from '@splot/ui'
import { CheckCheck, Clock, OctagonAlert, PackageCheck, PackageSearch, Store, Truck } from 'lucide-react'
import { fulfilmentsQuery } from '../api/fulfilments.ts'
import type { Fulfilment } from '../api/types.ts'
import { ordersQuery } from '../api/queries.ts'
import type { OrderRow } from '../api/types.ts'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { SheetPage } from '../page/ListPage.tsx'
import { Channel, shortName, useMay } from '../page/names.tsx'
import { StatePill } from '../orders/states.tsx'
import { ProofBadge } from '../stock/ProofBadge.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import { AttentionTiles } from './AttentionTiles.tsx'
import { queuesByPlace, tally, type PlaceQueue } from './board.ts'
import css from './home.module.css'

const RECENT = 8

/** Today: what waits for whom, the most urgent first. */
export function HomePage() {
  const t = useT('home')
  const format = useFormat()
  const may = useMay()
  const now = useNow()
  const mayPick = may('fulfilment.pick')
  const queue = useInfiniteQuery({ ...fulfilmentsQuery, enabled: mayPick })
  const work = rowsOf(queue)
  const counts = tally(work, now)
  return (
    <SheetPage
      title={t('title')}
      heading={`${t('title')}, ${format.date(now, 'day')}`}
      lead={t('lead')}
      refreshing={queue.isFetching && !queue.isPending}
      actions={may('stock.read') && <ProofBadge />}
    >
      <div className={page.stack}>
        {mayPick && !queue.isError && (
          <div className={css.tiles}>
            <Tile
              label={t('waiting')}
              value={counts.waiting}
              hint={t('waitingHint', { count: counts.waiting })}
              icon={<PackageSearch />}
            />
            <Tile
              label={t('late')}
              value={counts.late}
              hint={t('lateHint', { count: counts.late })}
              icon={<OctagonAlert />}
              tone="late"
            />
            <Tile
              label={t('soon')}
              value={counts.soon}
              hint={t('soonHint', { count: counts.soon })}
              icon={<Clock />}
              tone="warn"
            />
            <Tile
              label={t('ready')}
              value={counts.ready}
              hint={t('readyHint', { count: counts.ready })}
              icon={<PackageCheck />}
              tone="ok"
            />
          </div>
        )}
        <AttentionTiles />
        <div className={css.columns}>
          <div className={page.stack}>
            {mayPick && (
              <Panel title={t('queue')} flush>
                <QueueTable queue={queue} />
              </Panel>
            )}
            {may('orders.read') && <RecentOrders />}
          </div>
          {mayPick && work.length > 0 && (
            <Panel title={t('byPlace')} flush>
              <PlaceTable work={work} now={now} />
            </Panel>
          )}
        </div>
      </div>
    </SheetPage>
  )
}

type TileProps = Readonly<{
  label: string
  value: number
  hint: string
  icon: ReactNode
  tone?: 'late' | 'warn' | 'ok'
}>

function Tile({ label, value, hint, icon, tone }: TileProps) {
  const format = useFormat()
  return (
    <div className={css.tile} data-tone={value > 0 ? tone : undefined}>
      <span className={css.tileLabel}>
        <span aria-hidden>{icon}</span>
        {label}
      </span>
      <strong>{format.number(value)}</strong>
      <span className={page.small}>{hint}</span>
    </div>
  )
}

type Queue = ComponentProps<typeof DataTable<Fulfilment>>['list']

function useQueueColumns(): TableColumn<Fulfilment>[] {
  const t = useT('home')
  const common = useT('page')
  return [
    {
      id: 'promise',
      header: t('promise'),
      cell: ({ promisedAt, createdAt, state }) =>
        promisedAt !== null &&
        (state === 'ready' ? (
          <DateTime at={promisedAt} />
        ) : (
          <PromiseTime promisedAt={promisedAt} since={createdAt} />
        )),
    },
    {
      id: 'order',
      header: t('order'),
      isRowHeader: true,
      cell: ({ orderId, orderNumber }) => (
        <Link to="/orders/$orderId" params={{ orderId }} className={page.link} tabIndex={-1}>
          {spokenNumber(orderNumber)}
        </Link>
      ),
    },
    {
      id: 'state',
      header: common('state'),
      cell: ({ state, words }) => <StatePill state={state} words={words} table="fulfilmentState" />,
    },
    {
      id: 'place',
      header: t('place'),
      cell: ({ location, kind }) => (
        <span className={css.place}>
          {kind === 'ship' ? (
            <Truck size={14} aria-label={t('ship')} />
          ) : (
            <Store size={14} aria-label={t('pickup')} />
          )}
          {shortName(location.name)}
        </span>
      ),
    },
    {
      id: 'progress',
      header: t('progress'),
      align: 'end',
      cell: ({ picked, pieces }) => `${picked} / ${pieces}`,
    },
  ]
}

function QueueTable({ queue }: Readonly<{ queue: Queue }>) {
  const t = useT('home')
  const navigate = useNavigate()
  const columns = useQueueColumns()
  return (
    <DataTable
      label={t('queue')}
      list={queue}
      columns={columns}
      rowKey={({ id }) => id}
      onOpen={({ orderId }) => void navigate({ to: '/orders/$orderId', params: { orderId } })}
      empty={
        <EmptyState
          icon={<CheckCheck />}
          title={t('empty')}
          why={t('emptyWhy')}
          action={
            <Link to="/orders" className={buttonClass()}>
              {t('seeOrders')}
            </Link>
          }
        />
      }
    />
  )
}

function usePlaceColumns(now: number): TableColumn<PlaceQueue>[] {
  const t = useT('home')
  const format = useFormat()
  return [
    { id: 'place', header: t('place'), isRowHeader: true, cell: ({ name }) => shortName(name) },
    {
      id: 'count',
      header: t('count'),
      align: 'end',
      width: 'narrow',
      cell: ({ waiting, late }) => (
        <>
          {late > 0 && <Badge tone="late">{t('lateOf', { count: String(late) })}</Badge>} {waiting}
        </>
      ),
    },
    {
      id: 'next',
      header: t('nextPromise'),
      align: 'end',
      cell: ({ next }) => next !== null && format.soon(next, now),
    },
  ]
}

function PlaceTable({ work, now }: Readonly<{ work: readonly Fulfilment[]; now: number }>) {
  const t = useT('home')
  const navigate = useNavigate()
  return (
    <Table
      label={t('byPlace')}
      rows={queuesByPlace(work, now)}
      rowKey={({ id }) => id}
      onOpen={({ id }) => void navigate({ to: '/orders', search: { locationId: id } })}
      columns={usePlaceColumns(now)}
    />
  )
}

function useRecentColumns(): TableColumn<OrderRow>[] {
  const orders = useT('orders')
  const common = useT('page')
  return [
    {
      id: 'number',
      header: orders('number'),
      isRowHeader: true,
      width: 'narrow',
      cell: ({ number }) => spokenNumber(number),
    },
    {
      id: 'state',
      header: common('state'),
      cell: ({ state, words }) => <StatePill state={state} words={words} table="orderState" />,
    },
    { id: 'channel', header: common('channel'), cell: ({ channel }) => <Channel code={channel} /> },
    {
      id: 'total',
      header: orders('total'),
      align: 'end',
      cell: ({ gross }) => <Money value={gross} />,
    },
    {
      id: 'placed',
      header: orders('placed'),
      align: 'end',
      cell: ({ placedAt }) => <DateTime at={placedAt} />,
    },
  ]
}

function RecentOrders() {
  const t = useT('home')
  const orders = useT('orders')
  const navigate = useNavigate()
  const list = useInfiniteQuery(ordersQuery({}))
  return (
    <Panel
      title={t('recent')}
      flush
      actions={
        <Link to="/orders" className={buttonClass({ variant: 'quiet', size: 's' })}>
          {t('all')}
        </Link>
      }
    >
      <Table
        label={t('recent')}
        rows={rowsOf(list).slice(0, RECENT)}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/orders/$orderId', params: { orderId: id } })}
        columns={useRecentColumns()}
        empty={!list.isPending && <EmptyState title={t('noOrders')} why={orders('emptyWhy')} />}
      />
    </Panel>
  )
}
