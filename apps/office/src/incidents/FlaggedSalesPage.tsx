import { useInfiniteQuery } from '@tanstack/react-query'
import { EmptyState, StatusPill, useFormat, useLocale, type TableColumn } from '@splot/ui'
import { ReceiptText } from 'lucide-react'
import { DataTable, rowsOf } from '../page/DataTable.tsx'
import { FilterSelect, PlaceFilter } from '../page/FilterSelect.tsx'
import { isFiltered } from '../page/filters.ts'
import { ListPage } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { shortName } from '../page/names.tsx'
import { useFilters } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { FlaggedSalePeek } from './FlaggedSalePeek.tsx'
import { IncidentTabs } from './IncidentTabs.tsx'
import { flaggedQuery, type FlaggedSale } from './queries.ts'
import { useT } from './words.ts'

/** Till sales that were made without a network and are not what was published by then, newest first. */
export function FlaggedSalesPage() {
  const t = useT('incidents')
  const common = useCommon('page')
  const { filters, change } = useFilters<'state' | 'locationId' | 'peek'>()
  const list = useInfiniteQuery(flaggedQuery(filters))
  const opened = rowsOf(list).find(({ id }) => id === filters.peek)
  return (
    <ListPage
      title={t('sales')}
      lead={t('salesLead')}
      list={list}
      views={<IncidentTabs current="sales" locationId={filters.locationId} />}
      filters={
        <>
          <FilterSelect
            filter="state"
            label={common('state')}
            none={t('salesOpen')}
            choices={[{ value: 'settled', label: t('salesSettled') }]}
          />
          <PlaceFilter permission="stock.incident" />
        </>
      }
      peek={opened && <FlaggedSalePeek sale={opened} onClose={() => change({ peek: undefined })} />}
    >
      <DataTable
        label={t('sales')}
        list={list}
        columns={useColumns()}
        rowKey={({ id }) => id}
        openKey={filters.peek ?? null}
        onOpen={({ id }) => change({ peek: id })}
        filtered={isFiltered({ ...filters, state: undefined })}
        empty={<EmptyState icon={<ReceiptText />} title={t('salesEmpty')} why={t('salesEmptyWhy')} />}
      />
    </ListPage>
  )
}

function useColumns(): TableColumn<FlaggedSale>[] {
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
      cell: ({ settled }) => (
        <StatusPill status={settled ? 'ok' : 'late'}>
          {settled ? t('salesSettledOne') : t('salesOpenOne')}
        </StatusPill>
      ),
    },
    { id: 'sold', header: t('soldAt'), width: 'narrow', cell: ({ soldAt }) => <ShortTime at={soldAt} /> },
    { id: 'place', header: t('place'), cell: ({ location }) => shortName(location.name) },
    { id: 'who', header: t('soldBy'), cell: ({ soldBy }) => soldBy?.name },
    {
      id: 'paid',
      header: t('soldFor'),
      align: 'end',
      width: 'narrow',
      cell: ({ sold }) => <strong>{format.money(sold)}</strong>,
    },
    {
      id: 'due',
      header: t('due'),
      align: 'end',
      width: 'narrow',
      cell: ({ due }) => (due ? format.money(due) : <span className={page.muted}>{t('dueUnknown')}</span>),
    },
    {
      id: 'why',
      header: t('why'),
      cell: ({ reasons }) => (
        <span className={page.wrap}>{reasons.map(({ words }) => words[locale]).join(' · ')}</span>
      ),
    },
  ]
}
