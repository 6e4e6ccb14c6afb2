import { useState } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { NumberField, RadioGroup, RadioOption, Select, Switch, TextField, toast } from '@splot/ui'
import { splot } from '../api/client.ts'
import { EditorDrawer } from '../page/Editor.tsx'
import { useMay } from '../page/names.tsx'
import { FactorFields, PercentField } from './FactorFields.tsx'
import { GoodsFields } from './ManyFields.tsx'
import { useListChoices, useLists } from './parts.tsx'
import css from './prices.module.css'
import { useRefreshPrices, type ProposalRule } from './queries.ts'
import {
  draftOf,
  factorKinds,
  newFactor,
  noRule,
  ruleOf,
  type RuleDraft,
  type RuleFlaws,
  type WantedRule,
} from './rule-draft.ts'
import { useT } from './proposal-words.ts'

const MAX_NAME = 120
const MAX_REASON = 300
const MAX_FACTORS = 20
/** As many percent of a cost as the API takes. */
const MAX_ABOVE_COST = 1_000

type Props = Readonly<{
  /** Null: a new one. */
  rule: ProposalRule | null
  onClose: () => void
}>

/** A rule that proposes prices: what it looks at, what it may never do, and who decides. */
export function RuleEditor({ rule, onClose }: Props) {
  const t = useT('rules')
  const lists = useLists() ?? []
  const [typed, setDraft] = useState(() => {
    const list = lists.find(({ id }) => id === rule?.listId)?.code ?? ''
    return rule ? draftOf(rule, list) : noRule
  })
  const [asked, setAsked] = useState(false)
  const draft = { ...typed, list: typed.list || (lists[0]?.code ?? '') }
  const currency = lists.find(({ code }) => code === draft.list)?.currency ?? 'PLN'
  const wanted = ruleOf(draft, currency)
  const save = useSave(rule, onClose)
  const submit = () => {
    setAsked(true)
    if ('body' in wanted) save.mutate(wanted.body)
  }
  const fields: FieldsProps = {
    draft,
    currency,
    flaws: asked && 'flaws' in wanted ? wanted.flaws : null,
    onChange: (part) => setDraft((known) => ({ ...known, ...part })),
  }
  return (
    <EditorDrawer
      title={t(rule ? 'edit' : 'newRule')}
      isSaving={save.isPending}
      error={save.error}
      onSave={submit}
      onClose={onClose}
    >
      <AboutFields {...fields} />
      <Factors {...fields} />
      <BoundFields {...fields} />
      <TieFields {...fields} />
      <DecisionFields {...fields} />
    </EditorDrawer>
  )
}

function useSave(rule: ProposalRule | null, onDone: () => void) {
  const t = useT('rules')
  const refresh = useRefreshPrices()
  return useMutation({
    mutationFn: (body: WantedRule): Promise<unknown> =>
      rule
        ? unwrap(
            splot.PUT('/v1/prices/proposal-rules/{id}', {
              params: { path: { id: rule.id } },
              headers: { 'if-match': `"${rule.version}"` },
              body,
            }),
          )
        : unwrap(splot.POST('/v1/prices/proposal-rules', { body })),
    onSuccess: () => {
      refresh()
      toast({ title: t('savedToast'), status: 'ok' })
      onDone()
    },
  })
}

type FieldsProps = Readonly<{
  draft: RuleDraft
  currency: string
  flaws: RuleFlaws | null
  onChange: (part: Partial<RuleDraft>) => void
}>

function AboutFields({ draft, flaws, onChange }: FieldsProps) {
  const t = useT('rules')
  return (
    <>
      <div className={css.pair}>
        <TextField
          label={t('name')}
          value={draft.name}
          onChange={(name) => onChange({ name })}
          maxLength={MAX_NAME}
          error={flaws?.name && t('needName')}
        />
        <Select
          label={t('list')}
          choices={useListChoices()}
          value={draft.list || null}
          onChange={(list) => onChange({ list })}
          error={flaws?.list && t('needList')}
        />
      </div>
      <GoodsFields hint={t('goodsHint')} value={draft} onChange={onChange} />
    </>
  )
}

function Factors({ draft, flaws, onChange }: FieldsProps) {
  const t = useT('rules')
  const { factors } = draft
  return (
    <>
      {factors.map((factor, at) => (
        <FactorFields
          // Factors have no id; their fields keep what was typed by kind and place.
          // oxlint-disable-next-line react/no-array-index-key
          key={`${factor.kind} ${at} of ${factors.length}`}
          factor={factor}
          isWrong={flaws?.factors[at] ?? false}
          onChange={(next) => onChange({ factors: factors.with(at, next) })}
          onRemove={() => onChange({ factors: factors.toSpliced(at, 1) })}
        />
      ))}
      {factors.length < MAX_FACTORS && (
        <Select
          // Made anew after each choice, so that it asks again.
          key={factors.length}
          label={t('addFactor')}
          choices={factorKinds.map((kind) => ({ value: kind, label: t(kind) }))}
          value={null}
          onChange={(kind) => onChange({ factors: [...factors, newFactor(kind)] })}
          error={flaws?.noFactor && t('needFactor')}
        />
      )}
    </>
  )
}

function BoundFields({ draft, currency, flaws, onChange }: FieldsProps) {
  const t = useT('rules')
  // Who may not see costs leaves what stands there.
  const mayCosts = useMay()('costs.read')
  return (
    <fieldset className={css.part}>
      <legend>{t('bounds')}</legend>
      <div className={css.pair}>
        <PercentField
          label={t('floor')}
          description={t('floorHint')}
          minValue={0}
          maxValue={100}
          value={draft.floor}
          onChange={(floor) => onChange({ floor })}
          error={flaws?.floor && t('needFloor')}
        />
        <PercentField
          label={t('ceiling')}
          description={t('floorHint')}
          minValue={0}
          value={draft.ceiling}
          onChange={(ceiling) => onChange({ ceiling })}
          error={flaws?.ceiling && t('needCeiling')}
        />
        <PercentField
          label={t('daily')}
          minValue={0}
          value={draft.daily}
          onChange={(daily) => onChange({ daily })}
          error={flaws?.daily && t('needPercent')}
        />
        <PercentField
          label={t('least')}
          description={t('leastHint')}
          minValue={0}
          value={draft.least}
          onChange={(least) => onChange({ least })}
          error={flaws?.least && t('needPercent')}
        />
        <NumberField
          label={t('floorAmount')}
          after={currency}
          minValue={0}
          formatOptions={{ minimumFractionDigits: 2, maximumFractionDigits: 2 }}
          value={draft.floorAmount}
          onChange={(floorAmount) => onChange({ floorAmount })}
          error={flaws?.floorAmount && t('needAmount')}
        />
        {mayCosts && (
          <PercentField
            label={t('aboveCost')}
            description={t('aboveCostHint')}
            minValue={0}
            maxValue={MAX_ABOVE_COST}
            value={draft.aboveCost}
            onChange={(aboveCost) => onChange({ aboveCost })}
          />
        )}
      </div>
      <RadioGroup<RuleDraft['omnibus']>
        label={t('omnibus')}
        value={draft.omnibus}
        onChange={(omnibus) => onChange({ omnibus })}
      >
        <RadioOption value="keep_lowest">{t('keep_lowest')}</RadioOption>
        <RadioOption value="tell">{t('tell')}</RadioOption>
      </RadioGroup>
    </fieldset>
  )
}

function TieFields({ draft, flaws, onChange }: FieldsProps) {
  const t = useT('rules')
  const others = useListChoices().filter(({ value }) => value !== draft.list)
  return (
    <fieldset className={css.part}>
      <legend>{t('ties')}</legend>
      <RadioGroup<RuleDraft['channels']>
        label={t('ties')}
        hideLabel
        layout="row"
        value={draft.channels}
        onChange={(channels) => onChange({ channels })}
      >
        <RadioOption value="equal">{t('equal')}</RadioOption>
        <RadioOption value="differ" isDisabled={others.length === 0}>
          {t('differ')}
        </RadioOption>
      </RadioGroup>
      {draft.channels === 'differ' && (
        <div className={css.pair}>
          <Select
            label={t('tieFrom')}
            choices={others}
            value={draft.from}
            onChange={(from) => onChange({ from })}
            error={flaws?.from && t('needList')}
          />
          <PercentField
            label={t('apart')}
            minValue={0}
            value={draft.apart}
            onChange={(apart) => onChange({ apart })}
            error={flaws?.apart && t('needPercent')}
          />
          <TextField
            label={t('tieReason')}
            value={draft.reason}
            onChange={(reason) => onChange({ reason })}
            maxLength={MAX_REASON}
            error={flaws?.reason && t('needReason')}
          />
        </div>
      )}
    </fieldset>
  )
}

function DecisionFields({ draft, flaws, onChange }: FieldsProps) {
  const t = useT('rules')
  return (
    <fieldset className={css.part}>
      <legend>{t('decides')}</legend>
      <RadioGroup<RuleDraft['mode']>
        label={t('mode')}
        layout="row"
        value={draft.mode}
        onChange={(mode) => onChange({ mode })}
      >
        <RadioOption value="shadow">{t('shadow')}</RadioOption>
        <RadioOption value="live">{t('live')}</RadioOption>
      </RadioGroup>
      {draft.mode === 'live' && (
        <RadioGroup<RuleDraft['approval']>
          label={t('approval')}
          layout="row"
          value={draft.approval}
          onChange={(approval) => onChange({ approval })}
        >
          <RadioOption value="person">{t('person')}</RadioOption>
          <RadioOption value="rule">{t('rule')}</RadioOption>
        </RadioGroup>
      )}
      {draft.mode === 'live' && draft.approval === 'rule' && (
        <PercentField
          label={t('within')}
          minValue={0}
          value={draft.within}
          onChange={(within) => onChange({ within })}
          error={flaws?.within && t('needPercent')}
        />
      )}
      <Switch isSelected={draft.enabled} onChange={(enabled) => onChange({ enabled })}>
        {t('enabled')}
      </Switch>
    </fieldset>
  )
}
