import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { EmptyState, StatusPill, useLocale, useNow, type Status, type TableColumn } from '@splot/ui'
import { BadgePercent } from 'lucide-react'
import { isFiltered } from '../page/filters.ts'
import { ChannelFilter, PlaceFilter, StateFilter } from '../page/FilterSelect.tsx'
import { ListPage, NewButton } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { useMay } from '../page/names.tsx'
import { PlainTable } from '../page/PlainTable.tsx'
import { SearchFilter } from '../page/SearchFilter.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { exceptionStates, stateOf, toldOf, type ExceptionState } from './exception-draft.ts'
import { useEffectWords, useScopeOf } from './exception-parts.tsx'
import { ExceptionEditor } from './ExceptionEditor.tsx'
import { ExceptionPeek } from './ExceptionPeek.tsx'
import { PriceTabs } from './parts.tsx'
import { exceptionsQuery, type PriceException } from './queries.ts'
import { useT } from './exception-words.ts'

type Filter = 'q' | 'state' | 'channelId' | 'locationId' | 'peek'

/** Where prices differ from the lists, and the reasons that shoppers read. */
export function ExceptionsPage() {
  const t = useT('exceptions')
  const may = useMay()
  const now = useNow()
  const { filters, change } = useFilters<Filter>()
  const list = useQuery(exceptionsQuery)
  const [making, setMaking] = useState(false)
  const fits = useFits(filters)
  const all = list.data?.items ?? []
  const opened = all.find(({ id }) => id === filters.peek)
  const make = may('prices.write') && <NewButton label={t('newException')} onPress={() => setMaking(true)} />
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      list={list}
      views={<PriceTabs current="exceptions" />}
      actions={make}
      filters={
        <>
          <SearchFilter label={t('search')} />
          <ChannelFilter by="id" />
          <PlaceFilter />
          <StateFilter none={t('anyState')} states={exceptionStates.map((state) => [state, t(state)])} />
        </>
      }
      peek={
        opened && (
          <ExceptionPeek
            key={opened.id}
            exception={opened}
            state={stateOf(opened, now)}
            onClose={() => change({ peek: undefined })}
          />
        )
      }
    >
      <PlainTable
        label={t('title')}
        list={list}
        rows={all.filter(fits).toSorted(byState(now))}
        columns={useColumns()}
        rowKey={({ id }) => id}
        openKey={filters.peek ?? null}
        onOpen={({ id }) => change({ peek: id })}
        filtered={isFiltered(filters)}
        empty={
          <EmptyState
            icon={<BadgePercent />}
            title={t('noExceptions')}
            why={t('noExceptionsWhy')}
            action={make}
          />
        }
      />
      {making && <ExceptionEditor exception={null} onClose={() => setMaking(false)} />}
    </ListPage>
  )
}

/** What counts first, what is over last, and in the order in which they are counted. */
const byState =
  (now: number) =>
  (a: PriceException, b: PriceException): number =>
    exceptionStates.indexOf(stateOf(a, now)) - exceptionStates.indexOf(stateOf(b, now)) ||
    (toldOf(a)?.terms?.priority ?? 0) - (toldOf(b)?.terms?.priority ?? 0)

/** Whether an exception is one of those that the address asks for; one for all counts for each. */
function useFits(filters: Readonly<Partial<Record<Filter, string>>>): (exception: PriceException) => boolean {
  const now = useNow()
  const { locale } = useLocale()
  const { q, state, channelId, locationId } = filters
  const wanted = q?.toLocaleLowerCase()
  const names = (values: readonly string[] | null | undefined, one: string | undefined) =>
    one === undefined || !values || values.includes(one)
  return (exception) => {
    const terms = toldOf(exception)?.terms
    return (
      (wanted === undefined || Boolean(terms?.reason[locale].toLocaleLowerCase().includes(wanted))) &&
      (state === undefined || stateOf(exception, now) === state) &&
      names(terms?.channels, channelId) &&
      names(terms?.locations, locationId)
    )
  }
}

const status: Readonly<Record<ExceptionState, Status>> = { counts: 'ok', waits: 'info', over: 'neutral' }

function State({ exception }: Readonly<{ exception: PriceException }>) {
  const t = useT('exceptions')
  const state = stateOf(exception, useNow())
  return <StatusPill status={status[state]}>{t(state)}</StatusPill>
}

function useColumns(): TableColumn<PriceException>[] {
  const t = useT('exceptions')
  const { locale } = useLocale()
  const sayEffect = useEffectWords()
  const sayScope = useScopeOf()
  const nothing = <span className={page.muted}>–</span>
  return [
    {
      id: 'reason',
      header: t('reason'),
      isRowHeader: true,
      cell: (one) => <span className={page.wrap}>{toldOf(one)?.terms?.reason[locale] ?? '–'}</span>,
    },
    {
      id: 'effect',
      header: t('effect'),
      align: 'end',
      width: 'narrow',
      cell: (one) => {
        const terms = toldOf(one)?.terms
        return terms ? sayEffect(terms.effect) : nothing
      },
    },
    {
      id: 'scope',
      header: t('scope'),
      cell: (one) => {
        const terms = toldOf(one)?.terms
        return terms ? <span className={page.wrap}>{sayScope(terms)}</span> : nothing
      },
    },
    { id: 'state', header: t('state'), width: 'narrow', cell: (one) => <State exception={one} /> },
    {
      id: 'since',
      header: t('since'),
      width: 'narrow',
      cell: (one) => {
        const told = toldOf(one)
        return told ? <ShortTime at={told.validFrom} /> : nothing
      },
    },
    {
      id: 'until',
      header: t('until'),
      width: 'narrow',
      cell: (one) => {
        const until = toldOf(one)?.validUntil
        return until ? <ShortTime at={until} /> : nothing
      },
    },
  ]
}
