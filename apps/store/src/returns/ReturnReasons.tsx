import { cx, NativeSelect, Skeleton, useFormat } from '@splot/ui'
import { useQuery } from '@tanstack/react-query'
import type { ReturnReason } from '../api/types.ts'
import { api, ask } from '../house.ts'
import { useT } from '../words.ts'
import { describe } from './return-draft.ts'
import type { ReturnLinesProps } from './ReturnLines.tsx'
import css from './ReturnPanel.module.css'

/** The list changes with a release of the server, not within a day. */
const DAY_MS = 24 * 60 * 60_000

/** Why it comes back: one tap for all of it; where two things differ, each has its own. */
export function ReturnReasons({ order, draft, onChange }: ReturnLinesProps) {
  const t = useT('returns')
  const { locale } = useFormat()
  const reasons = useQuery({
    queryKey: ['return-reasons'],
    queryFn: () => ask(api.GET('/v1/returns/reasons')),
    staleTime: DAY_MS,
  })
  if (!reasons.data) return <Skeleton lines={3} />
  // The list of reasons and the reasons that the route takes are the same table on the server.
  const choices = reasons.data.items.map(({ code, words }) => ({
    value: code as ReturnReason,
    label: words[locale],
  }))
  const chosen = order.lines.filter(({ lineId }) => draft.items[lineId])
  return (
    <fieldset className={css.reasons}>
      <legend>{t('reason')}</legend>
      <div className={css.chips}>
        {choices.map(({ value, label }) => (
          <label key={value} className={cx(css.chip, draft.reason === value && css.chosen)}>
            <input
              type="radio"
              name="return-reason"
              className={css.radio}
              checked={draft.reason === value}
              onChange={() => onChange({ ...draft, reason: value })}
            />
            {label}
          </label>
        ))}
      </div>
      {chosen.length > 1 &&
        draft.reason &&
        chosen.map(({ lineId, name }) => (
          <NativeSelect
            key={lineId}
            label={t('reasonFor', { name: name[locale] })}
            choices={choices}
            value={draft.items[lineId]?.reason ?? draft.reason ?? 'other'}
            onChange={(reason) => onChange(describe(draft, lineId, { reason: reason as ReturnReason }))}
          />
        ))}
    </fieldset>
  )
}
