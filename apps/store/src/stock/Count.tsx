import type { OutboxEntry } from '@splot/offline'
import {
  Button,
  EmptyState,
  RadioGroup,
  RadioOption,
  RefreshLine,
  ScanBar,
  StatusPill,
  useFormat,
} from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import { ClipboardList, Keyboard } from 'lucide-react'
import { useState } from 'react'
import { stockCount } from '../routes.ts'
import { useWaitingQuantity } from '../scan/scans.tsx'
import { useHere } from '../use-house.ts'
import { CountReview } from './CountReview.tsx'
import { tallyOf, type TallyLine } from './count-tally.ts'
import { add, counted, countedLines, type Piece, piecesIn, setWhole } from './draft.ts'
import { give, giveAgain, now, useLane } from './give.ts'
import { useLabels } from './labels.ts'
import { type Count, countLinesOf, countOf } from './papers.ts'
import { AsOf, Head, LaneNotes, NumberSheet, PieceRow, WithPaper } from './parts.tsx'
import { Outcome } from './ReceivePaper.tsx'
import { useDraft } from './use-draft.ts'
import { useKnownLabels } from './use-known-labels.ts'
import { nameOf, usePieceScans } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** Lines of what is left that are drawn; a whole store is counted shelf by shelf, not by this list. */
const SHOWN_LEFT = 200

/** A count, blind: one scans and types, the book is compared when it is handed in. */
export function CountPage() {
  const { id } = stockCount.useParams()
  const query = useQuery(countOf(id))
  return (
    <div className={css.page}>
      <RefreshLine active={query.isFetching && !query.isPending} />
      <WithPaper query={query}>
        {(count) => (
          <>
            <AsOf paper={query.data} />
            <CountWork key={`${id}:${count.pass}`} count={count} />
          </>
        )}
      </WithPaper>
    </div>
  )
}

function CountWork({ count }: { readonly count: Count }) {
  const t = useT('count')
  const { locale } = useFormat()
  const { number, state, words, note, scope } = count
  const isRunning = state === 'counting' || state === 'recounting'
  return (
    <>
      <Head
        title={t('number', { number })}
        kind={note ?? t(`scopes.${scope.kind}`, { values: scope.values.join(', ') })}
      >
        <StatusPill status={isRunning ? 'info' : state === 'review' ? 'warn' : 'neutral'}>
          {words[locale]}
        </StatusPill>
      </Head>
      {isRunning ? <Counting count={count} /> : <CountReview count={count} />}
    </>
  )
}

function Counting({ count }: { readonly count: Count }) {
  const t = useT('count')
  const { session } = useHere()
  const labels = useLabels()
  const quantity = useWaitingQuantity()
  const { id, number, pass, state } = count
  const isRecount = state === 'recounting'
  const lines = useQuery(countLinesOf(id, isRecount ? 'recount' : 'all')).data?.value ?? []
  useKnownLabels(lines.map(({ sku }) => sku))
  const lane = useLane(id)
  const [typed, setTyped] = useState<string | null>(null)
  const [isEnding, setEnding] = useState(false)
  const submitting = lane.waiting.find(({ kind }) => kind === 'stock.submit')
  const batch = (pieces: readonly Piece[]) => ({
    kind: 'stock.batch' as const,
    path: `/v1/stock/counts/${id}/scans`,
    body: (commandId: string) => ({ commandId, ...now(), pass, lines: countedLines(pieces) }),
    lane: id,
    pieces: piecesIn(pieces),
    about: number,
  })
  const { draft, change, send } = useDraft(`count:${id}:${pass}`, batch, true)
  const tally = tallyOf(lines, counted(draft), (code) => labels(code)?.sku ?? code)
  const mineOf = (code: string) => tally.counted.find(({ sku }) => sku === code)?.mine ?? 0

  const scans = usePieceScans(!submitting, ({ code, label, quantity: pieces }) => {
    const name = nameOf(label, code)
    if (isRecount && label && !lines.some(({ sku }) => sku === code)) {
      return { state: 'error', text: t('notAsked', { name }) }
    }
    change((before) => add(before, code, pieces))
    setEnding(false)
    const total = String(mineOf(code) + pieces)
    return { state: label ? 'ok' : 'warn', text: t('said', { name, total }) }
  })
  const submit = async (uncounted: 'zero' | 'leave' | null) => {
    await send()
    await give(session.person, {
      kind: 'stock.submit',
      path: `/v1/stock/counts/${id}/submit`,
      body: (commandId) => ({ commandId, ...now(), ...(uncounted && { uncounted }) }),
      lane: id,
      pieces: 0,
      about: number,
    })
  }
  const unsaid = lane.refused.find(isUnsaid)
  const typedName = nameOf(typed === null ? undefined : labels(typed), typed ?? '')
  return (
    <>
      {isRecount && (
        <Outcome title={t('recountTitle', { count: lines.length })} why={t('recountWhy')} warns />
      )}
      {submitting ? (
        <Outcome title={t('submittingTitle')} why={t('submittingWhy')} warns />
      ) : (
        <div className={css.scan}>
          <ScanBar state={scans.said?.state ?? 'ready'} count={scans.said?.count ?? 0} quantity={quantity}>
            {scans.said?.text ?? t('scan')}
          </ScanBar>
        </div>
      )}
      <LaneNotes
        waiting={lane.waiting}
        refused={lane.refused.filter((entry) => entry !== unsaid)}
        onAgain={(entry) => void giveAgain(entry, (body) => body)}
      />
      <p className={css.about}>
        {t('progress', {
          done: String(tally.counted.length),
          all: String(tally.counted.length + tally.left.length),
        })}
      </p>
      {(isEnding || unsaid) && (
        <Uncounted
          count={tally.left.length}
          onSay={(uncounted) =>
            void (unsaid ? giveAgain(unsaid, (body) => ({ ...body, uncounted })) : submit(uncounted))
          }
          onBack={() => setEnding(false)}
        />
      )}
      {tally.counted.length === 0 && tally.left.length === 0 && (
        <EmptyState icon={<ClipboardList />} title={t('empty')} why={t('emptyWhy')} />
      )}
      <ul className={css.lines} aria-label={t('counted')}>
        {tally.counted.map((line) => (
          <CountedRow key={line.sku} line={line} onType={submitting ? null : () => setTyped(line.sku)} />
        ))}
      </ul>
      {tally.left.length > 0 && (
        <section className={css.section}>
          <h2>{t('left', { count: String(tally.left.length) })}</h2>
          <ul className={css.lines}>
            {tally.left.slice(0, SHOWN_LEFT).map((sku) => (
              <PieceRow
                key={sku}
                code={sku}
                label={labels(sku)}
                tally={null}
                actions={!submitting && <TypeButton sku={sku} onPress={() => setTyped(sku)} />}
              />
            ))}
          </ul>
        </section>
      )}
      {!submitting && !isEnding && !unsaid && (
        <div className={css.foot}>
          <Button
            variant="primary"
            size="l"
            wide
            onPress={() => (tally.left.length > 0 ? setEnding(true) : void submit(null))}
          >
            {t('handIn')}
          </Button>
        </div>
      )}
      <NumberSheet
        title={t('typeTitle')}
        about={typedName}
        isOpen={typed !== null}
        onClose={() => setTyped(null)}
        uses={[
          {
            label: t('typeWhole'),
            min: 0,
            use: (n) => typed !== null && change((before) => setWhole(before, typed, n)),
          },
          {
            label: t('typeMore'),
            min: 1,
            use: (n) => typed !== null && change((before) => add(before, typed, n)),
          },
        ]}
      />
    </>
  )
}

const isUnsaid = ({ kind, problem }: OutboxEntry): boolean =>
  kind === 'stock.submit' && problem?.code === 'stockwork.uncounted'

function TypeButton({ sku, onPress }: { readonly sku: string; readonly onPress: () => void }) {
  const t = useT('count')
  const labels = useLabels()
  return (
    <Button
      variant="quiet"
      size="s"
      icon={<Keyboard aria-hidden />}
      aria-label={t('type', { name: nameOf(labels(sku), sku) })}
      onPress={onPress}
    >
      {t('typeShort')}
    </Button>
  )
}

function CountedRow({ line, onType }: { readonly line: TallyLine; readonly onType: (() => void) | null }) {
  const t = useT('count')
  const labels = useLabels()
  const { sku, mine, all } = line
  return (
    <PieceRow
      code={sku}
      label={labels(sku)}
      tally={
        <>
          <span>{mine ?? all}</span>
          {mine !== null && all !== null && all > mine && <small>{t('all', { all: String(all) })}</small>}
          {mine === null && <small>{t('byOthers')}</small>}
        </>
      }
      actions={onType && <TypeButton sku={sku} onPress={onType} />}
    />
  )
}

/** What becomes of articles that nobody has counted. */
function Uncounted({
  count,
  onSay,
  onBack,
}: {
  readonly count: number
  readonly onSay: (uncounted: 'zero' | 'leave') => void
  readonly onBack: () => void
}) {
  const t = useT('count')
  const [said, setSaid] = useState<'zero' | 'leave' | null>(null)
  return (
    <section className={css.form}>
      <h2>{t('uncounted', { count })}</h2>
      <RadioGroup label={t('uncountedAsk')} value={said} onChange={setSaid}>
        <RadioOption value="zero">{t('zero')}</RadioOption>
        <RadioOption value="leave">{t('leave')}</RadioOption>
      </RadioGroup>
      <div className={css.buttons}>
        <Button variant="primary" size="l" isDisabled={!said} onPress={() => said && onSay(said)}>
          {t('handIn')}
        </Button>
        <Button variant="quiet" size="l" onPress={onBack}>
          {t('countOn')}
        </Button>
      </div>
    </section>
  )
}
