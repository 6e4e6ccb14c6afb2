import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { EmptyState, StatusPill, useFormat, type TableColumn } from '@splot/ui'
import { CalendarClock } from 'lucide-react'
import { DataTable } from '../page/DataTable.tsx'
import { FilterSelect } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { useMay } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { CancelChange } from './ChangePage.tsx'
import { useKindWords, useNoteWords } from './ChangesPage.tsx'
import { Maker, PriceTabs } from './parts.tsx'
import { versionsQuery, type Version } from './queries.ts'
import { useT } from './words.ts'

/** Published versions: what waits for its moment, and what was. */
export function VersionsPage() {
  const t = useT('prices')
  const may = useMay()
  const navigate = useNavigate()
  const { filters } = useFilters<'view'>()
  const list = useInfiniteQuery(versionsQuery(filters.view === 'planned'))
  return (
    <ListPage
      title={t('tabVersions')}
      lead={t('versionsLead')}
      list={list}
      views={<PriceTabs current="versions" />}
      filters={
        <FilterSelect
          filter="view"
          label={t('tabVersions')}
          none={t('allVersions')}
          choices={[{ value: 'planned', label: t('planned') }]}
        />
      }
    >
      <DataTable
        label={t('tabVersions')}
        list={list}
        columns={useColumns(may('prices.write'))}
        rowKey={({ version }) => String(version)}
        onOpen={({ change: { id } }) => void navigate({ to: '/prices/changes/$id', params: { id } })}
        empty={<EmptyState icon={<CalendarClock />} title={t('noVersions')} why={t('noVersionsWhy')} />}
      />
    </ListPage>
  )
}

function State({ version: { cancelled, inForce } }: Readonly<{ version: Version }>) {
  const t = useT('prices')
  if (cancelled) return <StatusPill status="neutral">{t('cancelled')}</StatusPill>
  return (
    <StatusPill status={inForce ? 'ok' : 'info'}>
      {inForce ? t('inForceState') : t('plannedState')}
    </StatusPill>
  )
}

function useColumns(mayCancel: boolean): TableColumn<Version>[] {
  const format = useFormat()
  const t = useT('prices')
  const common = useCommon('page')
  const kindOf = useKindWords()
  const noteOf = useNoteWords()
  return [
    { id: 'version', header: t('version'), align: 'end', width: 'narrow', cell: ({ version }) => version },
    {
      id: 'note',
      header: t('note'),
      isRowHeader: true,
      cell: ({ change }) => <span className={page.wrap}>{noteOf(change)}</span>,
    },
    { id: 'kind', header: t('kind'), width: 'narrow', cell: ({ change }) => kindOf(change.kind) },
    { id: 'state', header: common('state'), width: 'narrow', cell: (version) => <State version={version} /> },
    {
      id: 'at',
      header: t('effective'),
      width: 'narrow',
      cell: ({ effectiveAt, kind }) => (
        <>
          <ShortTime at={effectiveAt} /> {kind === 'end' && <span className={page.small}>{t('end')}</span>}
        </>
      ),
    },
    { id: 'skus', header: t('skus'), align: 'end', width: 'narrow', cell: ({ skus }) => format.number(skus) },
    { id: 'who', header: t('who'), cell: ({ change }) => <Maker id={change.createdBy} /> },
    {
      id: 'actions',
      header: '',
      align: 'end',
      width: 'narrow',
      // The end of a change whose beginning has come is cancelled no more, and lists are given another end instead.
      cell: ({ inForce, cancelled, kind, change }) =>
        mayCancel &&
        !inForce &&
        !cancelled &&
        change.kind !== 'list' &&
        kind === 'begin' && <CancelChange id={change.id} note={change.note} />,
    },
  ]
}
