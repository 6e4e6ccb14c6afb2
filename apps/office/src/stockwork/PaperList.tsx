import type { ReactNode } from 'react'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { EmptyState, SearchField, useFormat, useLocale, type TableColumn } from '@splot/ui'
import { FileStack } from 'lucide-react'
import type { Page, Words } from '../api/types.ts'
import { DataTable } from '../page/DataTable.tsx'
import { isFiltered } from '../page/filters.ts'
import { FilterSelect, PlaceFilter } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { useFilters, useTypedFilter } from '../page/useFilters.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { PaperState, PaperTabs, type ListName } from './parts.tsx'
import { useT } from './words.ts'

type Paper = Readonly<{ id: string; number: string; state: string; words: Words; createdAt: string }>

type Props<Row> = Readonly<{
  name: ListName
  list: UseInfiniteQueryResult<InfiniteData<Page<Row>>>
  /** The states of such papers in the order of their life, in words of both languages. */
  states: Readonly<Record<string, Words>>
  columns: readonly TableColumn<Row>[]
  actions: ReactNode
  empty: { title: string; why: string }
  searchLabel: string
}>

const stateOf = (paper: Paper) => <PaperState paper={paper} />

/** A list of papers of one kind: tabs to the others, filters, and the columns of this kind between number and age. */
export function PaperList<Row extends Paper>({
  name,
  list,
  states,
  columns,
  actions,
  empty,
  searchLabel,
}: Props<Row>) {
  const t = useT('work')
  const common = useCommon('page')
  const { locale } = useLocale()
  const format = useFormat()
  const navigate = useNavigate()
  const { filters, change } = useFilters<'q' | 'state' | 'locationId'>()
  const [typed, setTyped] = useTypedFilter(filters.q, (q) => change({ q }))
  return (
    <ListPage
      title={t(name)}
      lead={t('lead')}
      list={list}
      actions={actions}
      views={<PaperTabs current={name} />}
      filters={
        <>
          <SearchField label={searchLabel} value={typed} onChange={setTyped} className={page.search} />
          <FilterSelect
            filter="state"
            label={common('state')}
            none={t('allStates')}
            choices={Object.entries(states).map(([value, words]) => ({ value, label: words[locale] }))}
          />
          <PlaceFilter permission="stock.read" />
        </>
      }
    >
      <DataTable
        label={t(name)}
        list={list}
        columns={[
          {
            id: 'number',
            header: t('number'),
            isRowHeader: true,
            width: 'narrow',
            cell: ({ number }) => number,
          },
          { id: 'state', header: common('state'), width: 'narrow', cell: stateOf },
          ...columns,
          {
            id: 'created',
            header: t('created'),
            width: 'narrow',
            cell: ({ createdAt }) => format.soon(createdAt),
          },
        ]}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: `/stockwork/${name}/$id`, params: { id } })}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<FileStack />} title={empty.title} why={empty.why} />}
      />
    </ListPage>
  )
}
