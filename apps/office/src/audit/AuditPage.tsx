import { useInfiniteQuery } from '@tanstack/react-query'
import { EmptyState, SearchField, useLocale, type TableColumn } from '@splot/ui'
import { ScrollText } from 'lucide-react'
import { auditQuery } from '../api/queries.ts'
import type { AuditLine } from '../api/types.ts'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { ListPage } from '../page/ListPage.tsx'
import { Moment } from '../page/Moment.tsx'
import { PlaceName } from '../page/names.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { summary } from '../events/tail.ts'
import { useT, wordOf } from '../words/index.ts'
import page from '../page/page.module.css'

/** What people changed, and whose data they looked at. */
export function AuditPage() {
  const t = useT('audit')
  const { filters, change } = useFilters<'action' | 'subject'>()
  const list = useInfiniteQuery(auditQuery(filters))
  const [action, setAction] = useTypedFilter(filters.action, (text) => change({ action: text }))
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      filters={
        <SearchField
          label={t('action')}
          placeholder={t('actionHint')}
          value={action}
          onChange={setAction}
          className={page.search}
        />
      }
    >
      <DataTable
        label={t('title')}
        list={list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<ScrollText />} title={t('empty')} />}
      />
    </ListPage>
  )
}

function useColumns(): TableColumn<AuditLine>[] {
  const t = useT('audit')
  const common = useT('page')
  const { locale } = useLocale()
  return [
    {
      id: 'at',
      header: common('when'),
      width: 'narrow',
      cell: ({ at }) => <Moment at={at} />,
    },
    {
      id: 'who',
      header: t('who'),
      cell: ({ staffName, actorKind }) => staffName ?? wordOf(locale, 'actor', actorKind),
    },
    { id: 'action', header: t('action'), isRowHeader: true, cell: ({ action }) => <code>{action}</code> },
    { id: 'place', header: common('where'), cell: ({ locationId }) => <PlaceName id={locationId} /> },
    {
      id: 'subject',
      header: t('subject'),
      cell: ({ subject }) => (
        <code className={page.small} title={subject}>
          …{subject.slice(-12)}
        </code>
      ),
    },
    {
      id: 'detail',
      header: t('detail'),
      cell: ({ detail }) => <code className={page.small}>{summary(detail)}</code>,
    },
  ]
}
