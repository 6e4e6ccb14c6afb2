import { Button, EmptyState, RadioGroup, RadioOption, ScanBar, Select } from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import { newId } from '@splot/kernel'
import { ScanLine } from 'lucide-react'
import { useState } from 'react'
import { useGo } from '../places.tsx'
import { useWaitingQuantity } from '../scan/scans.tsx'
import { useHere } from '../use-house.ts'
import { PiecesToSend } from './pieces-to-send.tsx'
import { add, emptyDraft, piecesIn } from './draft.ts'
import { give, now } from './give.ts'
import { useLabels } from './labels.ts'
import { placesQuery } from './papers.ts'
import { Head } from './parts.tsx'
import { GivenNote } from './given-note.tsx'
import { useDraft } from './use-draft.ts'
import { nameOf, usePieceScans } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** Asks another store for pieces, or offers it some of ours: place, scans, one press. */
export function NewTransferPage() {
  const t = useT('newTransfer')
  const { enrolment, session } = useHere()
  const go = useGo()
  const labels = useLabels()
  const places = useQuery(placesQuery).data?.value
  const quantity = useWaitingQuantity()
  const here = enrolment.location.id
  const [direction, setDirection] = useState<'get' | 'send'>('get')
  const [other, setOther] = useState<string | null>(null)
  const [given, setGiven] = useState<string | null>(null)
  const { draft, change } = useDraft('new-transfer', null)
  const nameless = draft.pieces.filter(({ code }) => !labels(code))

  const scans = usePieceScans(given === null, ({ code, label, quantity: pieces }) => {
    change((before) => add(before, code, pieces))
    return { state: label ? 'ok' : 'warn', text: t('added', { name: nameOf(label, code) }) }
  })
  const ask = async () => {
    if (!other) return
    const id = newId()
    const [fromId, toId] = direction === 'get' ? [other, here] : [here, other]
    const lines = draft.pieces.map(({ code, good }) => ({ sku: labels(code)?.sku ?? code, quantity: good }))
    await give(session.person, {
      id,
      kind: 'stock.transfer',
      path: '/v1/stock/transfers',
      body: (commandId) => ({ commandId, ...now(), fromId, toId, lines }),
      lane: id,
      pieces: piecesIn(draft.pieces),
      about: places?.find((place) => place.id === other)?.name ?? '',
    })
    change(() => emptyDraft)
    setGiven(id)
  }
  if (given) {
    return (
      <div className={css.page}>
        <Head title={t('title')} />
        <GivenNote
          id={given}
          title={t('asked')}
          why={t('askedWhy')}
          onOpen={() => go({ to: '/stock/transfers/$id', params: { id: given } })}
          onNext={() => setGiven(null)}
        />
      </div>
    )
  }
  return (
    <div className={css.page}>
      <Head title={t('title')} />
      <div className={css.scan}>
        <ScanBar state={scans.said?.state ?? 'ready'} count={scans.said?.count ?? 0} quantity={quantity}>
          {scans.said?.text ?? t('scan')}
        </ScanBar>
      </div>
      <section className={css.form}>
        <RadioGroup label={t('direction')} value={direction} onChange={setDirection} layout="row">
          <RadioOption value="get">{t('get')}</RadioOption>
          <RadioOption value="send">{t('send')}</RadioOption>
        </RadioGroup>
        <Select
          label={direction === 'get' ? t('fromWhere') : t('toWhere')}
          choices={(places ?? [])
            .filter((place) => place.id !== here)
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={other}
          onChange={setOther}
        />
      </section>
      {draft.pieces.length === 0 ? (
        <EmptyState icon={<ScanLine />} title={t('empty')} why={t('emptyWhy')} />
      ) : (
        <PiecesToSend label={t('title')} draft={draft} change={change} />
      )}
      <div className={css.foot}>
        {nameless.length > 0 && <p className={css.about}>{t('nameless', { count: nameless.length })}</p>}
        <Button
          variant="primary"
          size="l"
          wide
          isDisabled={!other || draft.pieces.length === 0 || nameless.length > 0}
          onPress={() => void ask()}
        >
          {direction === 'get'
            ? t('ask', { count: piecesIn(draft.pieces) })
            : t('offer', { count: piecesIn(draft.pieces) })}
        </Button>
      </div>
    </div>
  )
}
