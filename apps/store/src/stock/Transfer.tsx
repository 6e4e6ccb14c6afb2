import { Button, Checkbox, RefreshLine, ScanBar, StatusPill, useFormat } from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import { Check, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { stockTransfer } from '../routes.ts'
import { useWaitingQuantity } from '../scan/scans.tsx'
import { useHere } from '../use-house.ts'
import { add, emptyDraft, piecesIn, takeBack } from './draft.ts'
import { give, giveAgain, now, type StockKind, useLane } from './give.ts'
import { useLabels } from './labels.ts'
import { placesQuery, type Transfer, transferOf } from './papers.ts'
import { AsOf, Head, LaneNotes, PieceRow, Scanned, WithPaper } from './parts.tsx'
import { Outcome, ReceivePaper } from './ReceivePaper.tsx'
import { useDraft } from './use-draft.ts'
import { useKnownLabels } from './use-known-labels.ts'
import { nameOf, usePieceScans } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** A transfer between two places, as each of them sees it: to agree to, to ship, on its way, to receive. */
export function TransferPage() {
  const { id } = stockTransfer.useParams()
  const query = useQuery(transferOf(id))
  return (
    <div className={css.page}>
      <RefreshLine active={query.isFetching && !query.isPending} />
      <WithPaper query={query}>
        {(transfer) => (
          <>
            <AsOf paper={query.data} />
            <TransferWork key={id} transfer={transfer} />
          </>
        )}
      </WithPaper>
    </div>
  )
}

/** A place's name, once the places are known. */
export function usePlaceName(): (id: string) => string {
  const places = useQuery(placesQuery).data?.value
  return (id) => places?.find((place) => place.id === id)?.name ?? '…'
}

function TransferWork({ transfer }: { readonly transfer: Transfer }) {
  const t = useT('transfer')
  const { locale } = useFormat()
  const { enrolment } = useHere()
  const placeName = usePlaceName()
  const here = enrolment.location.id
  const { id, number, state, words, fromId, toId, lines, receipts, note } = transfer
  useKnownLabels(lines.map(({ sku }) => sku))
  const isSource = fromId === here
  return (
    <>
      <Head
        title={isSource ? t('to', { place: placeName(toId) }) : t('from', { place: placeName(fromId) })}
        kind={[number, note].filter(Boolean).join(' · ')}
      >
        <StatusPill status={state === 'shipped' ? 'info' : 'neutral'}>{words[locale]}</StatusPill>
      </Head>
      {isSource && state === 'requested' && <Decide transfer={transfer} />}
      {isSource && state === 'approved' && <Ship transfer={transfer} />}
      {!isSource && (state === 'shipped' || state === 'closed') ? (
        <ReceivePaper
          id={id}
          number={number}
          path={`/v1/stock/transfers/${id}`}
          lines={lines.map((line) => ({ ...line, expected: line.shipped }))}
          receiptIds={receipts.map((receipt) => receipt.id)}
          isOpen={state === 'shipped'}
          isBlind={false}
          differences={transfer.differences}
        />
      ) : (
        !(isSource && state === 'approved') && <Watch transfer={transfer} />
      )}
    </>
  )
}

/** A step that needs nothing but its command. */
function useStep(transfer: Transfer) {
  const { session } = useHere()
  return (kind: StockKind, verb: string, more: object = {}) =>
    give(session.person, {
      kind,
      path: `/v1/stock/transfers/${transfer.id}/${verb}`,
      body: (commandId) => ({ commandId, ...now(), ...more }),
      lane: transfer.id,
      pieces: 0,
      about: transfer.number,
    })
}

function Decide({ transfer }: { readonly transfer: Transfer }) {
  const t = useT('transfer')
  const placeName = usePlaceName()
  const step = useStep(transfer)
  const lane = useLane(transfer.id)
  return (
    <section className={css.form}>
      <h2>{t('asked', { place: placeName(transfer.toId) })}</h2>
      <p className={css.about}>{t('askedWhy')}</p>
      {lane.waiting.length === 0 && (
        <div className={css.buttons}>
          <Button variant="primary" size="l" onPress={() => void step('stock.decide', 'approve')}>
            {t('agree')}
          </Button>
          <Button size="l" onPress={() => void step('stock.decide', 'reject')}>
            {t('reject')}
          </Button>
        </div>
      )}
    </section>
  )
}

/** Somebody else's turn: what it is about, and whether it is on its way. */
function Watch({ transfer }: { readonly transfer: Transfer }) {
  const t = useT('transfer')
  const { enrolment } = useHere()
  const labels = useLabels()
  const step = useStep(transfer)
  const lane = useLane(transfer.id)
  const { state, lines, number, toId, totals } = transfer
  const mayCancel = (state === 'requested' || state === 'approved') && toId === enrolment.location.id
  return (
    <>
      <LaneNotes
        waiting={lane.waiting}
        refused={lane.refused}
        onAgain={(entry) => void giveAgain(entry, (body) => body)}
      />
      {state === 'shipped' && (
        <Outcome title={t('inTransit', { count: totals.inTransit })} why={t('inTransitWhy')} />
      )}
      {state === 'approved' && <p className={css.about}>{t('approvedWhy')}</p>}
      <ul className={css.lines} aria-label={t('lines', { number })}>
        {lines.map((line) => (
          <PieceRow
            key={line.sku}
            code={line.sku}
            label={labels(line.sku)}
            notes={line.inTransit > 0 && t('onTheWay', { count: String(line.inTransit) })}
            tally={
              line.shipped > 0 || line.received > 0 ? `${line.received}/${line.shipped}` : line.requested
            }
          />
        ))}
      </ul>
      {mayCancel && lane.waiting.length === 0 && (
        <Button variant="quiet" onPress={() => void step('stock.decide', 'cancel')}>
          {t('cancel')}
        </Button>
      )}
    </>
  )
}

/** Picks what was asked for by scan, then sends it on its way. */
function Ship({ transfer }: { readonly transfer: Transfer }) {
  const t = useT('transfer')
  const receive = useT('receive')
  const labels = useLabels()
  const quantity = useWaitingQuantity()
  const lane = useLane(transfer.id)
  const { session } = useHere()
  const { id, number, lines } = transfer
  const { draft, change } = useDraft(`ship:${id}`, null)
  const [isFewer, setFewer] = useState(false)
  const shipping = lane.waiting.find(({ kind }) => kind === 'stock.ship')
  const skuOf = (code: string) => labels(code)?.sku ?? code
  const pickedOf = (sku: string) =>
    draft.pieces.filter(({ code }) => skuOf(code) === sku).reduce((sum, { good }) => sum + good, 0)
  const asked = lines.reduce((sum, line) => sum + line.requested, 0)
  const picked = piecesIn(draft.pieces)

  const scans = usePieceScans(!shipping, ({ code, label, quantity: pieces }) => {
    const name = nameOf(label, code)
    const line = lines.find(({ sku }) => sku === code)
    if (!line) return { state: 'error', text: t('notAsked', { name }) }
    if (pickedOf(code) + pieces > line.requested) return { state: 'error', text: t('enough', { name }) }
    change((before) => add(before, code, pieces))
    return { state: 'ok', text: t('picked', { name, left: asked - picked - pieces }) }
  })
  const ship = async () => {
    const scanned = draft.pieces.map(({ code, good }) => ({ code, quantity: good }))
    await give(session.person, {
      kind: 'stock.ship',
      path: `/v1/stock/transfers/${id}/ship`,
      body: (commandId) => ({ commandId, ...now(), lines: scanned }),
      lane: id,
      pieces: picked,
      about: number,
    })
    change(() => emptyDraft)
  }
  return (
    <>
      {!shipping && (
        <div className={css.scan}>
          <ScanBar state={scans.said?.state ?? 'ready'} count={scans.said?.count ?? 0} quantity={quantity}>
            {scans.said?.text ?? t('scan')}
          </ScanBar>
        </div>
      )}
      <LaneNotes
        waiting={lane.waiting}
        refused={lane.refused}
        onAgain={(entry) => void giveAgain(entry, (body) => body)}
      />
      <Scanned done={picked} all={asked} />
      <ul className={css.lines} aria-label={t('lines', { number })}>
        {lines.map((line) => {
          const done = pickedOf(line.sku)
          const isDone = done === line.requested
          const name = nameOf(labels(line.sku), line.sku)
          return (
            <PieceRow
              key={line.sku}
              code={line.sku}
              label={labels(line.sku)}
              look={isDone ? 'done' : undefined}
              actions={
                <>
                  {!isDone && !shipping && (
                    <Button
                      variant="quiet"
                      size="s"
                      aria-label={receive('byHand', { name })}
                      onPress={() => scans.take(line.sku, 1)}
                    >
                      {receive('byHandShort')}
                    </Button>
                  )}
                  {done > 0 && (
                    <Button
                      variant="quiet"
                      size="s"
                      icon={<Undo2 aria-hidden />}
                      aria-label={receive('takeBack', { name })}
                      onPress={() => change((before) => takeBack(before, line.sku, 1))}
                    >
                      {receive('takeBackShort')}
                    </Button>
                  )}
                </>
              }
              tally={
                <span>
                  {isDone && <Check aria-hidden />}
                  {done}/{line.requested}
                </span>
              }
            />
          )
        })}
      </ul>
      {!shipping && (
        <div className={css.foot}>
          {picked > 0 && picked < asked && (
            <Checkbox isSelected={isFewer} onChange={setFewer}>
              {t('fewer', { count: asked - picked })}
            </Checkbox>
          )}
          <Button
            variant="primary"
            size="l"
            wide
            isDisabled={picked === 0 || (picked < asked && !isFewer)}
            onPress={() => void ship()}
          >
            {t('ship', { count: picked })}
          </Button>
        </div>
      )}
    </>
  )
}
