import { useState, type ReactNode } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button, Dialog, StatusPill, Tabs, TextField, toast, useLocale, type Status } from '@splot/ui'
import type { Words } from '../api/types.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { useCommandKey } from '../page/useCommandKey.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { readAmount } from './amount.ts'
import { useT } from './words.ts'

/** Value is kept in the currency of the shop; a card of another one comes by the API. */
export const CURRENCY = 'PLN'
const MAX_REASON_LENGTH = 200

const addresses = {
  cards: '/gift-cards',
  batches: '/gift-cards/batches',
  liability: '/gift-cards/liability',
} as const

export function CardTabs({ current }: Readonly<{ current: keyof typeof addresses }>) {
  const t = useT('cards')
  const navigate = useNavigate()
  return (
    <Tabs
      label={t('title')}
      tabs={(['cards', 'batches', 'liability'] as const).map((id) => ({ id, label: t(id) }))}
      value={current}
      onChange={(id) => void navigate({ to: addresses[id] })}
    />
  )
}

const status: Readonly<Record<string, Status>> = { active: 'ok', blocked: 'late', expired: 'neutral' }

export function CardState({ card }: Readonly<{ card: { state: string; words: Words } }>) {
  const { locale } = useLocale()
  return <StatusPill status={status[card.state] ?? 'neutral'}>{card.words[locale]}</StatusPill>
}

/** A number in groups of four, as it stands on the card. */
export const spokenCard = (number: string): string => number.replace(/(\d{4})(?=\d)/g, '$1 ')

/** Reads again what a change of a card may have changed. */
export function useRefreshCards(): () => void {
  const client = useQueryClient()
  return () => {
    for (const name of [
      'gift-cards',
      'gift-card',
      'gift-card-entries',
      'gift-card-batches',
      'gift-card-liability',
    ])
      void client.invalidateQueries({ queryKey: [name] })
  }
}

type StepProps = Readonly<{
  label: string
  what: string
  /** Asks for an amount, above zero unless it may be `signed`. */
  amount?: 'positive' | 'signed'
  variant?: 'primary' | 'secondary' | 'danger'
  run: (step: { commandId: string; minor: number; reason: string }) => Promise<unknown>
}>

/** A step on a card: says what it does, asks for a reason and maybe an amount, and counts once under its own id. */
export function CardStep({ label, what, amount, variant = 'secondary', run }: StepProps) {
  const t = useT('cards')
  const common = useCommon('page')
  const refresh = useRefreshCards()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const { key: commandId, settled } = useCommandKey()
  const minor = amount ? readAmount(typed) : 0
  const fits = minor !== null && (amount === undefined || (amount === 'signed' ? minor !== 0 : minor > 0))
  const step = useMutation({
    mutationFn: () => run({ commandId, minor: minor ?? 0, reason: reason.trim() }),
    onSuccess: () => {
      setOpen(false)
      setTyped('')
      setReason('')
      setAsked(false)
      refresh()
      toast({ title: t('done', { what: label }), status: 'ok' })
    },
    onSettled: settled,
  })
  const submit = () => {
    setAsked(true)
    if (fits && reason.trim()) step.mutate()
  }
  return (
    <>
      <Button variant={variant === 'danger' ? 'secondary' : variant} onPress={() => setOpen(true)}>
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
            <Button
              variant={variant === 'secondary' ? 'primary' : variant}
              isPending={step.isPending}
              onPress={submit}
            >
              {label}
            </Button>
          </>
        }
      >
        <div className={page.form}>
          <p>{what}</p>
          {amount && (
            <AmountField
              value={typed}
              onChange={setTyped}
              error={asked && !fits ? t('badAmount') : undefined}
            />
          )}
          <TextField
            label={t('reason')}
            value={reason}
            onChange={setReason}
            maxLength={MAX_REASON_LENGTH}
            error={asked && !reason.trim() ? t('needReason') : undefined}
          />
          <ProblemNote error={step.error} />
        </div>
      </Dialog>
    </>
  )
}

export function AmountField(
  props: Readonly<{ value: string; onChange: (value: string) => void; error: ReactNode }>,
) {
  const t = useT('cards')
  return <TextField label={t('amount')} inputMode="decimal" after="zł" {...props} />
}
