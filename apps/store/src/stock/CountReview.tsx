import { Button } from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import { useHere } from '../use-house.ts'
import { give, giveAgain, now, useLane } from './give.ts'
import { useLabels } from './labels.ts'
import { type Count, countLinesOf } from './papers.ts'
import { LaneNotes, PieceRow } from './parts.tsx'
import { Outcome } from './ReceivePaper.tsx'
import { useKnownLabels } from './use-known-labels.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** A count that was handed in: what became of it, and for whoever may, what it would change. */
export function CountReview({ count }: { readonly count: Count }) {
  const t = useT('count')
  const { session } = useHere()
  const lane = useLane(count.id)
  const { id, number, state, seesBook, totals } = count
  const mayDecide = state === 'review' && session.permissions.includes('stock.approve')
  const decide = (verb: 'approve' | 'recount') =>
    give(session.person, {
      kind: 'stock.decide',
      path: `/v1/stock/counts/${id}/${verb}`,
      body: (commandId) => ({ commandId, ...now() }),
      lane: id,
      pieces: 0,
      about: number,
    })
  return (
    <>
      <LaneNotes
        waiting={lane.waiting}
        refused={lane.refused}
        onAgain={(entry) => void giveAgain(entry, (body) => body)}
      />
      {state === 'review' && (
        <Outcome title={t('reviewTitle')} why={mayDecide ? t('reviewDecide') : t('reviewWhy')} warns />
      )}
      {state === 'posted' && (
        <Outcome
          title={t('postedTitle')}
          why={t('postedWhy', { surplus: totals.surplus ?? 0, shortage: totals.shortage ?? 0 })}
        />
      )}
      {(state === 'cancelled' || state === 'undone') && (
        <Outcome title={t('overTitle')} why={t('overWhy')} warns />
      )}
      {seesBook && (state === 'review' || state === 'posted') && <Differences count={count} />}
      {mayDecide && lane.waiting.length === 0 && (
        <div className={css.foot}>
          <Button variant="primary" size="l" wide onPress={() => void decide('approve')}>
            {t('approve')}
          </Button>
          <Button size="l" wide onPress={() => void decide('recount')}>
            {t('recount')}
          </Button>
        </div>
      )}
    </>
  )
}

function Differences({ count }: { readonly count: Count }) {
  const t = useT('count')
  const labels = useLabels()
  const lines = useQuery(countLinesOf(count.id, 'different')).data?.value ?? []
  useKnownLabels(lines.map(({ sku }) => sku))
  return (
    <ul className={css.lines} aria-label={t('differences')}>
      {lines.map(({ sku, book, counted: found, difference }) => (
        <PieceRow
          key={sku}
          code={sku}
          label={labels(sku)}
          look="odd"
          notes={t('bookAndFound', { book: String(book ?? 0), found: String(found ?? 0) })}
          tally={difference !== null && difference > 0 ? `+${difference}` : `−${Math.abs(difference ?? 0)}`}
        />
      ))}
    </ul>
  )
}
