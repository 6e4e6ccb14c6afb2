import { useQuery } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import {
  EmptyState,
  Money,
  Skeleton,
  Table,
  TextField,
  useFormat,
  useLocale,
  type TableColumn,
} from '@splot/ui'
import { Scale } from 'lucide-react'
import { splot } from '../api/client.ts'
import { ExportButton } from '../page/ExportButton.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import css from './giftcards.module.css'
import { CardTabs } from './parts.tsx'
import { atEndOf, liabilityQuery, type Liability } from './queries.ts'
import { useT } from './words.ts'

type Row = Liability['rows'][number]

/** What is owed to holders of cards and to customers, now or at the end of a day. */
export function LiabilityPage() {
  const t = useT('cards')
  const { filters, change } = useFilters<'day'>()
  const report = useQuery(liabilityQuery(filters.day))
  const columns = useColumns()
  return (
    <ListPage
      title={t('title')}
      lead={t('liabilityLead')}
      list={report}
      views={<CardTabs current="liability" />}
      actions={
        <ExportButton
          load={() =>
            unwrap(splot.GET('/v1/gift-cards/liability/csv', { params: { query: atEndOf(filters.day) } }))
          }
        />
      }
      filters={
        <TextField
          label={t('day')}
          type="date"
          value={filters.day ?? ''}
          onChange={(day) => change({ day })}
          className={page.select}
        />
      }
    >
      {report.isPending && <Skeleton lines={8} className={page.skeleton} />}
      {report.isError && !report.data && (
        <ProblemState error={report.error} onRetry={() => void report.refetch()} />
      )}
      {report.data && (
        <>
          <Totals report={report.data} />
          <Table
            label={t('liability')}
            columns={columns}
            rows={report.data.rows}
            rowKey={(row) => [row.currency, row.kind, row.issuedIn, row.expiresIn].join(' ')}
            className={page.fill}
            empty={<EmptyState icon={<Scale />} title={t('nothingOwed')} why={t('nothingOwedWhy')} />}
          />
        </>
      )}
    </ListPage>
  )
}

function Totals({ report }: Readonly<{ report: Liability }>) {
  const t = useT('cards')
  const format = useFormat()
  return (
    <p className={css.totals}>
      <span className={page.muted}>{t('owedAt', { when: format.date(report.at) })}</span>
      {report.totals.map(({ open }) => (
        <strong key={open.currency}>
          <Money value={open} />
        </strong>
      ))}
    </p>
  )
}

function useColumns(): TableColumn<Row>[] {
  const t = useT('cards')
  const { locale } = useLocale()
  const money = (id: 'spendable' | 'held' | 'open'): TableColumn<Row> => ({
    id,
    header: t(id),
    align: 'end',
    width: 'narrow',
    cell: (row) => <Money value={row[id]} />,
  })
  return [
    { id: 'kind', header: t('kind'), isRowHeader: true, cell: ({ kindWords }) => kindWords[locale] },
    { id: 'month', header: t('month'), width: 'narrow', cell: ({ issuedIn }) => issuedIn },
    {
      id: 'expiresIn',
      header: t('expiresIn'),
      width: 'narrow',
      cell: ({ expiresIn }) => expiresIn ?? <span className={page.muted}>{t('never')}</span>,
    },
    {
      id: 'accounts',
      header: t('accounts'),
      align: 'end',
      width: 'narrow',
      cell: ({ accounts }) => accounts,
    },
    money('spendable'),
    money('held'),
    money('open'),
  ]
}
