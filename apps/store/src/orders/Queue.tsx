import {
  Badge,
  Button,
  cx,
  EmptyState,
  ErrorState,
  PromiseTime,
  RefreshLine,
  ScanBar,
  type ScanState,
  Skeleton,
  StatusPill,
  useFormat,
  optionText,
  spokenNumber,
} from '@splot/ui'
import { PackageCheck, PackageOpen, QrCode, Radio, Store, Truck } from 'lucide-react'
import { useState } from 'react'
import type { Fulfilment, FulfilmentLine } from '../api/types.ts'
import { useLive } from '../live.ts'
import { Go, useGo } from '../places.tsx'
import { queue as queueOfRoute } from '../routes.ts'
import { play } from '../scan/sound.ts'
import { useTakeScan } from '../scan/scans.tsx'
import { ArticlePicture } from '../till/ArticlePicture.tsx'
import { errorId, useT } from '../words.ts'
import { isTodo, useQueue } from './queries.ts'
import { carryScan } from './shown-code.ts'
import css from './Queue.module.css'

/** What a card shows before "and more". */
const SHOWN_LINES = 3

/** The queue of this store, the most urgent first; it fills and empties by itself. */
export function Queue() {
  const t = useT('orders')
  const { view } = queueOfRoute.useSearch()
  const go = useGo()
  const queue = useQueue()
  const todo = queue.data?.filter(isTodo)
  const ready = queue.data?.filter(({ state }) => state === 'ready')
  const shown = view === 'ready' ? ready : todo
  const said = useQueueScans(queue.data ?? [])
  return (
    <div className={css.page}>
      <RefreshLine active={queue.isFetching && !queue.isPending} />
      <header className={css.head}>
        <h1>{t('title')}</h1>
        <Button className={css.give} icon={<QrCode aria-hidden />} onPress={() => go({ to: '/hand-over' })}>
          {t('giveOut')}
        </Button>
      </header>
      <nav className={css.views} aria-label={t('views')}>
        <View view={undefined} label={t('todo')} count={todo?.length} />
        <View view="ready" label={t('ready')} count={ready?.length} />
        <LiveMark />
      </nav>
      <ScanBar state={said.state} count={said.count}>
        {said.text}
      </ScanBar>
      {queue.isPending && <Skeleton shape="block" lines={4} />}
      {queue.isError && !queue.data && (
        <ErrorState
          title={t('failed')}
          safe={t('failedSafe')}
          onRetry={() => void queue.refetch()}
          id={errorId(queue.error)}
        />
      )}
      {shown?.length === 0 &&
        (view === 'ready' ? (
          <EmptyState icon={<PackageCheck />} title={t('emptyReady')} why={t('emptyReadyWhy')} />
        ) : (
          <EmptyState icon={<PackageOpen />} title={t('empty')} why={t('emptyWhy')} />
        ))}
      <ul className={css.cards} aria-label={view === 'ready' ? t('ready') : t('todo')}>
        {shown?.map((fulfilment) => (
          <li key={fulfilment.id}>
            <Card fulfilment={fulfilment} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function View(props: {
  readonly view: 'ready' | undefined
  readonly label: string
  readonly count: number | undefined
}) {
  const { view, label, count } = props
  return (
    <Go place={{ to: '/orders', search: view ? { view } : {} }} isExact className={css.view}>
      {label} {count !== undefined && <Badge>{count}</Badge>}
    </Go>
  )
}

function LiveMark() {
  const t = useT('orders')
  const live = useLive()
  return (
    <output className={cx(css.live, live && css.on)}>
      <Radio aria-hidden /> {live ? t('live') : t('reconnecting')}
    </output>
  )
}

function Card({ fulfilment }: { readonly fulfilment: Fulfilment }) {
  const t = useT('orders')
  const { locale } = useFormat()
  const { id, orderNumber, kind, state, promisedAt, createdAt, lines, picked, pieces } = fulfilment
  const Icon = kind === 'ship' ? Truck : Store
  return (
    <Go place={{ to: '/orders/$id', params: { id } }} className={css.card}>
      <span className={css.top}>
        <strong className={css.number}>{spokenNumber(orderNumber)}</strong>
        {state === 'ready' ? (
          <StatusPill status="ok">{fulfilment.words[locale]}</StatusPill>
        ) : promisedAt ? (
          <PromiseTime promisedAt={promisedAt} since={createdAt} />
        ) : (
          <span className={css.muted}>{t('noPromise')}</span>
        )}
      </span>
      <span className={css.kind}>
        <Icon aria-hidden /> {kind === 'ship' ? t('ship') : t('pickup')}
        {state === 'picking' && (
          <StatusPill status="info" className={css.state}>
            {t('picked', { picked: String(picked), pieces: String(pieces) })}
          </StatusPill>
        )}
      </span>
      <span className={css.items}>
        {lines.slice(0, SHOWN_LINES).map((line) => (
          <Item key={line.lineId} line={line} />
        ))}
        {lines.length > SHOWN_LINES && (
          <span className={css.muted}>{t('more', { count: lines.length - SHOWN_LINES })}</span>
        )}
      </span>
    </Go>
  )
}

function Item({ line }: { readonly line: FulfilmentLine }) {
  const { locale } = useFormat()
  return (
    <span className={css.item}>
      <ArticlePicture url={line.picture?.url ?? null} />
      <span className={css.itemWords}>
        <span>{line.name[locale]}</span>
        <span className={css.muted}>{optionText(line.options, locale)}</span>
      </span>
      <span className={css.count}>{line.quantity} ×</span>
    </span>
  )
}

/** A scan opens what it belongs to: an article the most urgent order that needs it, an order's code that order. */
function useQueueScans(queue: readonly Fulfilment[]) {
  const t = useT('orders')
  const go = useGo()
  const [said, setSaid] = useState<{ state: ScanState; text: string | null; count: number }>({
    state: 'ready',
    text: null,
    count: 0,
  })
  const refuse = (text: string) => {
    play('wrong')
    setSaid((last) => ({ state: 'error', text, count: last.count + 1 }))
  }
  const open = (id: string) => go({ to: '/orders/$id', params: { id } })
  useTakeScan(({ scan }) => {
    if (scan.kind === 'order') {
      const found = queue.find(({ orderNumber }) => orderNumber === scan.number)
      if (found) open(found.id)
      else refuse(t('notInQueue', { number: scan.number }))
      return true
    }
    if (scan.kind !== 'product') return false
    const needs = (one: Fulfilment) =>
      one.lines.some(({ gtin, quantity, picked }) => gtin === scan.gtin && picked < quantity)
    // What somebody has begun is finished first, then whatever is most urgent.
    const found =
      queue.find((one) => one.state === 'picking' && needs(one)) ??
      queue.find((one) => isTodo(one) && needs(one))
    if (!found) {
      refuse(t('nothingFits'))
      return true
    }
    carryScan(found.id, scan.gtin)
    open(found.id)
    return true
  })
  return { ...said, text: said.text ?? t('scanHint') }
}
