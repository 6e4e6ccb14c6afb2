import { newId } from '@splot/kernel'
import { Button, EmptyState, ScanBar, TextField } from '@splot/ui'
import { PackageOpen } from 'lucide-react'
import { useState } from 'react'
import { useWaitingQuantity } from '../scan/scans.tsx'
import { useHere } from '../use-house.ts'
import { add, emptyDraft, piecesIn } from './draft.ts'
import { give } from './give.ts'
import { GivenNote } from './given-note.tsx'
import { useLabels } from './labels.ts'
import { Head } from './parts.tsx'
import { PiecesToSend } from './pieces-to-send.tsx'
import { useDraft } from './use-draft.ts'
import { nameOf, usePieceScans } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** Goods that nobody announced: scans, the number of the delivery note, one press. */
export function ReceiptPage() {
  const t = useT('receipt')
  const { enrolment, session } = useHere()
  const labels = useLabels()
  const quantity = useWaitingQuantity()
  const [reference, setReference] = useState('')
  const [given, setGiven] = useState<string | null>(null)
  const { draft, change } = useDraft('receipt', null)
  const nameless = draft.pieces.filter(({ code }) => !labels(code))
  const scans = usePieceScans(given === null, ({ code, label, quantity: pieces }) => {
    change((before) => add(before, code, pieces))
    return { state: label ? 'ok' : 'warn', text: t('added', { name: nameOf(label, code) }) }
  })
  const receive = async () => {
    const id = newId()
    const lines = draft.pieces.map(({ code, good }) => ({ sku: labels(code)?.sku ?? code, quantity: good }))
    await give(session.person, {
      id,
      kind: 'stock.receipt',
      path: '/v1/stock/receipts',
      body: () => ({
        locationId: enrolment.location.id,
        ...(reference.trim() && { reference: reference.trim() }),
        lines,
      }),
      pieces: piecesIn(draft.pieces),
      about: reference.trim(),
    })
    change(() => emptyDraft)
    setReference('')
    setGiven(id)
  }
  return (
    <div className={css.page}>
      <Head title={t('title')} kind={t('kind')} />
      {given ? (
        <GivenNote id={given} title={t('done')} why={t('doneWhy')} onNext={() => setGiven(null)} />
      ) : (
        <>
          <div className={css.scan}>
            <ScanBar state={scans.said?.state ?? 'ready'} count={scans.said?.count ?? 0} quantity={quantity}>
              {scans.said?.text ?? t('scan')}
            </ScanBar>
          </div>
          <TextField
            label={t('reference')}
            value={reference}
            onChange={setReference}
            maxLength={64}
            autoComplete="off"
          />
          {draft.pieces.length === 0 ? (
            <EmptyState icon={<PackageOpen />} title={t('empty')} why={t('emptyWhy')} />
          ) : (
            <PiecesToSend label={t('title')} draft={draft} change={change} />
          )}
          <div className={css.foot}>
            {nameless.length > 0 && <p className={css.about}>{t('nameless', { count: nameless.length })}</p>}
            <Button
              variant="primary"
              size="l"
              wide
              isDisabled={draft.pieces.length === 0 || nameless.length > 0}
              onPress={() => void receive()}
            >
              {t('receive', { count: piecesIn(draft.pieces) })}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
