import { Button, EmptyState, RefreshLine, ScanBar } from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import { ArrowRight, Check, PackageCheck } from 'lucide-react'
import { useState } from 'react'
import { useWaitingQuantity } from '../scan/scans.tsx'
import { useHere } from '../use-house.ts'
import { give, giveAgain, now, useLane } from './give.ts'
import { useLabels } from './labels.ts'
import { putAwayOf, type PutAwayTask } from './papers.ts'
import { AsOf, Head, LaneNotes, PieceRow, WithPaper } from './parts.tsx'
import { useKnownLabels } from './use-known-labels.ts'
import { nameOf, type Said, usePieceScans } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** The lane of a place: put-aways of one device go in order. */
const LANE = 'put-away'

/** Delivered pieces on their way to their bins: scan the article, then the bin. */
export function PutAwayPage() {
  const t = useT('putAway')
  const { enrolment } = useHere()
  const query = useQuery(putAwayOf(enrolment.location.id))
  return (
    <div className={css.page}>
      <RefreshLine active={query.isFetching && !query.isPending} />
      <Head title={t('title')} />
      <WithPaper query={query}>
        {(tasks) => (
          <>
            <AsOf paper={query.data} />
            <Work tasks={tasks} />
          </>
        )}
      </WithPaper>
    </div>
  )
}

interface Held {
  readonly code: string
  readonly quantity: number
}

function Work({ tasks }: { readonly tasks: readonly PutAwayTask[] }) {
  const t = useT('putAway')
  const { enrolment, session } = useHere()
  const labels = useLabels()
  const lane = useLane(LANE)
  const quantity = useWaitingQuantity()
  const [held, setHeld] = useState<Held | null>(null)
  useKnownLabels(tasks.map(({ sku }) => sku))
  const onTheWay = lane.waiting.flatMap(
    ({ body }) => (body as { lines: readonly { code: string; quantity: number }[] }).lines,
  )
  const left = tasks.flatMap((task) => {
    const gone = onTheWay.reduce((sum, line) => sum + (line.code === task.sku ? line.quantity : 0), 0)
    return task.quantity > gone ? { ...task, quantity: task.quantity - gone } : []
  })
  // What is in hand stands on top.
  const shown = left.toSorted((a, b) => Number(b.sku === held?.code) - Number(a.sku === held?.code))
  const putInto = (bin: string, what: Held): Said => {
    const from = left.find(({ sku }) => sku === what.code)?.from
    void give(session.person, {
      kind: 'stock.put_away',
      path: '/v1/stock/put-away-tasks/done',
      body: (commandId) => ({
        commandId,
        ...now(),
        locationId: enrolment.location.id,
        lines: [{ ...what, to: bin, ...(from && { from }) }],
      }),
      lane: LANE,
      pieces: what.quantity,
      about: bin,
    })
    setHeld(null)
    return { state: 'ok', text: t('put', { name: nameOf(labels(what.code), what.code), bin }) }
  }
  const scans = usePieceScans(
    true,
    ({ code, label, quantity: pieces }) => {
      const name = nameOf(label, code)
      const task = left.find(({ sku }) => sku === code)
      if (!task) return { state: 'error', text: t('notWaiting', { name }) }
      const inHand = (held?.code === code ? held.quantity : 0) + pieces
      setHeld({ code, quantity: Math.min(inHand, task.quantity) })
      return {
        state: 'ok',
        text: task.suggested
          ? t('nowBin', { name, count: String(inHand), bin: task.suggested })
          : t('nowAnyBin', { name, count: String(inHand) }),
      }
    },
    (text) => {
      // With an article in hand the next label that is no article is a bin's.
      if (!held || labels(text)) return false
      return putInto(text.slice(0, 32), held)
    },
  )
  return (
    <>
      <div className={css.scan}>
        <ScanBar state={scans.said?.state ?? 'ready'} count={scans.said?.count ?? 0} quantity={quantity}>
          {scans.said?.text ?? t('scan')}
        </ScanBar>
      </div>
      <LaneNotes
        waiting={lane.waiting}
        refused={lane.refused}
        onAgain={(entry) => void giveAgain(entry, (body) => body)}
      />
      {left.length === 0 && <EmptyState icon={<PackageCheck />} title={t('empty')} why={t('emptyWhy')} />}
      <ul className={css.lines} aria-label={t('title')}>
        {shown.map((task) => {
          const { sku, from, suggested } = task
          const name = nameOf(labels(sku), sku)
          const isHeld = held?.code === sku
          return (
            <PieceRow
              key={`${sku}:${from}`}
              code={sku}
              label={labels(sku)}
              look={isHeld ? 'odd' : undefined}
              notes={
                <>
                  {from ?? t('noBin')} <ArrowRight aria-hidden width={14} height={14} />{' '}
                  {suggested ?? t('anyBin')}
                </>
              }
              actions={
                suggested && (
                  <Button
                    size="s"
                    variant="quiet"
                    icon={<Check aria-hidden />}
                    aria-label={t('confirm', { name, bin: suggested })}
                    onPress={() =>
                      scans.say(
                        putInto(suggested, { code: sku, quantity: isHeld ? held.quantity : task.quantity }),
                      )
                    }
                  >
                    {t('confirmShort', { bin: suggested })}
                  </Button>
                )
              }
              tally={isHeld ? `${held.quantity}/${task.quantity}` : task.quantity}
            />
          )
        })}
      </ul>
    </>
  )
}
