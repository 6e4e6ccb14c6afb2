import type { ReactNode } from 'react'
import { Checkbox, RadioGroup, RadioOption, Select, TextField } from '@splot/ui'
import { useChannels } from '../page/scope.tsx'
import { promisesTooMuch, type PromotionDraft } from './draft.ts'
import { AmountField, WholeField, MomentField } from './inputs.tsx'
import css from './promotions.module.css'
import { useT as usePromoT } from './words.ts'
import { useT } from './words-of-fields.ts'

type Props = Readonly<{
  draft: PromotionDraft
  errorOf: (pointer: string) => ReactNode
  onChange: (draft: PromotionDraft) => void
}>

const MAX_NAME = 120

export function NameFields({ draft, errorOf, onChange }: Props) {
  const t = useT('fields')
  const promo = usePromoT('promo')
  const { name, label } = draft
  const noteOf = (text: string) => (promisesTooMuch(draft, text) ? t('promisesTooMuch') : undefined)
  return (
    <>
      <TextField
        label={promo('name')}
        value={name}
        onChange={(next) => onChange({ ...draft, name: next })}
        maxLength={MAX_NAME}
        error={errorOf('/name')}
      />
      <fieldset className={css.part}>
        <legend>{promo('label')}</legend>
        <div className={css.fields}>
          <TextField
            label={t('labelPl')}
            value={label.pl}
            onChange={(pl) => onChange({ ...draft, label: { ...label, pl } })}
            maxLength={MAX_NAME}
            description={noteOf(label.pl)}
            error={errorOf('/label/pl')}
          />
          <TextField
            label={t('labelEn')}
            value={label.en}
            onChange={(en) => onChange({ ...draft, label: { ...label, en } })}
            maxLength={MAX_NAME}
            description={noteOf(label.en)}
            error={errorOf('/label/en')}
          />
        </div>
      </fieldset>
    </>
  )
}

/** When, for whom, in which order with others, and what a return does. */
export function TermsFields(props: Props) {
  const { draft, errorOf, onChange } = props
  const t = useT('fields')
  const promo = usePromoT('promo')
  const channels = useChannels()
  const currencies = [...new Set([draft.currency, ...channels.map(({ currency }) => currency)])]
  const { atMostMinor } = draft
  return (
    <>
      <Validity {...props} />
      <Audience {...props} />
      <div className={css.fields}>
        <WholeField
          label={promo('priority')}
          description={t('priorityHint')}
          value={draft.priority}
          onChange={(priority) => onChange({ ...draft, priority })}
          error={errorOf('/priority')}
        />
        <TextField
          label={promo('group')}
          description={t('groupHint')}
          value={draft.group ?? ''}
          onChange={(group) => onChange({ ...draft, group: group === '' ? null : group })}
          error={errorOf('/group')}
        />
      </div>
      <Checkbox isSelected={draft.exclusive} onChange={(exclusive) => onChange({ ...draft, exclusive })}>
        {t('exclusive')}
      </Checkbox>
      <div className={css.fields}>
        <AmountField
          label={t('cap')}
          description={t('capHint')}
          after={draft.currency}
          value={atMostMinor ?? Number.NaN}
          onChange={(minor) => {
            const { atMostMinor: _before, ...rest } = draft
            onChange(Number.isNaN(minor) ? rest : { ...rest, atMostMinor: minor })
          }}
          error={errorOf('/atMostMinor')}
        />
        <Select
          label={t('currency')}
          choices={currencies.map((value) => ({ value, label: value }))}
          value={draft.currency}
          onChange={(currency) => onChange({ ...draft, currency })}
          error={errorOf('/currency')}
        />
      </div>
      <RadioGroup<PromotionDraft['returns']>
        label={t('returns')}
        description={t('returnsHint')}
        layout="row"
        value={draft.returns}
        onChange={(returns) => onChange({ ...draft, returns })}
      >
        <RadioOption value="keep">{t('keep')}</RadioOption>
        <RadioOption value="recompute">{t('recompute')}</RadioOption>
      </RadioGroup>
    </>
  )
}

function Validity({ draft, errorOf, onChange }: Props) {
  const promo = usePromoT('promo')
  return (
    <div className={css.fields}>
      {(['validFrom', 'validUntil'] as const).map((part) => (
        <MomentField
          key={part}
          label={promo(part)}
          description={promo('openHint')}
          value={draft[part]}
          onChange={(at) => onChange({ ...draft, [part]: at })}
          error={errorOf(`/${part}`)}
        />
      ))}
    </div>
  )
}

function Audience({ draft, errorOf, onChange }: Props) {
  const t = useT('fields')
  const promo = usePromoT('promo')
  const { publicCode = false, ...rest } = draft
  return (
    <>
      <RadioGroup<PromotionDraft['audience']>
        label={promo('audience')}
        layout="row"
        value={draft.audience}
        // Only a code can be known to everybody.
        onChange={(audience) => onChange({ ...rest, audience })}
        error={errorOf('/audience')}
      >
        <RadioOption value="public">{promo('public')}</RadioOption>
        <RadioOption value="code">{promo('code')}</RadioOption>
        <RadioOption value="individual">{promo('individual')}</RadioOption>
      </RadioGroup>
      {draft.audience === 'code' && (
        <Checkbox
          isSelected={publicCode}
          onChange={(on) => onChange(on ? { ...rest, publicCode: true } : rest)}
        >
          {t('publicCode')}
        </Checkbox>
      )}
    </>
  )
}
