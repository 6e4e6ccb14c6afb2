import { useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  Button,
  EmptyState,
  optionText,
  SearchField,
  StatusPill,
  useFormat,
  useLocale,
  type Status,
  type TableColumn,
} from '@splot/ui'
import { CheckCheck, Hand } from 'lucide-react'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { PlaceFilter } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { shortName, useMay } from '../page/names.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './incidents.module.css'
import { IncidentTabs, viewOf } from './IncidentTabs.tsx'
import { incidentsQuery, type Incident } from './queries.ts'
import { ReportShelf } from './ReportShelf.tsx'
import { useT } from './words.ts'

/** Promises that cannot be kept, newest first. */
export function IncidentsPage() {
  const t = useT('incidents')
  const may = useMay()
  const navigate = useNavigate()
  const { filters, change } = useFilters<'state' | 'locationId' | 'sku'>()
  const list = useInfiniteQuery(incidentsQuery(filters))
  const [reporting, setReporting] = useState(false)
  const [typed, setTyped] = useTypedFilter(filters.sku, (sku) => change({ sku: sku.toUpperCase() }))
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      actions={
        may('stock.count') && (
          <Button icon={<Hand aria-hidden size={15} />} onPress={() => setReporting(true)}>
            {t('report')}
          </Button>
        )
      }
      views={<IncidentTabs current={viewOf(filters.state)} locationId={filters.locationId} />}
      filters={
        <>
          <SearchField label={t('exactSku')} value={typed} onChange={setTyped} className={page.search} />
          <PlaceFilter permission="stock.incident" />
        </>
      }
    >
      <DataTable
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/incidents/$id', params: { id } })}
        filtered={isFiltered({ ...filters, state: undefined })}
        empty={<EmptyState icon={<CheckCheck />} title={t('empty')} why={t('emptyWhy')} />}
      />
      {reporting && <ReportShelf onClose={() => setReporting(false)} />}
    </ListPage>
  )
}

const status: Readonly<Record<string, Status>> = { open: 'late', waiting: 'warn', resolved: 'ok' }

export function IncidentState({ incident }: Readonly<{ incident: Pick<Incident, 'state' | 'words'> }>) {
  const { locale } = useLocale()
  return <StatusPill status={status[incident.state] ?? 'neutral'}>{incident.words[locale]}</StatusPill>
}

function useColumns(): TableColumn<Incident>[] {
  const t = useT('incidents')
  const common = useCommon('page')
  const { locale } = useLocale()
  const format = useFormat()
  return [
    {
      id: 'number',
      header: t('number'),
      isRowHeader: true,
      width: 'narrow',
      cell: ({ number }) => <strong>{number}</strong>,
    },
    {
      id: 'state',
      header: common('state'),
      width: 'narrow',
      cell: (one) => <IncidentState incident={one} />,
    },
    {
      id: 'article',
      header: t('article'),
      cell: ({ article }) => (
        <>
          {article.name[locale]} <span className={page.small}>{optionText(article.options, locale)}</span>{' '}
          <code className={page.small}>{article.sku}</code>
        </>
      ),
    },
    { id: 'place', header: t('place'), cell: ({ location }) => shortName(location.name) },
    {
      id: 'missing',
      header: t('missing'),
      align: 'end',
      width: 'narrow',
      cell: ({ missing }) => <span className={missing === 0 ? page.muted : css.missing}>{missing}</span>,
    },
    {
      id: 'undecided',
      header: t('undecided'),
      align: 'end',
      width: 'narrow',
      cell: ({ undecided }) => <span className={undecided === 0 ? page.muted : undefined}>{undecided}</span>,
    },
    { id: 'cause', header: t('cause'), cell: ({ cause }) => cause.words[locale] },
    {
      id: 'assigned',
      header: t('assigned'),
      cell: ({ assignedTo }) => assignedTo?.name ?? <span className={page.muted}>{t('nobody')}</span>,
    },
    {
      id: 'opened',
      header: t('opened'),
      width: 'narrow',
      cell: ({ openedAt }) => <time dateTime={openedAt}>{format.soon(openedAt)}</time>,
    },
  ]
}
