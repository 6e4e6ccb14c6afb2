import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { EmptyState, useFormat, useNow, type TableColumn } from '@splot/ui'
import { Layers2 } from 'lucide-react'
import { isFiltered } from '../page/filters.ts'
import { ChannelFilter, PlaceFilter, StateFilter } from '../page/FilterSelect.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { SearchFilter } from '../page/SearchFilter.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { ListStatePill, useForWhom, useListName, useValidity } from './for-whom.tsx'
import { byPrecedence, listStates, stateOf } from './list-draft.ts'
import { ListPeek } from './ListPeek.tsx'
import { NewList } from './NewList.tsx'
import { PriceTabs } from './parts.tsx'
import { listsQuery, type PriceList } from './queries.ts'
import { useT } from './list-words.ts'

type Filter = 'q' | 'channelId' | 'locationId' | 'state' | 'peek'

/** The price lists in the order in which they win. */
export function ListsPage() {
  const t = useT('lists')
  const may = useMay()
  const { filters, change } = useFilters<Filter>()
  const list = useQuery(listsQuery)
  const [making, setMaking] = useState(false)
  const fits = useFits(filters)
  const all = list.data?.items ?? []
  const opened = all.find(({ code }) => code === filters.peek)
  const mayWrite = may('prices.write')
  const make = mayWrite && <NewButton label={t('newList')} onPress={() => setMaking(true)} />
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      views={<PriceTabs current="lists" />}
      actions={make}
      filters={
        <>
          <SearchFilter label={t('search')} />
          <ChannelFilter by="id" />
          <PlaceFilter />
          <StateFilter none={t('anyState')} states={listStates.map((state) => [state, t(state)])} />
        </>
      }
      peek={
        opened && (
          <ListPeek key={opened.code} list={opened} all={all} onClose={() => change({ peek: undefined })} />
        )
      }
    >
      <PlainTable
        label={t('title')}
        list={list}
        rows={all.filter(fits).toSorted(byPrecedence)}
        columns={useColumns()}
        rowKey={({ code }) => code}
        openKey={filters.peek ?? null}
        onOpen={({ code }) => change({ peek: code })}
        filtered={isFiltered(filters)}
        empty={<EmptyState icon={<Layers2 />} title={t('noLists')} why={t('noListsWhy')} action={make} />}
      />
      {making && (
        <NewList
          all={all}
          onClose={() => setMaking(false)}
          onMade={(code) => {
            setMaking(false)
            change({ peek: code })
          }}
        />
      )}
    </ListPage>
  )
}

/** Whether a list is one of those that the address asks for. */
function useFits(filters: Readonly<Partial<Record<Filter, string>>>): (list: PriceList) => boolean {
  const now = useNow()
  const nameOf = useListName()
  const { q, channelId, locationId, state } = filters
  const wanted = q?.toLocaleLowerCase()
  return (list) =>
    (wanted === undefined ||
      [nameOf(list), list.code, list.group ?? ''].some((text) =>
        text.toLocaleLowerCase().includes(wanted),
      )) &&
    (channelId === undefined || list.channelId === channelId) &&
    (locationId === undefined || list.locationId === locationId) &&
    (state === undefined || stateOf(list, now) === state)
}

function useColumns(): TableColumn<PriceList>[] {
  const format = useFormat()
  const t = useT('lists')
  const nameOf = useListName()
  const forWhom = useForWhom()
  const validity = useValidity()
  return [
    {
      id: 'name',
      header: t('name'),
      isRowHeader: true,
      cell: (list) => (
        <>
          {nameOf(list)} {list.name && <code className={page.small}>{list.code}</code>}
        </>
      ),
    },
    { id: 'forWhom', header: t('forWhom'), cell: forWhom },
    { id: 'currency', header: t('currency'), width: 'narrow', cell: ({ currency }) => currency },
    { id: 'validity', header: t('validity'), cell: validity },
    {
      id: 'articles',
      header: t('articles'),
      align: 'end',
      width: 'narrow',
      cell: ({ articles }) => format.number(articles),
    },
    { id: 'state', header: t('state'), width: 'narrow', cell: (list) => <ListStatePill list={list} /> },
  ]
}
