import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import {
  Button,
  EmptyState,
  Skeleton,
  Table,
  useFormat,
  useLocale,
  useNow,
  type TableColumn,
} from '@splot/ui'
import { CalendarRange, ChevronLeft, ChevronRight } from 'lucide-react'
import { FilterSelect, PlaceFilter } from '../page/FilterSelect.tsx'
import { ListPage } from '../page/ListPage.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useChannels } from '../page/scope.tsx'
import { useFilters } from '../page/useFilters.ts'
import page from '../page/page.module.css'
import { columnsOf, dayAway, daysFrom, firstDay, SHOWN_DAYS } from './calendar.ts'
import { momentField } from './moments.ts'
import { PromotionTabs, useSaying } from './parts.tsx'
import css from './promotions.module.css'
import { calendarQuery, type Stretch } from './queries.ts'
import { useT as usePromoT } from './words.ts'
import { useT } from './words-of-calendar.ts'
import { useT as useFieldsT } from './words-of-fields.ts'

/** What counts when and where, four weeks at a time: bars over days, and the same as a table. */
export function CalendarPage() {
  const t = useT('calendar')
  const fields = useFieldsT('fields')
  const { locale } = useLocale()
  const channels = useChannels()
  const promo = usePromoT('promo')
  const { filters, change } = useFilters<'from' | 'view' | 'channel' | 'locationId'>()
  const [openedAt] = useState(Date.now)
  const first = firstDay(filters.from, openedAt)
  const days = daysFrom(first)
  const found = useQuery(calendarQuery(iso(first), iso(days.at(-1) ?? first)))
  const isTable = filters.view === 'table'
  const items = found.data?.items.filter((stretch) => countsAt(stretch, filters)) ?? []
  const go = (away: number) => change({ from: dayAway(first, away) })
  return (
    <ListPage
      title={`${promo('title')}: ${promo('calendar')}`}
      lead={promo('lead')}
      refreshing={found.isFetching}
      views={<PromotionTabs current="calendar" />}
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
            filter="channel"
            label={fields('channel')}
            none={t('anyChannel')}
            choices={channels.map(({ code, name }) => ({ value: code, label: name[locale] }))}
          />
          <PlaceFilter />
          <span className={page.end}>
            <Button onPress={() => change({ view: isTable ? undefined : 'table' })}>
              {isTable ? t('chart') : t('table')}
            </Button>
          </span>
        </>
      }
    >
      {found.isPending ? (
        <Skeleton lines={8} className={page.skeleton} />
      ) : !found.data ? (
        <ProblemState error={found.error} onRetry={() => void found.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState icon={<CalendarRange />} title={t('calendarEmpty')} why={t('calendarEmptyWhy')} />
      ) : isTable ? (
        <Twin items={items} />
      ) : (
        <Grid items={items} days={days} />
      )}
    </ListPage>
  )
}

/** Whether something counts in the chosen channel and place; what names none counts in all. */
const countsAt = (
  { channels, locations }: Stretch,
  chosen: Readonly<{ channel?: string | undefined; locationId?: string | undefined }>,
): boolean =>
  (chosen.channel === undefined || channels === null || channels.includes(chosen.channel)) &&
  (chosen.locationId === undefined || locations === null || locations.includes(chosen.locationId))

const iso = (at: number): string => new Date(at).toISOString()

/** Where a promotion counts, in words. */
function useWhere(): (stretch: Stretch) => string {
  const t = useT('calendar')
  const { names } = useSaying()('')
  return ({ channels, locations }) =>
    [...(channels ?? []).map(names.channel), ...(locations ?? []).map(names.place)].join(', ') ||
    t('everywhere')
}

function Grid({ items, days }: Readonly<{ items: readonly Stretch[]; days: readonly number[] }>) {
  const promo = usePromoT('promo')
  const { locale } = useLocale()
  const whereOf = useWhere()
  const today = momentField(useNow()).slice(0, 10)
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'Europe/Warsaw' })
  return (
    <div className={css.calendar}>
      <section className={css.grid} aria-label={promo('calendar')}>
        {days.slice(0, -1).map((day, index) => {
          const date = momentField(day).slice(0, 10)
          return (
            <div
              key={day}
              className={css.day}
              style={{ gridColumn: index + 1, gridRow: 1 }}
              data-now={date === today}
            >
              {weekday.format(day)}
              <br />
              {`${date.slice(8)}.${date.slice(5, 7)}`}
            </div>
          )
        })}
        {items.flatMap((stretch, index) => {
          const columns = columnsOf(stretch, days)
          if (!columns) return []
          const what = `${stretch.name} · ${whereOf(stretch)}`
          return [
            <Link
              key={`${stretch.id} ${stretch.revision} ${stretch.from}`}
              to="/promotions/$id"
              params={{ id: stretch.id }}
              className={css.bar}
              data-audience={stretch.audience}
              title={what}
              style={{ gridColumn: `${columns.start} / ${columns.end}`, gridRow: index + 2 }}
            >
              {what}
            </Link>,
          ]
        })}
      </section>
    </div>
  )
}

function Twin({ items }: Readonly<{ items: readonly Stretch[] }>) {
  const promo = usePromoT('promo')
  const navigate = useNavigate()
  return (
    <Table
      label={promo('calendar')}
      columns={useColumns()}
      rows={items}
      rowKey={({ id, revision, from }) => `${id} ${revision} ${from}`}
      onOpen={({ id }) => void navigate({ to: '/promotions/$id', params: { id } })}
      className={page.fill}
    />
  )
}

function useColumns(): TableColumn<Stretch>[] {
  const t = useT('calendar')
  const promo = usePromoT('promo')
  const format = useFormat()
  const whereOf = useWhere()
  return [
    { id: 'name', header: promo('name'), isRowHeader: true, cell: ({ name }) => name },
    { id: 'from', header: t('activeFrom'), cell: ({ from }) => <ShortTime at={from} /> },
    {
      id: 'until',
      header: t('activeUntil'),
      cell: ({ until }) => (until === null ? promo('always') : <ShortTime at={until} />),
    },
    { id: 'where', header: t('where'), cell: whereOf },
    {
      id: 'audience',
      header: promo('audience'),
      cell: ({ audience }) =>
        audience === 'public' || audience === 'code' || audience === 'individual'
          ? promo(audience)
          : audience,
    },
    {
      id: 'priority',
      header: promo('priority'),
      align: 'end',
      width: 'narrow',
      cell: ({ priority }) => format.number(priority),
    },
  ]
}
