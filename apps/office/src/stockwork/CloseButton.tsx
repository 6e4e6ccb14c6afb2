import { useState } from 'react'
import { Select, useLocale } from '@splot/ui'
import page from '../page/page.module.css'
import type { Difference } from './differences.ts'
import { StepButton, useReasonWords } from './parts.tsx'
import css from './stockwork.module.css'
import { codeWord, useT } from './words.ts'

type Reason =
  | 'sent_too_few'
  | 'sent_too_many'
  | 'follows_later'
  | 'wrong_article'
  | 'damaged_on_the_way'
  | 'lost_on_the_way'
  | 'stolen'
  | 'miscounted'
  | 'other'

type Given = { reason: Reason; sku?: string; kind?: Difference['kind'] }

type Props = Readonly<{
  title: string
  what: string
  /** What came and is not what was written; null: it differs, but the reader may not see by how much. */
  differences: readonly Difference[] | null
  run: (command: { commandId: string; reasons: Given[] }) => Promise<unknown>
}>

/** What an own reason of a difference says until one is chosen. */
const AS_ALL = 'as_all'
/** Differences that may have reasons of their own here; beyond it one reason stands for the rest. */
const MOST_SHOWN = 100

const keyOf = ({ sku, kind }: Difference) => `${kind} ${sku}`

/** Closes a paper of which nothing more comes; one reason explains all differences but those that get their own. */
export function CloseButton({ title, what, differences, run }: Props) {
  const t = useT('work')
  const kindWord = useT('differenceKind')
  const { locale } = useLocale()
  const words = useReasonWords()
  const [reason, setReason] = useState<Reason>('sent_too_few')
  const [own, setOwn] = useState<ReadonlyMap<string, Reason>>(new Map())
  const differs = differences === null || differences.length > 0
  const shown = (differences ?? []).slice(0, MOST_SHOWN)
  // The codes come from the API, which takes exactly these.
  const choices = [...words].map(([value, word]) => ({ value: value as Reason, label: word[locale] }))
  const choose = (difference: Difference, chosen: Reason | typeof AS_ALL) => {
    const next = new Map(own)
    if (chosen === AS_ALL) next.delete(keyOf(difference))
    else next.set(keyOf(difference), chosen)
    setOwn(next)
  }
  const given = (): Given[] => [
    { reason },
    ...shown.flatMap(({ sku, kind, quantity }) => {
      const chosen = own.get(keyOf({ sku, kind, quantity }))
      return chosen ? [{ reason: chosen, sku, kind }] : []
    }),
  ]
  return (
    <StepButton
      label={t('close')}
      title={title}
      what={what}
      variant="primary"
      run={({ commandId }) => run({ commandId, reasons: differs ? given() : [] })}
    >
      {differs && (
        <Select<Reason> label={t('reasonForAll')} choices={choices} value={reason} onChange={setReason} />
      )}
      {shown.length > 1 && (
        <ul className={css.reasons}>
          {shown.map((difference) => (
            <li key={keyOf(difference)}>
              <span>
                <code>{difference.sku}</code> <strong>{difference.quantity}</strong>{' '}
                <span className={page.small}>{codeWord(kindWord, difference.kind)}</span>
              </span>
              <Select<Reason | typeof AS_ALL>
                label={t('reasonOf', { sku: difference.sku })}
                hideLabel
                choices={[{ value: AS_ALL, label: t('asAll') }, ...choices]}
                value={own.get(keyOf(difference)) ?? AS_ALL}
                onChange={(chosen) => choose(difference, chosen)}
              />
            </li>
          ))}
        </ul>
      )}
    </StepButton>
  )
}
