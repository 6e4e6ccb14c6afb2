import { useState } from 'react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, Drawer, NumberField, Select, Switch, toast } from '@splot/ui'
import { splot } from '../api/client.ts'
import { GoodsFields, WhereFields } from '../page/ScopeFields.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import { policiesQuery } from '../policies/queries.ts'
import { useT as useCommon } from '../words/index.ts'
import page from '../page/page.module.css'
import type { WatchRule } from './queries.ts'
import {
  bodyOf,
  draftOf,
  isOrdered,
  isWhole,
  ruleKinds,
  termsOf,
  type RuleKind,
  type TermName,
  type WatchDraft,
} from './rule-draft.ts'
import { useT } from './words.ts'

const MAX_TERM = 99_999

/** A rule that watches stock. What it is about is settled when it is made; its figures can change. */
export function WatchRuleEditor({
  rule,
  onClose,
}: Readonly<{ rule: WatchRule | null; onClose: () => void }>) {
  const t = useT('watch')
  const kinds = useT('ruleKind')
  const common = useCommon('page')
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(rule))
  const [asked, setAsked] = useState(false)
  const regions = useInfiniteQuery(policiesQuery).data?.pages[0]?.regions ?? []
  const change = (part: Partial<WatchDraft>) => setDraft((known) => ({ ...known, ...part }))
  const save = useMutation({
    mutationFn: (): Promise<unknown> =>
      rule === null
        ? unwrap(splot.POST('/v1/replenishment/rules', { body: bodyOf(draft) }))
        : unwrap(
            splot.PUT('/v1/replenishment/rules/{id}', {
              params: { path: { id: rule.id } },
              headers: { 'if-match': `"${rule.version}"` },
              body: { enabled: draft.enabled, terms: draft.terms },
            }),
          ),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['watch-rules'] })
      toast({ title: t('saved'), status: 'ok' })
      onClose()
    },
  })
  const submit = () => {
    setAsked(true)
    if (isWhole(draft)) save.mutate()
  }
  return (
    <Drawer
      title={rule === null ? t('addRule') : kinds(rule.kind)}
      size="l"
      isOpen
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{common('cancel')}</Button>
          <Button variant="primary" isPending={save.isPending} onPress={submit}>
            {common('save')}
          </Button>
        </>
      }
    >
      <div className={page.form}>
        {rule === null && (
          <>
            <Select<RuleKind>
              label={t('kind')}
              choices={ruleKinds.map((kind) => ({ value: kind, label: kinds(kind) }))}
              value={draft.kind}
              onChange={(kind) => change({ kind, terms: termsOf[kind] })}
            />
            <ScopeOf draft={draft} regions={regions} asked={asked} onChange={change} />
          </>
        )}
        <Figures draft={draft} asked={asked} onChange={change} />
        <div>
          <Switch isSelected={draft.enabled} onChange={(enabled) => change({ enabled })}>
            {t('enabled')}
          </Switch>
          <p className={page.small}>{t('offHint')}</p>
        </div>
        <ProblemNote error={save.error} />
      </div>
    </Drawer>
  )
}

type PartProps = Readonly<{
  draft: WatchDraft
  asked: boolean
  onChange: (part: Partial<WatchDraft>) => void
}>

function ScopeOf({ draft, regions, asked, onChange }: PartProps & Readonly<{ regions: readonly string[] }>) {
  return (
    <>
      <GoodsFields value={draft} asked={asked} onChange={onChange} />
      <WhereFields value={draft} regions={regions} asked={asked} onChange={onChange} />
    </>
  )
}

function Figures({ draft, asked, onChange }: PartProps) {
  const t = useT('watch')
  const label = (name: TermName) => (draft.kind === 'dead' && name === 'days' ? t('deadDays') : t(name))
  const names = Object.keys(termsOf[draft.kind]) as TermName[]
  const errorOf = (name: TermName) => {
    if (!asked) return false
    if (!Number.isInteger(draft.terms[name])) return t('enterNumber')
    return (name === 'max' || name === 'targetDays') && !isOrdered(draft.terms) && t('maxTooSmall')
  }
  return names.map((name) => (
    <NumberField
      key={name}
      label={label(name)}
      minValue={name === 'min' ? 0 : 1}
      maxValue={MAX_TERM}
      formatOptions={{ maximumFractionDigits: 0 }}
      value={draft.terms[name] ?? Number.NaN}
      onChange={(value) => onChange({ terms: { ...draft.terms, [name]: value } })}
      error={errorOf(name)}
    />
  ))
}
