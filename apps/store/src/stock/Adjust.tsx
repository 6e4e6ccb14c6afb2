import { newId } from '@splot/kernel'
import { Button, QuantityStepper, RadioGroup, RadioOption, TextField } from '@splot/ui'
import { useState } from 'react'
import { useHere } from '../use-house.ts'
import { MAX_PIECES } from './draft.ts'
import { give, now } from './give.ts'
import { GivenNote, useGiven } from './given-note.tsx'
import type { Label } from './labels.ts'
import { nameOf } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

const reasons = ['damage', 'theft', 'found', 'correction'] as const
type Reason = (typeof reasons)[number]
type Direction = 'fewer' | 'more'

/** Whether a reason takes pieces off the book or puts them onto it; null: either. */
const directionOf: Readonly<Record<Reason, Direction | null>> = {
  damage: 'fewer',
  theft: 'fewer',
  found: 'more',
  correction: null,
}

/** Puts the book of one article right; beyond one's limit it becomes a request, and says so. */
export function Adjust({ label, onClose }: { readonly label: Label; readonly onClose: () => void }) {
  const t = useT('adjust')
  const { enrolment, session } = useHere()
  const [reason, setReason] = useState<Reason | null>(null)
  const [direction, setDirection] = useState<Direction>('fewer')
  const [pieces, setPieces] = useState(1)
  const [note, setNote] = useState('')
  const [given, setGiven] = useState<string | null>(null)
  const { answer } = useGiven(given)
  const isMore = reason !== null && (directionOf[reason] ?? direction) === 'more'
  const adjust = async () => {
    if (!reason) return
    const id = newId()
    const quantity = isMore ? pieces : -pieces
    await give(session.person, {
      id,
      kind: 'stock.adjust',
      path: '/v1/stock/adjustments',
      body: (commandId) => ({
        commandId,
        ...now(),
        locationId: enrolment.location.id,
        reason,
        ...(note.trim() && { note: note.trim() }),
        lines: [{ sku: label.sku, quantity }],
      }),
      pieces,
      about: nameOf(label, label.sku),
    })
    setGiven(id)
  }
  if (given) {
    // Answered by POST /v1/stock/adjustments.
    const made = answer as { number: string; state: string; levels: { onHand: number }[] } | undefined
    const isRequest = made?.state === 'requested'
    return (
      <section className={css.form}>
        <GivenNote
          id={given}
          warns={isRequest}
          title={isRequest ? t('requested') : t('posted')}
          why={
            isRequest
              ? t('requestedWhy', { number: made.number })
              : t('postedWhy', { number: made?.number ?? '', onHand: made?.levels[0]?.onHand ?? 0 })
          }
          onNext={onClose}
        />
      </section>
    )
  }
  return (
    <section className={css.form} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <RadioGroup label={t('reason')} value={reason} onChange={setReason} layout="grid">
        {reasons.map((one) => (
          <RadioOption key={one} value={one}>
            {t(`reasons.${one}`)}
          </RadioOption>
        ))}
      </RadioGroup>
      {reason !== null && directionOf[reason] === null && (
        <RadioGroup label={t('direction')} value={direction} onChange={setDirection} layout="row">
          <RadioOption value="fewer">{t('fewer')}</RadioOption>
          <RadioOption value="more">{t('more')}</RadioOption>
        </RadioGroup>
      )}
      <div className={css.modes}>
        <QuantityStepper label={t('pieces')} value={pieces} max={MAX_PIECES} onChange={setPieces} />
        <span aria-hidden="true">{t('pieces')}</span>
      </div>
      <TextField label={t('note')} value={note} onChange={setNote} maxLength={500} autoComplete="off" />
      <p className={css.about}>{t('limit')}</p>
      <div className={css.buttons}>
        <Button variant="primary" size="l" isDisabled={!reason} onPress={() => void adjust()}>
          {isMore ? t('doMore', { count: pieces }) : t('doFewer', { count: pieces })}
        </Button>
        <Button variant="quiet" size="l" onPress={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </section>
  )
}
