import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { Button, Dialog, RadioGroup, RadioOption, TextField } from '@splot/ui'
import { ProblemNote } from '../page/Problem.tsx'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { MomentField } from './inputs.tsx'
import { useT } from './words.ts'

const MAX_REASON_LENGTH = 500

export type Publication = Readonly<{ at?: string; reason: string }>

type Props = Readonly<{
  label: string
  what: string
  variant?: 'primary' | 'secondary'
  /** False: something is to be corrected first, and the caller has said so. */
  mayOpen?: () => boolean
  run: (publication: Publication) => Promise<unknown>
}>

/** What takes effect everywhere at one instant: now or at a time, and why. */
export function PublishButton({ label, what, variant = 'secondary', mayOpen, run }: Props) {
  const t = useT('promo')
  const common = useCommon('page')
  const [isOpen, setOpen] = useState(false)
  const [when, setWhen] = useState<'now' | 'later'>('now')
  const [at, setAt] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const publish = useMutation({
    mutationFn: () =>
      run({
        reason: reason.trim(),
        ...(when === 'later' && at !== null && { at: new Date(at).toISOString() }),
      }),
    onSuccess: () => {
      setOpen(false)
      setReason('')
      setAt(null)
      setAsked(false)
    },
  })
  const submit = () => {
    setAsked(true)
    if (reason.trim() && (when === 'now' || at !== null)) publish.mutate()
  }
  return (
    <>
      <Button variant={variant} onPress={() => (mayOpen?.() ?? true) && setOpen(true)}>
        {label}
      </Button>
      <Dialog
        title={label}
        size="s"
        isOpen={isOpen}
        onOpenChange={setOpen}
        footer={
          <>
            <Button onPress={() => setOpen(false)}>{common('cancel')}</Button>
            <Button variant="primary" isPending={publish.isPending} onPress={submit}>
              {label}
            </Button>
          </>
        }
      >
        <div className={page.form}>
          <p>{what}</p>
          <RadioGroup<'now' | 'later'> label={t('instant')} layout="row" value={when} onChange={setWhen}>
            <RadioOption value="now">{t('now')}</RadioOption>
            <RadioOption value="later">{t('later')}</RadioOption>
          </RadioGroup>
          {when === 'later' && (
            <MomentField
              label={t('later')}
              value={at}
              onChange={setAt}
              error={asked && at === null ? t('needInstant') : undefined}
            />
          )}
          <TextField
            label={t('reason')}
            description={t('reasonHint')}
            value={reason}
            onChange={setReason}
            maxLength={MAX_REASON_LENGTH}
            error={asked && !reason.trim() ? t('needReason') : undefined}
          />
          <ProblemNote error={publish.error} />
        </div>
      </Dialog>
    </>
  )
}
