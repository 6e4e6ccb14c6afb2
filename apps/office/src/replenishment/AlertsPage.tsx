import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import {
  Button,
  EmptyState,
  StatusPill,
  toast,
  useFormat,
  useLocale,
  type Status,
  type TableColumn,
} from '@splot/ui'
import { BellOff } from 'lucide-react'
import { splot } from '../api/client.ts'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { FilterSelect, PlaceFilter } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { PlaceName, useMay } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useArticles } from '../stock/useArticles.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { useFacts, WatchTabs } from './parts.tsx'
import { alertsQuery, type Alert } from './queries.ts'
import { useT } from './words.ts'

const kinds = ['negative', 'stock_out', 'low', 'cover', 'dead', 'slow'] as const

/** What stock calls attention to, newest first. */
export function AlertsPage() {
  const t = useT('watch')
  const kind = useT('alertKind')
  const common = useCommon('page')
  const { filters } = useFilters<'state' | 'kind' | 'locationId'>()
  const list = useInfiniteQuery(alertsQuery(filters))
  return (
    <ListPage
      title={t('alerts')}
      lead={t('alertsLead')}
      list={list}
      views={<WatchTabs current="alerts" />}
      filters={
        <>
          <FilterSelect
            filter="state"
            label={common('state')}
            none={t('current')}
            choices={[{ value: 'all', label: t('all') }]}
          />
          <FilterSelect
            filter="kind"
            label={t('kind')}
            none={t('anyKind')}
            choices={kinds.map((each) => ({ value: each, label: kind(each) }))}
          />
          <PlaceFilter permission="stock.read" />
        </>
      }
    >
      <DataTable
        label={t('alerts')}
        list={list}
        columns={useColumns(useArticles(list.data?.pages ?? []))}
        rowKey={({ id }) => id}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<BellOff />} title={t('noAlerts')} why={t('noAlertsWhy')} />}
      />
    </ListPage>
  )
}

const status: Readonly<Record<string, Status>> = {
  negative: 'late',
  stock_out: 'late',
  low: 'warn',
  cover: 'warn',
  dead: 'info',
  slow: 'info',
}

function useColumns(articleOf: ReturnType<typeof useArticles>): TableColumn<Alert>[] {
  const t = useT('watch')
  const { locale } = useLocale()
  const format = useFormat()
  const say = useFacts()
  return [
    {
      id: 'kind',
      header: t('kind'),
      width: 'narrow',
      cell: ({ kind, words, state }) => (
        <StatusPill status={state === 'resolved' ? 'neutral' : (status[kind] ?? 'warn')}>
          {words[locale]}
        </StatusPill>
      ),
    },
    {
      id: 'article',
      header: t('article'),
      isRowHeader: true,
      cell: ({ sku, locationId }) => (
        <>
          {articleOf(sku)?.name} <span className={page.small}>{articleOf(sku)?.options}</span>{' '}
          <Link
            to="/stock/availability"
            search={{ sku, at: locationId, channel: 'web' }}
            className={page.mono}
          >
            {sku}
          </Link>
        </>
      ),
    },
    { id: 'place', header: t('place'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    {
      id: 'facts',
      header: t('facts'),
      cell: ({ facts }) => <span className={page.small}>{say(facts)}</span>,
    },
    { id: 'since', header: t('since'), width: 'narrow', cell: ({ raisedAt }) => format.soon(raisedAt) },
    { id: 'seen', header: '', align: 'end', width: 'narrow', cell: seenOf },
  ]
}

const seenOf = (alert: Alert) => <Acknowledge alert={alert} />

/** Says that somebody has seen it; it still ends by itself. */
function Acknowledge({ alert }: Readonly<{ alert: Alert }>) {
  const t = useT('watch')
  const { locale } = useLocale()
  const may = useMay()
  const client = useQueryClient()
  const acknowledge = useMutation({
    mutationFn: () =>
      unwrap(splot.POST('/v1/replenishment/alerts/{id}/acknowledge', { params: { path: { id: alert.id } } })),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['alerts'] })
      toast({ title: t('acknowledged', { sku: alert.sku }), status: 'ok' })
    },
  })
  if (alert.state !== 'raised' || !may('stock.approve'))
    return <span className={page.small}>{alert.stateWords[locale]}</span>
  return (
    <Button
      size="s"
      aria-label={`${t('acknowledge')}: ${alert.sku}`}
      isPending={acknowledge.isPending}
      onPress={() => acknowledge.mutate()}
    >
      {t('acknowledge')}
    </Button>
  )
}
