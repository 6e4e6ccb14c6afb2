import { useState } from 'react'
import { Button, Dialog } from '@splot/ui'
import { useT } from '../words/index.ts'
import { ProblemNote } from './Problem.tsx'
import page from './page.module.css'

type Props = Readonly<{
  label: string
  /** Names the row for a screen reader: twenty buttons "Revoke" say nothing. */
  about: string
  title: string
  what: string
  run: () => Promise<unknown>
  /** What cannot be taken back is dangerous, unless it is what somebody came for. */
  variant?: 'danger' | 'primary'
}>

/** A press that cannot be taken back: it says what will happen, and asks once. */
export function ConfirmButton({ label, about, title, what, run, variant = 'danger' }: Props) {
  const t = useT('page')
  const [isOpen, setOpen] = useState(false)
  const [state, setState] = useState<{ pending: boolean; error: unknown }>({ pending: false, error: null })
  const confirm = () => {
    setState({ pending: true, error: null })
    run().then(
      () => {
        setState({ pending: false, error: null })
        setOpen(false)
      },
      (error: unknown) => setState({ pending: false, error }),
    )
  }
  return (
    <>
      <Button
        {...(variant === 'primary' ? { variant } : ({ size: 's', variant: 'quiet' } as const))}
        aria-label={`${label}: ${about}`}
        onPress={() => setOpen(true)}
      >
        {label}
      </Button>
      <Dialog
        title={title}
        role="alertdialog"
        size="s"
        isOpen={isOpen}
        onOpenChange={setOpen}
        footer={
          <>
            <Button onPress={() => setOpen(false)}>{t('cancel')}</Button>
            <Button variant={variant} isPending={state.pending} onPress={confirm}>
              {label}
            </Button>
          </>
        }
      >
        <div className={page.form}>
          <p>{what}</p>
          <ProblemNote error={state.error} />
        </div>
      </Dialog>
    </>
  )
}
