import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { EmptyState, StatusPill, useLocale, type Status, type TableColumn } from '@splot/ui'
import { FilePenLine } from 'lucide-react'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { FilterSelect } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { Maker, PriceTabs } from './parts.tsx'
import { changesQuery, type Change } from './queries.ts'
import { useT } from './words.ts'

/** Every change of prices, newest first. */
export function ChangesPage() {
  const t = useT('prices')
  const common = useCommon('page')
  const navigate = useNavigate()
  const { filters } = useFilters<'state'>()
  const list = useInfiniteQuery(changesQuery(filters))
  return (
    <ListPage
      title={t('tabChanges')}
      lead={t('changesLead')}
      list={list}
      views={<PriceTabs current="changes" />}
      filters={
        <FilterSelect
          filter="state"
          label={common('state')}
          none={t('anyState')}
          choices={[
            { value: 'draft', label: t('draft') },
            { value: 'published', label: t('publishedState') },
            { value: 'cancelled', label: t('cancelled') },
            { value: 'discarded', label: t('discarded') },
          ]}
        />
      }
    >
      <DataTable
        label={t('tabChanges')}
        list={list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/prices/changes/$id', params: { id } })}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<FilePenLine />} title={t('noChanges')} why={t('noChangesWhy')} />}
      />
    </ListPage>
  )
}

const status: Readonly<Record<string, Status>> = { draft: 'info', published: 'ok', cancelled: 'warn' }

export function ChangeState({ change }: Readonly<{ change: Pick<Change, 'state' | 'words'> }>) {
  const { locale } = useLocale()
  return <StatusPill status={status[change.state] ?? 'neutral'}>{change.words[locale]}</StatusPill>
}

/** What a change was made by, in words; a kind that is newer than this build says its own name. */
export function useKindWords(): (kind: string) => string {
  const t = useT('prices')
  const words: Readonly<Record<string, string>> = {
    edit: t('edit'),
    bulk: t('bulk_kind'),
    import: t('import_kind'),
    exception: t('exception'),
    list: t('list_kind'),
    proposal: t('proposal'),
  }
  return (kind) => words[kind] ?? kind
}

/** Why a change was made: as it was written, but for those that the proposals wrote themselves. */
export function useNoteWords(): (change: Pick<Change, 'kind' | 'note'>) => string {
  const t = useT('prices')
  return ({ kind, note }) => (kind === 'proposal' ? t('ofProposals') : note)
}

function useColumns(): TableColumn<Change>[] {
  const t = useT('prices')
  const common = useCommon('page')
  const kindOf = useKindWords()
  const noteOf = useNoteWords()
  return [
    {
      id: 'note',
      header: t('note'),
      isRowHeader: true,
      cell: (change) => <span className={page.wrap}>{noteOf(change)}</span>,
    },
    { id: 'kind', header: t('kind'), width: 'narrow', cell: ({ kind }) => kindOf(kind) },
    {
      id: 'state',
      header: common('state'),
      width: 'narrow',
      cell: (change) => <ChangeState change={change} />,
    },
    { id: 'rows', header: t('rows'), align: 'end', width: 'narrow', cell: ({ rows }) => rows },
    {
      id: 'effective',
      header: t('effective'),
      width: 'narrow',
      cell: ({ effectiveAt, publishedAt }) => {
        const at = effectiveAt ?? publishedAt
        return at ? <ShortTime at={at} /> : <span className={page.muted}>{t('atOnce')}</span>
      },
    },
    { id: 'who', header: t('who'), cell: ({ createdBy }) => <Maker id={createdBy} /> },
    {
      id: 'when',
      header: common('when'),
      width: 'narrow',
      cell: ({ createdAt }) => <ShortTime at={createdAt} />,
    },
  ]
}
