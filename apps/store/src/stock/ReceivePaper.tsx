import type { OutboxEntry } from '@splot/offline'
import { Button, cx, EmptyState, ScanBar } from '@splot/ui'
import { Check, CircleCheckBig, PackageOpen, TriangleAlert, Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useWaitingQuantity } from '../scan/scans.tsx'
import { useHere } from '../use-house.ts'
import { ArrivalReasons, type GivenReason } from './arrival-reasons.tsx'
import {
  arrivalsOf,
  arrived,
  type ArrivalLine,
  type Difference,
  differencesOf,
  type ExpectedLine,
  isComplete,
  piecesOf,
  type SentBatch,
} from './arrivals.ts'
import { add, arrivedLines, type Condition, type Piece, piecesIn, takeBack } from './draft.ts'
import { give, giveAgain, now, useLane } from './give.ts'
import { useLabels } from './labels.ts'
import { LaneNotes, PieceRow, Scanned } from './parts.tsx'
import { useDraft } from './use-draft.ts'
import { nameOf, usePieceScans } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

export interface ReceivePaperProps {
  readonly id: string
  readonly number: string
  /** `/v1/stock/advices/<id>` or `/v1/stock/transfers/<id>`. */
  readonly path: string
  readonly lines: readonly ExpectedLine[]
  readonly receiptIds: readonly string[]
  readonly isOpen: boolean
  readonly differences:
    | readonly {
        readonly sku: string
        readonly kind: string
        readonly quantity: number
        readonly reason: string
      }[]
    | null
  readonly isBlind: boolean
}

/** Goods come in by scan: each counts up at once, is kept on this device, and is sent in batches. */
export function ReceivePaper(props: ReceivePaperProps) {
  const { id, number, path, lines, receiptIds, isOpen, isBlind } = props
  const t = useT('receive')
  const { session } = useHere()
  const labels = useLabels()
  const lane = useLane(id)
  const quantity = useWaitingQuantity()
  const [condition, setCondition] = useState<Condition>('good')
  const [isClosing, setClosing] = useState(false)
  const closing = lane.waiting.find(({ kind }) => kind === 'stock.close')
  const isWorking = isOpen && !closing
  const batch = (pieces: readonly Piece[]) => ({
    kind: 'stock.batch' as const,
    path: `${path}/receipts`,
    body: (commandId: string) => ({ commandId, ...now(), lines: arrivedLines(pieces) }),
    lane: id,
    pieces: piecesIn(pieces),
    about: number,
  })
  const open = useDraft(`receive:${id}`, batch)
  const { draft, change, send } = open
  const skuOf = (code: string) => labels(code)?.sku ?? code
  const unsent = lane.waiting.flatMap((entry) =>
    entry.kind === 'stock.batch' && !receiptIds.includes(entry.id) ? piecesOf(entry.body as SentBatch) : [],
  )
  const seen = arrivalsOf(lines, [...draft.pieces, ...unsent], skuOf, isBlind)
  const expected = lines.reduce((sum, line) => sum + (line.expected ?? 0), 0)
  const here = seen.reduce((sum, line) => sum + Math.min(arrived(line), line.expected ?? 0), 0)

  const scans = usePieceScans(isWorking, ({ code, label, quantity: pieces }) => {
    change((before) => add(before, code, pieces, condition))
    setClosing(false)
    const name = nameOf(label, code)
    const line = seen.find(({ sku }) => sku === code)
    const total = (line ? arrived(line) : 0) + pieces
    if (condition === 'damaged') {
      setCondition('good')
      return { state: 'warn', text: t('saidDamaged', { name }) }
    }
    if (!label) return { state: 'warn', text: t('saidNameless', { code }) }
    if (isBlind) return { state: 'ok', text: t('said', { name, total: String(total) }) }
    if (!line || line.expected === 0) return { state: 'warn', text: t('saidUnexpected', { name }) }
    if (line.expected !== null && total > line.expected)
      return { state: 'warn', text: t('saidOver', { name }) }
    return { state: 'ok', text: t('saidOf', { name, total: String(total), expected: String(line.expected) }) }
  })

  const close = async (reasons: readonly GivenReason[]) => {
    await send()
    await give(session.person, {
      kind: 'stock.close',
      path: `${path}/close`,
      body: (commandId) => ({ commandId, ...now(), ...(reasons.length > 0 && { reasons }) }),
      lane: id,
      pieces: 0,
      about: number,
    })
    setClosing(false)
  }
  const differences = differencesOf(seen)
  const unexplained = lane.refused.find(isUnexplained)
  return (
    <>
      {isWorking && (
        <div className={css.scan}>
          <ScanBar
            state={condition === 'damaged' && !scans.said ? 'warn' : (scans.said?.state ?? 'ready')}
            count={scans.said?.count ?? 0}
            quantity={quantity}
          >
            {condition === 'damaged' ? t('scanDamaged') : (scans.said?.text ?? t('scan'))}
          </ScanBar>
        </div>
      )}
      {isWorking && (
        <div className={css.modes}>
          <Button
            size="s"
            icon={<TriangleAlert aria-hidden />}
            variant={condition === 'damaged' ? 'primary' : 'secondary'}
            aria-pressed={condition === 'damaged'}
            onPress={() => setCondition(condition === 'damaged' ? 'good' : 'damaged')}
          >
            {t('nextDamaged')}
          </Button>
          {isBlind && <span className={css.about}>{t('blind')}</span>}
        </div>
      )}
      <LaneNotes
        waiting={lane.waiting}
        refused={lane.refused.filter((entry) => entry !== unexplained)}
        onAgain={(entry) => void giveAgain(entry, (body) => body)}
      />
      {closing && <Outcome title={t('closingTitle')} why={t('closingWhy')} warns />}
      {!isOpen && <Closed {...props} />}
      {unexplained ? (
        <ArrivalReasons
          differences={factsOf(unexplained)}
          onClose={(reasons) => void giveAgain(unexplained, (body) => ({ ...body, reasons }))}
          onBack={() => setClosing(false)}
        />
      ) : isClosing ? (
        <ArrivalReasons
          differences={differences}
          onClose={(reasons) => void close(reasons)}
          onBack={() => setClosing(false)}
        />
      ) : null}
      {!isBlind && <Scanned done={here} all={expected} />}
      {seen.length === 0 && <EmptyState icon={<PackageOpen />} title={t('empty')} why={t('emptyWhy')} />}
      <ul className={css.lines} aria-label={t('lines', { number })}>
        {seen.map((line) => (
          <Line
            key={line.sku}
            line={line}
            piece={draft.pieces.find(({ code }) => skuOf(code) === line.sku)}
            onByHand={isWorking && line.expected !== 0 ? () => scans.take(line.sku, 1) : null}
            onBack={(code) => change((before) => takeBack(before, code, 1))}
          />
        ))}
      </ul>
      {isWorking && !isClosing && !unexplained && (
        <div className={css.foot}>
          <Button
            variant="primary"
            size="l"
            wide
            onPress={() => (differences.length > 0 ? setClosing(true) : void close([]))}
          >
            {t('finish')}
          </Button>
        </div>
      )}
    </>
  )
}

const isUnexplained = ({ kind, problem }: OutboxEntry): boolean =>
  kind === 'stock.close' && problem?.code === 'stockwork.difference_unexplained'

/** What the server found; on blind papers only it can. */
const factsOf = ({ problem }: OutboxEntry): readonly Difference[] =>
  // The facts of `stockwork.difference_unexplained`.
  (problem?.facts as { differences?: readonly Difference[] } | undefined)?.differences ?? []

function Line({
  line,
  piece,
  onByHand,
  onBack,
}: {
  readonly line: ArrivalLine
  readonly piece: Piece | undefined
  readonly onByHand: (() => void) | null
  readonly onBack: (code: string) => void
}) {
  const t = useT('receive')
  const labels = useLabels()
  const label = labels(line.sku)
  const name = nameOf(label, line.sku)
  const total = arrived(line)
  const isOdd = line.expected !== null && total > line.expected
  return (
    <PieceRow
      code={line.sku}
      label={label}
      look={isOdd ? 'odd' : isComplete(line) ? 'done' : undefined}
      notes={
        <>
          {line.expected === 0 && t('unexpected')}
          {isOdd && line.expected !== 0 && t('over')}
          {line.damaged > 0 && ` ${t('damaged', { count: line.damaged })}`}
        </>
      }
      actions={
        <>
          {onByHand && (
            <Button variant="quiet" size="s" aria-label={t('byHand', { name })} onPress={onByHand}>
              {t('byHandShort')}
            </Button>
          )}
          {piece && (
            <Button
              variant="quiet"
              size="s"
              icon={<Undo2 aria-hidden />}
              aria-label={t('takeBack', { name })}
              onPress={() => onBack(piece.code)}
            >
              {t('takeBackShort')}
            </Button>
          )}
        </>
      }
      tally={
        <>
          <span>
            {isComplete(line) && <Check aria-hidden />}
            {line.expected === null || line.expected === 0 ? total : `${total}/${line.expected}`}
          </span>
          {line.unsent > 0 && <small>{t('unsent', { count: String(line.unsent) })}</small>}
        </>
      }
    />
  )
}

export function Outcome({
  title,
  why,
  warns = false,
  children,
}: {
  readonly title: string
  readonly why?: ReactNode
  readonly warns?: boolean
  readonly children?: ReactNode
}) {
  const Icon = warns ? TriangleAlert : CircleCheckBig
  return (
    <output className={cx(css.outcome, warns && css.warns)}>
      <Icon aria-hidden />
      <h2>{title}</h2>
      {why && <p>{why}</p>}
      {children}
    </output>
  )
}

function Closed({ differences, number }: ReceivePaperProps) {
  const t = useT('receive')
  const reasons = useT('reasons')
  const labels = useLabels()
  return (
    <Outcome
      title={t('closed')}
      why={differences?.length ? t('closedWith', { number }) : t('closedExact', { number })}
    >
      {differences && differences.length > 0 && (
        <ul>
          {differences.map(({ sku, kind, quantity, reason }) => (
            <li key={`${kind}:${sku}`}>
              {nameOf(labels(sku), sku)}:{' '}
              {reasons(`kinds.${kind as Difference['kind']}`, { count: quantity })} (
              {reasons(`codes.${reason as 'other'}`)})
            </li>
          ))}
        </ul>
      )}
    </Outcome>
  )
}
