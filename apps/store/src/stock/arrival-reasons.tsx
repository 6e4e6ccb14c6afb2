import { Button, Select } from '@splot/ui'
import { useState } from 'react'
import { type Difference, type Reason, reasonsFor } from './arrivals.ts'
import { useLabels } from './labels.ts'
import { nameOf } from './use-piece-scans.ts'
import { useT } from './words.ts'
import css from './Stock.module.css'

export interface GivenReason {
  readonly sku: string
  readonly kind: Difference['kind']
  readonly reason: Reason
}

const keyOf = ({ sku, kind }: Difference): string => `${kind}:${sku}`

/** Why what arrived is not what was written, one reason for each difference. */
export function ArrivalReasons({
  differences,
  onClose,
  onBack,
}: {
  readonly differences: readonly Difference[]
  readonly onClose: (reasons: readonly GivenReason[]) => void
  readonly onBack: () => void
}) {
  const t = useT('reasons')
  const labels = useLabels()
  const [chosen, setChosen] = useState<ReadonlyMap<string, Reason>>(new Map())
  const reasons = differences.flatMap((difference): GivenReason[] => {
    const reason = chosen.get(keyOf(difference))
    return reason ? [{ sku: difference.sku, kind: difference.kind, reason }] : []
  })
  return (
    <section className={css.form} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <p className={css.about}>{t('lead')}</p>
      {differences.map((difference) => {
        const name = nameOf(labels(difference.sku), difference.sku)
        const key = keyOf(difference)
        return (
          <div key={key} className={css.difference}>
            <div className={css.words}>
              <strong>{t(`kinds.${difference.kind}`, { count: difference.quantity })}</strong>
              <span>{name}</span>
            </div>
            <Select
              label={t('reasonFor', { name })}
              hideLabel
              placeholder={t('choose')}
              choices={reasonsFor[difference.kind].map((value) => ({ value, label: t(`codes.${value}`) }))}
              value={chosen.get(key) ?? null}
              onChange={(reason: Reason) => setChosen(new Map(chosen).set(key, reason))}
            />
          </div>
        )
      })}
      <div className={css.buttons}>
        <Button
          variant="primary"
          size="l"
          isDisabled={reasons.length < differences.length}
          onPress={() => onClose(reasons)}
        >
          {t('close')}
        </Button>
        <Button variant="quiet" size="l" onPress={onBack}>
          {t('back')}
        </Button>
      </div>
    </section>
  )
}
