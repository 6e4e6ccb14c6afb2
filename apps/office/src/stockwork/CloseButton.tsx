import { useState } from 'react'
import { Select, useLocale } from '@splot/ui'
import { StepButton, useReasonWords } from './parts.tsx'
import { useT } from './words.ts'

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

type Props = Readonly<{
  title: string
  what: string
  /** Whether what came is not what was written: then it needs a reason. */
  differs: boolean
  run: (command: { commandId: string; reasons: { reason: Reason }[] }) => Promise<unknown>
}>

/** Closes a paper of which nothing more comes; one reason explains all differences. */
export function CloseButton({ title, what, differs, run }: Props) {
  const t = useT('work')
  const { locale } = useLocale()
  const reasons = useReasonWords()
  const [reason, setReason] = useState<Reason>('sent_too_few')
  return (
    <StepButton
      label={t('close')}
      title={title}
      what={what}
      variant="primary"
      run={({ commandId }) => run({ commandId, reasons: differs ? [{ reason }] : [] })}
    >
      {differs && (
        <Select<Reason>
          label={t('reasonForAll')}
          // The codes come from the API, which takes exactly these.
          choices={[...reasons].map(([value, words]) => ({ value: value as Reason, label: words[locale] }))}
          value={reason}
          onChange={setReason}
        />
      )}
    </StepButton>
  )
}
