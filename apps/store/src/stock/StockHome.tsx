import {
  Badge,
  buttonClass,
  EmptyState,
  ErrorState,
  RefreshLine,
  ScanBar,
  Skeleton,
  StatusPill,
  useFormat,
} from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import {
  ArrowDownToLine,
  ArrowUpFromLine,
  Boxes,
  ClipboardList,
  PackageCheck,
  PackagePlus,
  PackageSearch,
  Repeat,
  Truck,
} from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { Go, type Place, useGo } from '../places.tsx'
import { useHere } from '../use-house.ts'
import { errorId, errorWords } from '../words.ts'
import { countTasks, isForHere, putAwayOf, type Tasks, useTasks } from './papers.ts'
import { AsOf } from './parts.tsx'
import { prepareLabels, preparePapers } from './prepare.ts'
import { usePlaceName } from './Transfer.tsx'
import { nameOf, usePieceScans } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** What waits here, and where work that nobody asked for begins. */
export function StockHome() {
  const t = useT('home')
  const stock = useT('stock')
  const { locale } = useFormat()
  const { enrolment, session } = useHere()
  const here = enrolment.location.id
  const query = useTasks()
  const tasks = query.data?.value
  const isOld = query.data?.isOld
  const go = useGo()
  const may = (permission: string) => session.permissions.includes(permission)
  useEffect(() => {
    if (!tasks || isOld) return
    // What cannot be read now is read when it is opened.
    preparePapers(tasks, here, locale)
      .then(() => prepareLabels(here, locale))
      .catch(() => {})
  }, [tasks, isOld, here, locale])
  const scans = usePieceScans(
    true,
    ({ code, label }) => {
      go({ to: '/stock/article', search: { code } })
      return { state: 'ok', text: nameOf(label, code) }
    },
    (text) => {
      const place = tasks && paperNamed(tasks, text)
      if (place) go(place)
      return place !== undefined
    },
  )
  return (
    <div className={css.page}>
      <RefreshLine active={query.isFetching && !query.isPending} />
      <header className={css.head}>
        <div className={css.title}>
          <h1>{stock('title')}</h1>
        </div>
      </header>
      <div className={css.scan}>
        <ScanBar state={scans.said?.state ?? 'ready'} count={scans.said?.count ?? 0}>
          {scans.said?.text ?? t('scan')}
        </ScanBar>
      </div>
      <nav className={css.doors} aria-label={t('doors')}>
        <Door place={{ to: '/stock/article' }} icon={<PackageSearch aria-hidden />}>
          {t('lookUp')}
        </Door>
        {may('stock.receive') && (
          <Door place={{ to: '/stock/receipt' }} icon={<PackagePlus aria-hidden />}>
            {t('receipt')}
          </Door>
        )}
        {may('stock.transfer') && (
          <Door place={{ to: '/stock/transfers/new' }} icon={<Repeat aria-hidden />}>
            {t('transfer')}
          </Door>
        )}
        {may('stock.count') && (
          <Door place={{ to: '/stock/counts/new' }} icon={<ClipboardList aria-hidden />}>
            {t('count')}
          </Door>
        )}
      </nav>
      <AsOf paper={query.data} />
      {query.isPending && <Skeleton shape="block" lines={3} />}
      {query.isError && !tasks && (
        <ErrorState
          title={errorWords(query.error, locale)}
          safe={stock('failedSafe')}
          onRetry={() => void query.refetch()}
          id={errorId(query.error)}
        />
      )}
      {tasks && <TaskLists tasks={tasks} />}
    </div>
  )
}

function Door({
  place,
  icon,
  children,
}: {
  readonly place: Place
  readonly icon: ReactNode
  readonly children: ReactNode
}) {
  return (
    <Go place={place} className={buttonClass()}>
      {icon} {children}
    </Go>
  )
}

/** The paper whose number, or whose supplier's number, was scanned. */
function paperNamed({ advices, transfers, counts }: Tasks, text: string): Place | undefined {
  const wanted = text.trim().toUpperCase()
  const is = (number: string) => number.toUpperCase() === wanted
  const advice = advices.find(({ number, reference }) => is(number) || is(reference))
  if (advice) return { to: '/stock/deliveries/$id', params: { id: advice.id } }
  const transfer = transfers.find(({ number }) => is(number))
  if (transfer) return { to: '/stock/transfers/$id', params: { id: transfer.id } }
  const count = counts.find(({ number }) => is(number))
  return count && { to: '/stock/counts/$id', params: { id: count.id } }
}

function TaskLists({ tasks }: { readonly tasks: Tasks }) {
  const t = useT('home')
  const { locale, date } = useFormat()
  const { enrolment } = useHere()
  const placeName = usePlaceName()
  const here = enrolment.location.id
  const toPutAway = useQuery(putAwayOf(here)).data?.value ?? []
  const { advices, transfers, counts } = tasks
  const ours = transfers.filter((transfer) => isForHere(transfer, here))
  const others = transfers.filter((transfer) => !isForHere(transfer, here))
  if (countTasks(tasks, here) === 0 && others.length === 0 && toPutAway.length === 0) {
    return <EmptyState icon={<PackageCheck />} title={t('empty')} why={t('emptyWhy')} />
  }
  return (
    <>
      <Section title={t('deliveries')} count={advices.length}>
        {advices.map(({ id, supplier, number, expectedOn, state, words, totals }) => (
          <Task
            key={id}
            place={{ to: '/stock/deliveries/$id', params: { id } }}
            icon={<Truck aria-hidden />}
            title={supplier}
            about={`${number} · ${t('expectedOn', { date: date(`${expectedOn}T12:00:00Z`, 'date') })}`}
          >
            <StatusPill status={state === 'receiving' ? 'info' : 'neutral'}>
              {state === 'receiving'
                ? t('received', {
                    done: String(totals.received + totals.damaged),
                    all: String(totals.expected ?? '?'),
                  })
                : words[locale]}
            </StatusPill>
          </Task>
        ))}
      </Section>
      <Section title={t('transfers')} count={ours.length}>
        {ours.map((transfer) => (
          <Task
            key={transfer.id}
            place={{ to: '/stock/transfers/$id', params: { id: transfer.id } }}
            icon={transfer.toId === here ? <ArrowDownToLine aria-hidden /> : <ArrowUpFromLine aria-hidden />}
            title={
              transfer.toId === here
                ? t('receiveFrom', { place: placeName(transfer.fromId) })
                : transfer.state === 'requested'
                  ? t('askedBy', { place: placeName(transfer.toId) })
                  : t('shipTo', { place: placeName(transfer.toId) })
            }
            about={`${transfer.number} · ${t('pieces', { count: transfer.totals.requested })}`}
          >
            <StatusPill status={transfer.state === 'shipped' ? 'info' : 'neutral'}>
              {transfer.words[locale]}
            </StatusPill>
          </Task>
        ))}
      </Section>
      <Section title={t('counts')} count={counts.length}>
        {counts.map(({ id, number, state, words, totals, note }) => (
          <Task
            key={id}
            place={{ to: '/stock/counts/$id', params: { id } }}
            icon={<ClipboardList aria-hidden />}
            title={note ?? t('countNumber', { number })}
            about={t('counted', { done: String(totals.counted), all: String(totals.lines) })}
          >
            <StatusPill status={state === 'counting' ? 'info' : 'warn'}>{words[locale]}</StatusPill>
          </Task>
        ))}
      </Section>
      <Section title={t('putAway')} count={toPutAway.length}>
        {toPutAway.length > 0 && (
          <Task
            place={{ to: '/stock/put-away' }}
            icon={<Boxes aria-hidden />}
            title={t('putAwayTitle')}
            about={t('pieces', { count: toPutAway.reduce((sum, { quantity }) => sum + quantity, 0) })}
          />
        )}
      </Section>
      <Section title={t('elsewhere')} count={others.length}>
        {others.map(({ id, number, fromId, toId, state, words, totals }) => (
          <Task
            key={id}
            place={{ to: '/stock/transfers/$id', params: { id } }}
            icon={<Repeat aria-hidden />}
            title={
              toId === here
                ? t('weAsked', { place: placeName(fromId) })
                : t('wentTo', { place: placeName(toId) })
            }
            about={`${number} · ${t('pieces', { count: state === 'shipped' ? totals.inTransit : totals.requested })}`}
          >
            <StatusPill status={state === 'shipped' ? 'info' : 'neutral'}>{words[locale]}</StatusPill>
          </Task>
        ))}
      </Section>
    </>
  )
}

function Section({
  title,
  count,
  children,
}: {
  readonly title: string
  readonly count: number
  readonly children: ReactNode
}) {
  if (count === 0) return null
  return (
    <section className={css.section}>
      <h2>
        {title} <Badge>{count}</Badge>
      </h2>
      {children}
    </section>
  )
}

interface TaskProps {
  readonly place: Place
  readonly icon: ReactNode
  readonly title: string
  readonly about: string
  readonly children?: ReactNode
}

function Task({ place, icon, title, about, children }: TaskProps) {
  return (
    <Go place={place} className={css.task}>
      <span className={css.icon}>{icon}</span>
      <span className={css.words}>
        <strong>{title}</strong>
        <span className={css.notes}>{about}</span>
      </span>
      {children && <span>{children}</span>}
    </Go>
  )
}
