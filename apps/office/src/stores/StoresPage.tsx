import { useCallback } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  Badge,
  Button,
  buttonClass,
  EmptyState,
  SearchField,
  Skeleton,
  StatusPill,
  Table,
  useFormat,
  type TableColumn,
} from '@splot/ui'
import { DoorClosed, DoorOpen, Store } from 'lucide-react'
import { placesQuery } from '../api/queries.ts'
import type { Place } from '../api/types.ts'
import { ListPage } from '../page/ListPage.tsx'
import { shortName, useMay } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { plain } from '../shell/found.ts'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'

/** Every store and warehouse: open now, its hours, and when an order placed now could be collected. */
export function StoresPage() {
  const t = useT('stores')
  const common = useT('page')
  const { filters, change, clear } = useFilters<'q' | 'peek'>()
  const places = useQuery(placesQuery)
  const [typed, setTyped] = useTypedFilter(filters.q, (q) => change({ q }))
  const close = useCallback(() => change({ peek: undefined }), [change])
  const columns = useColumns()
  const wanted = plain(filters.q ?? '')
  const rows = (places.data?.items ?? []).filter(({ name, city, code }) =>
    plain(`${name} ${city} ${code}`).includes(wanted),
  )
  const peeked = places.data?.items.find(({ id }) => id === filters.peek)
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={places}
      filters={
        <SearchField label={common('search')} value={typed} onChange={setTyped} className={page.search} />
      }
      peek={peeked && <PlacePeek place={peeked} onClose={close} />}
    >
      {places.isPending && <Skeleton lines={12} className={page.skeleton} />}
      {places.error && !places.data && (
        <ProblemState error={places.error} onRetry={() => void places.refetch()} />
      )}
      {places.data && (
        <Table
          label={t('title')}
          className={page.fill}
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          openKey={filters.peek ?? null}
          onOpen={({ id }) => change({ peek: id })}
          empty={
            filters.q ? (
              <EmptyState
                title={common('noMatch')}
                action={<Button onPress={clear}>{common('clear')}</Button>}
              />
            ) : (
              <EmptyState icon={<Store />} title={t('empty')} />
            )
          }
        />
      )}
    </ListPage>
  )
}

function useColumns(): TableColumn<Place>[] {
  const t = useT('stores')
  const common = useT('page')
  const format = useFormat()
  return [
    { id: 'code', header: t('code'), width: 'narrow', cell: ({ code }) => <code>{code}</code> },
    { id: 'name', header: t('name'), isRowHeader: true, cell: ({ name }) => shortName(name) },
    { id: 'city', header: t('city'), cell: ({ city }) => city },
    {
      id: 'kind',
      header: '',
      cell: ({ kind }) => <Badge>{kind === 'warehouse' ? common('warehouse') : common('store')}</Badge>,
    },
    { id: 'open', header: common('state'), cell: (place) => <OpenPill place={place} /> },
    { id: 'hours', header: t('hours'), cell: ({ openings }) => <Opening opening={openings[0]} /> },
    {
      id: 'services',
      header: t('services'),
      cell: ({ services }) => services.map((service) => t(service)).join(', '),
    },
    {
      id: 'ready',
      header: t('ready'),
      align: 'end',
      cell: ({ readyBy }) =>
        readyBy === null ? <span className={page.muted}>{common('noPlace')}</span> : format.soon(readyBy),
    },
  ]
}

function OpenPill({ place }: Readonly<{ place: Place }>) {
  const t = useT('stores')
  return place.openNow ? (
    <StatusPill status="ok" icon={<DoorOpen aria-hidden />}>
      {t('openNow')}
    </StatusPill>
  ) : (
    <StatusPill status="neutral" icon={<DoorClosed aria-hidden />}>
      {t('closedNow')}
    </StatusPill>
  )
}

function Opening({ opening }: Readonly<{ opening: Place['openings'][number] | undefined }>) {
  const format = useFormat()
  if (!opening) return null
  return (
    <>
      {format.soon(opening.from)}–{format.date(opening.until, 'time')}
    </>
  )
}

function PlacePeek({ place, onClose }: Readonly<{ place: Place; onClose: () => void }>) {
  const t = useT('stores')
  const common = useT('page')
  const may = useMay()
  const format = useFormat()
  const { address } = place
  return (
    <Peek label={common('peek')} title={shortName(place.name)} onClose={onClose}>
      <div className={page.row}>
        <OpenPill place={place} />
        <code>{place.code}</code>
      </div>
      <dl className={page.facts}>
        <dt>{t('city')}</dt>
        <dd>
          {address.street}, {address.postcode} {address.city}
        </dd>
        <dt>{t('phone')}</dt>
        <dd>
          <a href={`tel:${place.phone}`}>{place.phone}</a>
        </dd>
        <dt>{t('services')}</dt>
        <dd>{place.services.map((service) => t(service)).join(', ')}</dd>
        <dt>{t('ready')}</dt>
        <dd>
          {place.readyBy === null ? common('noPlace') : format.soon(place.readyBy)}
          <p className={page.small}>{t('lead2', { minutes: String(place.pickupLeadMinutes) })}</p>
        </dd>
      </dl>
      <section>
        <h3>{t('next')}</h3>
        <dl className={page.facts}>
          {place.openings.map(({ from, until }) => (
            <Row
              key={from}
              day={format.date(from, 'day')}
              hours={`${format.date(from, 'time')}–${format.date(until, 'time')}`}
            />
          ))}
        </dl>
        <p className={page.small}>{t('nextLead')}</p>
      </section>
      <div className={page.row}>
        {may('stock.read') && (
          <Link to="/stock" search={{ locationId: place.id }} className={buttonClass()}>
            {t('stockHere')}
          </Link>
        )}
        {may('orders.read') && (
          <Link to="/orders" search={{ locationId: place.id }} className={buttonClass()}>
            {t('ordersHere')}
          </Link>
        )}
      </div>
    </Peek>
  )
}

function Row({ day, hours }: Readonly<{ day: string; hours: string }>) {
  return (
    <>
      <dt>{day}</dt>
      <dd>{hours}</dd>
    </>
  )
}
