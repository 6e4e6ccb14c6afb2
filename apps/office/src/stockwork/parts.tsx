import { useState, type ReactNode } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { unwrap } from '@splot/client'
import {
  Button,
  Dialog,
  StatusPill,
  Tabs,
  TextField,
  Timeline,
  toast,
  useFormat,
  useLocale,
  type Status,
  type TableColumn,
} from '@splot/ui'
import { splot } from '../api/client.ts'
import type { Words } from '../api/types.ts'
import { useMay, usePeople } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { useArticles } from '../stock/useArticles.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import { differenceReasonsQuery, type AdviceDetail } from './queries.ts'
import css from './stockwork.module.css'
import { codeWord, useT } from './words.ts'

/** Papers of one kind, which have a page each. */
export type ListName = 'deliveries' | 'transfers' | 'counts' | 'adjustments'
const tabs = ['deliveries', 'put-away', 'transfers', 'counts', 'adjustments', 'quarantine', 'limits'] as const

/** The kinds of papers beside each other, and the lists of work that has none. */
export function PaperTabs({ current }: Readonly<{ current: (typeof tabs)[number] }>) {
  const t = useT('work')
  const navigate = useNavigate()
  return (
    <Tabs
      label={t('title')}
      tabs={tabs.map((id) => ({ id, label: t(id) }))}
      value={current}
      onChange={(id) => void navigate({ to: `/stockwork/${id}` })}
    />
  )
}

const status: Readonly<Record<string, Status>> = {
  announced: 'info',
  receiving: 'warn',
  requested: 'warn',
  approved: 'info',
  shipped: 'info',
  counting: 'info',
  recounting: 'warn',
  review: 'late',
  posted: 'ok',
  closed: 'ok',
  rejected: 'neutral',
}

export function PaperState({ paper }: Readonly<{ paper: { state: string; words: Words } }>) {
  const { locale } = useLocale()
  return <StatusPill status={status[paper.state] ?? 'neutral'}>{paper.words[locale]}</StatusPill>
}

/** What a paper went through, newest first. */
export function History({ steps }: Readonly<{ steps: AdviceDetail['history'] }>) {
  const t = useT('work')
  const verb = useT('verb')
  const common = useCommon('page')
  const people = usePeople()
  return (
    <Timeline
      label={t('history')}
      timeStyle="short"
      items={steps.toReversed().map((step, index) => ({
        id: `${index}`,
        at: step.at,
        title: codeWord(verb, step.verb.split('.').at(-1) ?? step.verb),
        by: step.actor.staffId
          ? (people.get(step.actor.staffId) ?? common('unknownPerson'))
          : common('system'),
      }))}
    />
  )
}

/** What a step of stock work may change, by how it is cached. */
const touched = [
  'advices',
  'advice',
  'transfers',
  'transfer',
  'counts',
  'count',
  'adjustments',
  'adjustment',
  'stock',
  'movements',
  'proof',
  'atp',
  'incidents',
] as const

/** Reads again what a step of stock work may have changed. */
export function useRefreshStock(): () => void {
  const client = useQueryClient()
  return () => {
    for (const name of touched) void client.invalidateQueries({ queryKey: [name] })
  }
}

const MAX_NOTE_LENGTH = 500

type StepProps = Readonly<{
  label: string
  title: string
  what: string
  variant?: 'primary' | 'danger' | 'secondary'
  /** Asks for words, at least so many letters. */
  reason?: { label: string; least: number; most?: number }
  children?: ReactNode
  /** Whether what the children ask for is answered. */
  ready?: boolean
  run: (command: { commandId: string; note: string }) => Promise<unknown>
}>

/** A step on a paper: says what it does, asks for words where they are needed, and counts once under its own id. */
export function StepButton({
  label,
  title,
  what,
  variant = 'secondary',
  reason,
  children,
  ready = true,
  run,
}: StepProps) {
  const t = useT('work')
  const common = useCommon('page')
  const refresh = useRefreshStock()
  const [isOpen, setOpen] = useState(false)
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const [commandId, setCommandId] = useState(() => crypto.randomUUID())
  const step = useMutation({
    mutationFn: () => run({ commandId, note: note.trim() }),
    onSuccess: () => {
      setOpen(false)
      refresh()
      toast({ title: t('done', { what: label.toLocaleLowerCase() }), status: 'ok' })
    },
    // Another try after a refusal is another command.
    onError: () => setCommandId(crypto.randomUUID()),
  })
  const said = !reason || note.trim().length >= reason.least
  const submit = () => {
    setAsked(true)
    if (said && ready) step.mutate()
  }
  return (
    <>
      {/* What is dangerous asks first, so that the button on the page need not shout. */}
      <Button variant={variant === 'danger' ? 'secondary' : variant} onPress={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        title={title}
        role="alertdialog"
        size={reason || children ? 'm' : 's'}
        isOpen={isOpen}
        onOpenChange={setOpen}
        footer={
          <>
            <Button onPress={() => setOpen(false)}>{common('cancel')}</Button>
            <Button
              variant={variant === 'danger' ? 'danger' : 'primary'}
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
          {children}
          {reason && (
            <TextField
              label={reason.label}
              value={note}
              onChange={setNote}
              multiline
              rows={2}
              maxLength={reason.most ?? MAX_NOTE_LENGTH}
              error={asked && !said && t('needReason')}
            />
          )}
          <ProblemNote error={step.error} />
        </div>
      </Dialog>
    </>
  )
}

type UndoProps = Readonly<{
  kind: 'receipt' | 'adjustment' | 'count' | 'transfer'
  id: string
  number: string
  label?: string
}>

const LEAST_REASON = 3

/** Takes a posted paper back by its opposite. */
export function UndoButton({ kind, id, number, label }: UndoProps) {
  const t = useT('work')
  const may = useMay()
  if (!may('stock.approve')) return null
  return (
    <StepButton
      label={label ?? t('undo')}
      title={t('undoTitle', { number })}
      what={t('undoWhat')}
      variant="danger"
      reason={{ label: t('undoReason'), least: LEAST_REASON }}
      run={({ commandId, note }) =>
        unwrap(splot.POST('/v1/stock/undo', { body: { commandId, document: { kind, id }, reason: note } }))
      }
    />
  )
}

/** Says that a paper was taken back, by which other one and why. */
export function UndoneNote({
  undone,
}: Readonly<{ undone: { number: string; reason: string; at: string } | null }>) {
  const t = useT('work')
  const format = useFormat()
  if (!undone) return null
  return (
    <p className={css.undone}>
      {t('undoneWhy', { when: format.soon(undone.at), number: undone.number, reason: undone.reason })}
    </p>
  )
}

/** What arrived and was not written, or the other way round, with the reasons that were given. */
export function Differences({ differences }: Readonly<{ differences: AdviceDetail['differences'] }>) {
  const kind = useT('differenceKind')
  const { locale } = useLocale()
  const reasons = useReasonWords()
  return (
    <ul className={css.differences}>
      {differences?.map((one) => (
        <li key={`${one.sku} ${one.kind}`}>
          <code>{one.sku}</code> <strong>{one.quantity}</strong> {codeWord(kind, one.kind)}
          <span className={page.small}>
            {' '}
            {reasons.get(one.reason)?.[locale] ?? one.reason}
            {one.note && `, ${one.note}`}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Why what arrived is not what was written, by code. */
export function useReasonWords(): ReadonlyMap<string, Words> {
  const { data } = useQuery(differenceReasonsQuery)
  return new Map(data?.items.map(({ code, words }) => [code, words]))
}

/** SKUs whose names one question brings. */
const NAMED_AT_ONCE = 50

/** The column that says which article a line is about: its name, options and SKU. */
export function useArticleColumn<Line extends { sku: string }>(lines: readonly Line[]): TableColumn<Line> {
  const t = useT('work')
  const pages = Array.from({ length: Math.ceil(lines.length / NAMED_AT_ONCE) }, (_, index) => ({
    items: lines.slice(index * NAMED_AT_ONCE, (index + 1) * NAMED_AT_ONCE),
    next: null,
  }))
  const articleOf = useArticles(pages)
  return {
    id: 'sku',
    header: t('article'),
    isRowHeader: true,
    width: 'wide',
    cell: ({ sku }) => (
      <>
        {articleOf(sku)?.name} <span className={page.small}>{articleOf(sku)?.options}</span>{' '}
        <code className={page.small}>{sku}</code>
      </>
    ),
  }
}
