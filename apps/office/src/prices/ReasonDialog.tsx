import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Button, Dialog, TextField } from '@splot/ui'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { flawsOf, noTerms } from './edits.ts'
import { useT } from './words.ts'

/** As long as the shortest field of the API for a reason. */
const MAX_REASON = 300

type Props = Readonly<{
  title: string
  what: string
  label: string
  run: (reason: string) => Promise<unknown>
  onClose: () => void
}>

/** A step that takes something away: it says what will happen, and asks why. */
export function ReasonDialog({ title, what, label, run, onClose }: Props) {
  const t = useT('prices')
  const common = useCommon('page')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const isMissing = flawsOf({ ...noTerms, note }).note
  const step = useMutation({ mutationFn: () => run(note.trim()), onSuccess: onClose })
  const submit = () => {
    setAsked(true)
    if (!isMissing) step.mutate()
  }
  return (
    <Dialog
      title={title}
      size="s"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="danger" isPending={step.isPending} onPress={submit}>
            {label}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        <p>{what}</p>
        <TextField
          label={t('note')}
          value={note}
          onChange={setNote}
          maxLength={MAX_REASON}
          error={asked && isMissing && t('needNote')}
        />
        <ProblemNote error={step.error} />
      </div>
    </Dialog>
  )
}
