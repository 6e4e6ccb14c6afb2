import { cx, Money, QuantityStepper, Switch, useFormat, optionText } from '@splot/ui'
import { Check } from 'lucide-react'
import { Button } from '@splot/ui'
import type { Order, OrderLine } from '../api/types.ts'
import { useT } from '../words.ts'
import { describe, leftOf, refundOfLine, type ReturnDraft, setReturned, takenOf } from './return-draft.ts'
import css from './ReturnPanel.module.css'

export interface ReturnLinesProps {
  readonly order: Order
  readonly draft: ReturnDraft
  readonly onChange: (draft: ReturnDraft) => void
}

/** The lines of the order: a tap takes one piece back, like a scan. */
export function ReturnLines({ order, draft, onChange }: ReturnLinesProps) {
  const t = useT('returns')
  return (
    <ul className={css.lines} aria-label={t('title')}>
      {order.lines.map((line) => (
        <Line key={line.lineId} line={line} draft={draft} onChange={onChange} />
      ))}
    </ul>
  )
}

function Line({ line, draft, onChange }: Omit<ReturnLinesProps, 'order'> & { readonly line: OrderLine }) {
  const t = useT('returns')
  const { locale } = useFormat()
  const left = leftOf(line)
  const taken = takenOf(draft, line.lineId)
  const name = line.name[locale]
  const options = optionText(line.options, locale)
  return (
    <li className={cx(css.line, taken > 0 && css.taken)}>
      <Button
        variant="quiet"
        className={css.tap}
        isDisabled={left === 0}
        aria-label={t('takeBack', { name })}
        aria-pressed={taken > 0}
        // One more piece with every tap; after the last one, none.
        onPress={() => onChange(setReturned(draft, line, taken === left ? 0 : taken + 1))}
      >
        <span className={cx(css.tick, taken > 0 && css.ticked)}>
          {taken > 0 ? <Check aria-hidden /> : null}
        </span>
        <span className={css.name}>
          <strong>{name}</strong>
          <span>
            {[
              ...(options ? [options] : []),
              left === 0 ? t('allBack') : t('left', { left: String(left), quantity: String(line.quantity) }),
            ].join(' · ')}
          </span>
        </span>
        {/* What comes back for one more, or for those that are chosen: promotions are off already. */}
        <Money
          value={left === 0 ? line.total : { ...line.total, minor: refundOfLine(line, taken || 1) }}
          className={css.price}
        />
      </Button>
      {taken > 0 && (
        <div className={css.how}>
          <QuantityStepper
            label={t('countOf', { name })}
            min={0}
            max={left}
            value={taken}
            onChange={(next) => onChange(setReturned(draft, line, next))}
          />
          <Switch
            aria-label={`${t('disposition', { name })}: ${t('quarantine')}`}
            isSelected={draft.items[line.lineId]?.disposition === 'quarantine'}
            onChange={(aside) =>
              onChange(describe(draft, line.lineId, { disposition: aside ? 'quarantine' : 'sellable' }))
            }
          >
            {t('quarantine')}
          </Switch>
        </div>
      )}
    </li>
  )
}
