import { newId } from '@splot/kernel'
import { Button, QuantityStepper } from '@splot/ui'
import { useState } from 'react'
import { useHere } from '../use-house.ts'
import { MAX_PIECES } from './draft.ts'
import { give } from './give.ts'
import { GivenNote, useGiven } from './given-note.tsx'
import type { Label } from './labels.ts'
import { nameOf } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

/** "The shelf is empty": the book is put right, and whoever was promised a piece is seen to before she comes for it. */
export function ShelfEmpty({ label, onClose }: { readonly label: Label; readonly onClose: () => void }) {
  const t = useT('shelf')
  const { enrolment, session } = useHere()
  const [found, setFound] = useState(0)
  const [given, setGiven] = useState<string | null>(null)
  const { answer } = useGiven(given)
  const report = async () => {
    const id = newId()
    await give(session.person, {
      id,
      kind: 'stock.shelf',
      path: '/v1/incidents',
      body: () => ({ locationId: enrolment.location.id, sku: label.sku, onShelf: found }),
      pieces: found,
      about: nameOf(label, label.sku),
    })
    setGiven(id)
  }
  if (given) {
    // Answered by POST /v1/incidents.
    const made = answer as
      | { adjusted: number; incident: { number: string; missing: number } | null }
      | undefined
    return (
      <section className={css.form}>
        <GivenNote
          id={given}
          title={t('reported')}
          why={
            made?.incident
              ? t('incident', { number: made.incident.number, count: made.incident.missing })
              : t('noIncident', { count: Math.abs(made?.adjusted ?? 0) })
          }
          onNext={onClose}
        />
      </section>
    )
  }
  return (
    <section className={css.form} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p className={css.about}>{t('why')}</p>
      <div className={css.modes}>
        <QuantityStepper label={t('found')} value={found} min={0} max={MAX_PIECES} onChange={setFound} />
        <span aria-hidden="true">{t('found')}</span>
      </div>
      <div className={css.buttons}>
        <Button variant="primary" size="l" onPress={() => void report()}>
          {t('report')}
        </Button>
        <Button variant="quiet" size="l" onPress={onClose}>
          {t('cancel')}
        </Button>
      </div>
    </section>
  )
}
