import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Dialog, TextField } from '@splot/ui'
import { splot } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { Secret } from '../page/Secret.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { readAmount } from './amount.ts'
import { endOfDay } from './end-of-day.ts'
import { AmountField, CURRENCY, spokenCard, useRefreshCards } from './parts.tsx'
import { useT } from './words.ts'

const MAX_NOTE_LENGTH = 200

/** Issues a card that nobody pays for, and shows number and PIN once. */
export function IssueCard({ onClose }: Readonly<{ onClose: () => void }>) {
  const t = useT('cards')
  const common = useCommon('page')
  const refresh = useRefreshCards()
  const [typed, setTyped] = useState('')
  const [note, setNote] = useState('')
  const [day, setDay] = useState('')
  const [asked, setAsked] = useState(false)
  const { key, settled } = useCommandKey()
  const minor = readAmount(typed)
  const fits = minor !== null && minor > 0
  const issue = useMutation({
    mutationFn: (amount: { minor: number; currency: string }) =>
      unwrap(
        splot.POST('/v1/gift-cards', {
          headers: { 'idempotency-key': key },
          body: { amount, note: note.trim(), ...(day !== '' && { expiresAt: endOfDay(day) }) },
        }),
      ),
    onSuccess: refresh,
    onSettled: settled,
  })
  const submit = () => {
    setAsked(true)
    if (fits) issue.mutate({ minor, currency: CURRENCY })
  }
  return (
    <Dialog
      title={t('issue')}
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        issue.data ? (
          <Button variant="primary" onPress={onClose}>
            {common('done')}
          </Button>
        ) : (
          <>
            <Button onPress={onClose}>{common('cancel')}</Button>
            <Button variant="primary" isPending={issue.isPending} onPress={submit}>
              {t('issue')}
            </Button>
          </>
        )
      }
    >
      {issue.data ? (
        <Secret
          label={t('secret')}
          text={`${spokenCard(issue.data.number)}  ${t('pin', { pin: issue.data.pin })}`}
          note={t('secretNote')}
        />
      ) : (
        <div className={page.form}>
          <p>{t('issueWhat')}</p>
          <AmountField
            value={typed}
            onChange={setTyped}
            error={asked && !fits ? t('badAmount') : undefined}
          />
          <TextField
            label={t('lastDay')}
            description={t('lastDayHint')}
            type="date"
            value={day}
            onChange={setDay}
          />
          <TextField
            label={t('note')}
            description={t('noteHint')}
            value={note}
            onChange={setNote}
            maxLength={MAX_NOTE_LENGTH}
          />
          <ProblemNote error={issue.error} />
        </div>
      )}
    </Dialog>
  )
}
