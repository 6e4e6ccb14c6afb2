import { useState } from 'react'
import { NumberField, Select, useLocale } from '@splot/ui'
import { GoodsFields, WhereFields } from '../page/ScopeFields.tsx'
import { EditorDrawer } from '../page/Editor.tsx'
import { useChannels } from '../page/scope.tsx'
import page from '../page/page.module.css'
import css from './policies.module.css'
import type { Rule } from './queries.ts'
import {
  draftOf,
  holdKinds,
  mayLimitHolds,
  ruleOf,
  type Flaw,
  type HoldKind,
  type RuleDraft,
} from './rule-draft.ts'
import { useT } from './words.ts'

const MAX_PIECES = 999_999
const MAX_PERCENT = 100
const MAX_LEAD_DAYS = 365
const ALL = 'all'

type Props = Readonly<{
  title: string
  rule: Rule | null
  regions: readonly string[]
  onSave: (rule: Rule) => Promise<void>
  onClose: () => void
}>

/** One rule: what it is about, for which channel, and what it says. */
export function RuleEditor({ title, rule, regions, onSave, onClose }: Props) {
  const t = useT('policies')
  const [draft, setDraft] = useState(() => draftOf(rule))
  const [asked, setAsked] = useState(false)
  const [saving, setSaving] = useState<{ pending: boolean; error: unknown }>({ pending: false, error: null })
  const change = (part: Partial<RuleDraft>) => setDraft((known) => ({ ...known, ...part }))
  const made = ruleOf(draft)
  const flaws: ReadonlySet<Flaw> = asked && 'flaws' in made ? made.flaws : new Set()
  const submit = () => {
    setAsked(true)
    if (!('rule' in made)) return
    setSaving({ pending: true, error: null })
    onSave(made.rule).catch((error: unknown) => setSaving({ pending: false, error }))
  }
  return (
    <EditorDrawer
      title={title}
      isSaving={saving.pending}
      error={saving.error}
      onSave={submit}
      onClose={onClose}
    >
      <GoodsFields value={draft} asked={asked} onChange={change} />
      <WhereFields value={draft} regions={regions} asked={asked} onChange={change} />
      <ChannelField draft={draft} flaws={flaws} onChange={change} />
      <TermFields draft={draft} flaws={flaws} onChange={change} />
      <BackorderFields draft={draft} flaws={flaws} onChange={change} />
      {mayLimitHolds(draft) && <HoldFields draft={draft} flaws={flaws} onChange={change} />}
      {flaws.has('terms') && <p role="alert">{t('needTerm')}</p>}
    </EditorDrawer>
  )
}

type FieldProps = Readonly<{
  draft: RuleDraft
  flaws: ReadonlySet<Flaw>
  onChange: (part: Partial<RuleDraft>) => void
}>

function ChannelField({ draft, flaws, onChange }: FieldProps) {
  const t = useT('policies')
  const { locale } = useLocale()
  const channels = useChannels()
  return (
    <Select
      label={t('channel')}
      choices={[
        { value: ALL, label: t('allChannels') },
        ...channels.map(({ id, name }) => ({ value: id, label: name[locale] })),
      ]}
      value={draft.channelId ?? ALL}
      onChange={(id) => onChange({ channelId: id === ALL ? null : id })}
      error={flaws.has('channel') ? t('needChannel') : flaws.has('safety') && t('safetyAll')}
    />
  )
}

function TermFields({ draft, onChange }: FieldProps) {
  const t = useT('policies')
  const whole = { minValue: 0, maxValue: MAX_PIECES, formatOptions: { maximumFractionDigits: 0 } }
  return (
    <div className={css.fields}>
      <NumberField
        label={t('safety')}
        description={t('safetyHint')}
        {...whole}
        value={draft.safety}
        onChange={(safety) => onChange({ safety })}
      />
      <NumberField
        label={t('pool')}
        description={t('poolHint')}
        {...whole}
        value={draft.pool}
        onChange={(pool) => onChange({ pool })}
      />
      <NumberField
        label={t('buffer')}
        description={t('bufferHint')}
        {...whole}
        value={draft.buffer}
        onChange={(buffer) => onChange({ buffer })}
      />
      <NumberField
        label={t('bufferPercent')}
        minValue={0}
        maxValue={MAX_PERCENT}
        formatOptions={{ maximumFractionDigits: 4 }}
        value={draft.percent}
        onChange={(percent) => onChange({ percent })}
      />
    </div>
  )
}

function BackorderFields({ draft, flaws, onChange }: FieldProps) {
  const t = useT('policies')
  const may = draft.backorder === 'inbound' || draft.backorder === 'open'
  return (
    <div className={css.fields}>
      <Select<RuleDraft['backorder']>
        label={t('backorder')}
        choices={[
          { value: 'unsaid', label: t('backorderUnsaid') },
          { value: 'none', label: t('backorderNone') },
          { value: 'inbound', label: t('backorderInbound') },
          { value: 'open', label: t('backorderOpen') },
        ]}
        value={draft.backorder}
        onChange={(backorder) => onChange({ backorder })}
      />
      {may && (
        <NumberField
          label={t('most')}
          minValue={0}
          maxValue={MAX_PIECES}
          value={draft.most}
          onChange={(most) => onChange({ most })}
        />
      )}
      {draft.backorder === 'open' && (
        <NumberField
          label={t('leadDays')}
          minValue={0}
          maxValue={MAX_LEAD_DAYS}
          value={draft.leadDays}
          onChange={(leadDays) => onChange({ leadDays })}
          error={flaws.has('days') && t('needDays')}
        />
      )}
    </div>
  )
}

function HoldFields({ draft, flaws, onChange }: FieldProps) {
  const t = useT('policies')
  const set = (kind: HoldKind, part: Partial<{ ttl: number; cap: number }>) =>
    onChange({ holds: { ...draft.holds, [kind]: { ...draft.holds[kind], ...part } } })
  return (
    <fieldset className={css.holds}>
      <legend>{t('holds')}</legend>
      <p className={page.small}>{t('holdsHint')}</p>
      {holdKinds.map((kind) => (
        <div key={kind} className={css.hold}>
          <span aria-hidden>{t(kind)}</span>
          <NumberField
            label={t('ttl', { kind: t(kind) })}
            hideLabel
            compact
            minValue={1}
            value={draft.holds[kind].ttl}
            onChange={(ttl) => set(kind, { ttl })}
          />
          <NumberField
            label={t('cap', { kind: t(kind) })}
            hideLabel
            compact
            minValue={1}
            value={draft.holds[kind].cap}
            onChange={(cap) => set(kind, { cap })}
          />
        </div>
      ))}
      {flaws.has('cap') && <p role="alert">{t('capShort')}</p>}
    </fieldset>
  )
}
