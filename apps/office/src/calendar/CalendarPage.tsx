import { useState, type ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, EmptyState, Skeleton, Table, type TableColumn } from '@splot/ui'
import { CalendarRange, ChevronLeft, ChevronRight } from 'lucide-react'
import { ChannelFilter, FilterSelect, PlaceFilter } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { useMay } from '../page/names.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useChannels } from '../page/scope.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { PriceTabs } from '../prices/parts.tsx'
import { PromotionTabs } from '../promotions/parts.tsx'
import { Chart } from './Chart.tsx'
import { dayAway, daysFrom, firstDay, SHOWN_DAYS } from './days.ts'
import { entriesOf, entryKinds, fits, type Entry } from './entries.ts'
import { priceCalendarQuery, promotionCalendarQuery } from './queries.ts'
import { editorOf, useEntryWords } from './say-entry.ts'
import { useT } from './words.ts'

type Filter = 'from' | 'view' | 'kind' | 'channel' | 'locationId'

/** The calendar among the pages of promotions. */
export const PromotionCalendar = () => <CalendarPage views={<PromotionTabs current="calendar" />} />

/** The same calendar among the pages of prices. */
export const PriceCalendar = () => <CalendarPage views={<PriceTabs current="calendar" />} />

/** Everything that changes a price, when and where, four weeks at a time: bars over days, and the same as a table. */
function CalendarPage({ views }: Readonly<{ views: ReactNode }>) {
  const t = useT('calendar')
  const { filters, change } = useFilters<Filter>()
  const [openedAt] = useState(Date.now)
  const first = firstDay(filters.from, openedAt)
  const days = daysFrom(first)
  const { entries, isWhole, isFetching, failed } = useEntries(iso(first), iso(days.at(-1) ?? first))
  const isTable = filters.view === 'table'
  const shown = entries?.filter((entry) => fits(entry, filters)) ?? []
  const go = (away: number) => change({ from: dayAway(first, away) })
  return (
    <ListPage
      title={t('title')}
      lead={t('lead')}
      refreshing={isFetching}
      views={views}
      filters={
        <>
          <Button icon={<ChevronLeft aria-hidden size={15} />} onPress={() => go(-SHOWN_DAYS)}>
            {t('earlier')}
          </Button>
          <Button onPress={() => change({ from: undefined })}>{t('today')}</Button>
          <Button iconAfter={<ChevronRight aria-hidden size={15} />} onPress={() => go(SHOWN_DAYS)}>
            {t('laterOn')}
          </Button>
          <FilterSelect
            filter="kind"
            label={t('kind')}
            none={t('anyKind')}
            choices={entryKinds.map((kind) => ({ value: kind, label: t(`${kind}s`) }))}
          />
          <ChannelFilter by="code" />
          <PlaceFilter />
          <span className={page.end}>
            <Button onPress={() => change({ view: isTable ? undefined : 'table' })}>
              {isTable ? t('chart') : t('table')}
            </Button>
          </span>
        </>
      }
    >
      {!isWhole && <p className={page.small}>{t('notWhole')}</p>}
      {failed ? (
        <ProblemState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : !entries ? (
        <Skeleton lines={8} className={page.skeleton} />
      ) : shown.length === 0 ? (
        <EmptyState icon={<CalendarRange />} title={t('empty')} why={t('emptyWhy')} />
      ) : isTable ? (
        <Twin entries={shown} />
      ) : (
        <Chart entries={shown} days={days} />
      )}
    </ListPage>
  )
}

const iso = (at: number): string => new Date(at).toISOString()

const noPrices = { lists: [], exceptions: [], versions: [], isWhole: true }

/** What both calendars tell, as far as the reader may know it; undefined until all of it is there. */
function useEntries(from: string, until: string) {
  const may = useMay()
  const channels = useChannels()
  const mayPromotions = may('promotions.read')
  const mayPrices = may('prices.read')
  const promotions = useQuery({ ...promotionCalendarQuery(from, until), enabled: mayPromotions })
  const prices = useQuery({ ...priceCalendarQuery(from, until), enabled: mayPrices })
  const isThere = (!mayPromotions || promotions.data) && (!mayPrices || prices.data)
  const codeOf = (id: string) => channels.find((channel) => channel.id === id)?.code ?? id
  return {
    entries: isThere ? entriesOf(promotions.data?.items ?? [], prices.data ?? noPrices, codeOf) : undefined,
    isWhole: prices.data?.isWhole ?? true,
    isFetching: promotions.isFetching || prices.isFetching,
    failed: [promotions, prices].find(({ error, data }) => error && !data),
  }
}

/** The same as a table, line by line. */
function Twin({ entries }: Readonly<{ entries: readonly Entry[] }>) {
  const t = useT('calendar')
  const navigate = useNavigate()
  return (
    <Table
      label={t('title')}
      columns={useColumns()}
      rows={entries}
      rowKey={({ key }) => key}
      onOpen={(entry) => void navigate(editorOf(entry))}
      className={page.fill}
    />
  )
}

function useColumns(): TableColumn<Entry>[] {
  const t = useT('calendar')
  const words = useEntryWords()
  return [
    {
      id: 'what',
      header: t('what'),
      isRowHeader: true,
      cell: (entry) => <span className={page.wrap}>{words.what(entry)}</span>,
    },
    { id: 'kind', header: t('kind'), width: 'narrow', cell: ({ kind }) => t(kind) },
    { id: 'from', header: t('activeFrom'), width: 'narrow', cell: words.from },
    {
      id: 'until',
      header: t('activeUntil'),
      width: 'narrow',
      cell: (entry) => (entry.kind === 'version' ? '' : words.until(entry)),
    },
    { id: 'hours', header: t('hours'), cell: words.hours },
    {
      id: 'where',
      header: t('where'),
      cell: (entry) => <span className={page.wrap}>{words.where(entry)}</span>,
    },
  ]
}
