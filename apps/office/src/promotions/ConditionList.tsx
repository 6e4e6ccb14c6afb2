import { useState, type ReactNode } from 'react'
import { Button, Checkbox, ComboBox, Select, TextField, useLocale } from '@splot/ui'
import type { Condition } from '@splot/rules'
import { EmptyGroups } from '../customers/EmptyGroups.tsx'
import { GroupField } from '../customers/GroupField.tsx'
import { SegmentField, useSegmentName } from '../customers/SegmentField.tsx'
import { Chosen } from '../page/Chosen.tsx'
import { usePlaceChoices } from '../page/names.tsx'
import { useCategories, useChannels } from '../page/scope.tsx'
import page from '../page/page.module.css'
import { addable, newCondition } from './draft.ts'
import { GoodsPicker } from './GoodsPicker.tsx'
import { minutesOf, timeField } from './moments.ts'
import { AmountField, WholeField, CodesField, Ticked, FieldNote } from './inputs.tsx'
import { useSaying } from './parts.tsx'
import css from './promotions.module.css'
import { weekdayName } from './say.ts'
import { useT as usePromoT } from './words.ts'
import { useT } from './words-of-fields.ts'

type Props<K extends Condition['kind']> = Readonly<{
  /** Where the list lies in the draft, for the errors of its fields. */
  at: string
  kinds: readonly K[]
  conditions: readonly Condition[]
  currency: string
  errorOf: (pointer: string) => ReactNode
  onChange: (conditions: readonly Condition[]) => void
}>

/** Conditions that must all hold: each with its fields, and one can be added or taken away. */
export function ConditionList<K extends Condition['kind']>(props: Props<K>) {
  const { at, kinds, conditions, currency, errorOf, onChange } = props
  const t = useT('fields')
  const promo = usePromoT('promo')
  const nameOf = useKindName()
  const replace = (index: number, next: Condition) => onChange(conditions.with(index, next))
  return (
    <div className={css.conditions}>
      {conditions.map((condition, index) => (
        // Conditions have no id; their fields keep what was typed by kind and place.
        <fieldset key={`${condition.kind} ${index} of ${conditions.length}`} className={css.condition}>
          <legend>{nameOf(condition.kind)}</legend>
          <ConditionFields
            condition={condition}
            currency={currency}
            at={`${at}/${index}`}
            errorOf={errorOf}
            onChange={(next) => replace(index, next)}
          />
          {'not' in condition || isTurnable(condition) ? (
            <Checkbox
              isSelected={'not' in condition && condition.not === true}
              onChange={(not) => replace(index, turned(condition, not))}
            >
              {t('except')}
            </Checkbox>
          ) : null}
          <Button
            size="s"
            variant="quiet"
            aria-label={promo('removeWhat', { what: nameOf(condition.kind) })}
            onPress={() => onChange(conditions.toSpliced(index, 1))}
          >
            {promo('remove')}
          </Button>
        </fieldset>
      ))}
      <Select
        key={conditions.length}
        label={t('addCondition')}
        hideLabel
        className={page.select}
        placeholder={t('addCondition')}
        choices={addable(kinds, conditions).map((kind) => ({ value: kind, label: nameOf(kind) }))}
        value={null}
        onChange={(kind) => onChange([...conditions, newCondition(kind)])}
      />
    </div>
  )
}

function useKindName(): (kind: Condition['kind']) => string {
  const t = useT('fields')
  // `group` is also the word for promotions that exclude each other.
  return (kind) => t(kind === 'group' ? 'group_of_customers' : kind)
}

const isTurnable = ({ kind }: Condition): boolean =>
  kind === 'products' || kind === 'categories' || kind === 'attributes' || kind === 'fulfilment'

function turned(condition: Condition, not: boolean): Condition {
  if (
    condition.kind !== 'products' &&
    condition.kind !== 'categories' &&
    condition.kind !== 'attributes' &&
    condition.kind !== 'fulfilment'
  )
    return condition
  const { not: _before, ...rest } = condition
  return not ? { ...rest, not } : rest
}

type FieldsProps = Readonly<{
  condition: Condition
  currency: string
  at: string
  errorOf: (pointer: string) => ReactNode
  onChange: (condition: Condition) => void
}>

const ways = ['counter', 'pickup', 'ship'] as const
const tenders = ['card', 'blik', 'cash', 'gift_card', 'store_credit'] as const

function ConditionFields({ condition, currency, at, errorOf, onChange }: FieldsProps) {
  const t = useT('fields')
  const { locale } = useLocale()
  const channels = useChannels()
  switch (condition.kind) {
    case 'products':
    case 'categories':
    case 'location':
      return <ListedFields {...{ condition, at, errorOf, onChange }} />
    case 'attributes':
      return (
        <div className={css.fields}>
          <TextField
            label={t('attribute')}
            value={condition.attribute}
            onChange={(attribute) => onChange({ ...condition, attribute: attribute.trim() })}
            error={errorOf(`${at}/attribute`)}
          />
          <CodesField
            label={t('values')}
            values={condition.anyOf}
            onChange={(anyOf) => onChange({ ...condition, anyOf })}
            error={errorOf(`${at}/anyOf`)}
          />
        </div>
      )
    case 'fulfilment':
      return (
        <Ticked
          choices={ways.map((value) => ({ value, label: t(value) }))}
          values={condition.anyOf}
          onChange={(anyOf) => onChange({ ...condition, anyOf })}
          error={errorOf(`${at}/anyOf`)}
        />
      )
    case 'channel':
      return (
        <Ticked
          choices={channels.map(({ code, name }) => ({ value: code, label: name[locale] }))}
          values={condition.anyOf}
          onChange={(anyOf) => onChange({ ...condition, anyOf })}
          error={errorOf(at)}
        />
      )
    case 'tender':
      return (
        <>
          <p className={page.small}>{t('tenderWhat')}</p>
          <Ticked
            choices={tenders.map((value) => ({ value, label: t(value) }))}
            values={condition.anyOf}
            onChange={(anyOf) => onChange({ ...condition, anyOf })}
            error={errorOf(at)}
          />
        </>
      )
    case 'group':
      return (
        <>
          <Chosen
            values={condition.anyOf}
            nameOf={(name) => name}
            onChange={(anyOf) => onChange({ ...condition, anyOf })}
          />
          <GroupField
            key={condition.anyOf.length}
            label={t('addGroup')}
            taken={condition.anyOf}
            onAdd={(name) => onChange({ ...condition, anyOf: [...condition.anyOf, name] })}
          />
          <EmptyGroups names={condition.anyOf} />
          <FieldNote error={errorOf(at)} />
        </>
      )
    case 'segment':
      return (
        <SegmentFields
          values={condition.anyOf}
          error={errorOf(at)}
          onChange={(anyOf) => onChange({ ...condition, anyOf })}
        />
      )
    case 'first_order':
      return <p className={page.small}>{t('firstOrderWhat')}</p>
    case 'hours':
      return <HoursFields {...{ condition, at, errorOf, onChange }} />
    case 'quantity':
      return (
        <WholeField
          label={t('atLeast')}
          value={condition.atLeast}
          onChange={(atLeast) => onChange({ ...condition, atLeast })}
          error={errorOf(at)}
        />
      )
    case 'value':
      return (
        <AmountField
          label={t('atLeastValue')}
          after={currency}
          value={condition.atLeastMinor}
          onChange={(atLeastMinor) => onChange({ ...condition, atLeastMinor })}
          error={errorOf(at)}
        />
      )
  }
}

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>
type PartProps<K extends Condition['kind']> = Omit<FieldsProps, 'condition' | 'currency'> &
  Readonly<{ condition: Of<K> }>

/** Segments: chosen by what people call them, kept by their codes. */
function SegmentFields({
  values,
  error,
  onChange,
}: Readonly<{
  values: readonly string[]
  error: ReactNode
  onChange: (values: readonly string[]) => void
}>) {
  return (
    <>
      <Chosen values={values} nameOf={useSegmentName()} onChange={onChange} />
      <SegmentField key={values.length} taken={values} onAdd={(code) => onChange([...values, code])} />
      <FieldNote error={error} />
    </>
  )
}

/** Goods and places: found one by one, and listed. */
function ListedFields({
  condition,
  at,
  errorOf,
  onChange,
}: PartProps<'products' | 'categories' | 'location'>) {
  const t = useT('fields')
  const categories = useCategories()
  const places = usePlaceChoices()
  const { names } = useSaying()('')
  const { kind, anyOf } = condition
  const set = (next: readonly string[]) => onChange({ ...condition, anyOf: next })
  const add = (name: string) => set([...new Set([...anyOf, name])])
  const nameOf =
    kind === 'categories' ? names.category : kind === 'location' ? names.place : (name: string) => name
  return (
    <>
      <Chosen values={anyOf} nameOf={nameOf} onChange={set} />
      {kind === 'products' ? (
        <GoodsPicker onAdd={add} />
      ) : (
        <ComboBox
          key={anyOf.length}
          label={t(kind === 'categories' ? 'addCategory' : 'addStore')}
          hideLabel
          placeholder={t(kind === 'categories' ? 'addCategory' : 'addStore')}
          choices={
            kind === 'categories'
              ? categories.map(({ handle, name }) => ({ value: handle, label: name }))
              : places
          }
          value={null}
          onChange={(name) => name !== null && add(name)}
        />
      )}
      <FieldNote error={errorOf(at)} />
    </>
  )
}

const EVERY_DAY = ['1', '2', '3', '4', '5', '6', '7'] as const
const hourField = (minutes: number): string => (Number.isNaN(minutes) ? '' : timeField(minutes))

function HoursFields({ condition, at, errorOf, onChange }: PartProps<'hours'>) {
  const t = useT('fields')
  const { locale } = useLocale()
  // A field that is half filled in says nothing; what was typed must not vanish meanwhile.
  const [typed, setTyped] = useState({ from: hourField(condition.from), until: hourField(condition.until) })
  const type = (part: 'from' | 'until', text: string) => {
    setTyped({ ...typed, [part]: text })
    onChange({ ...condition, [part]: minutesOf(text) })
  }
  return (
    <>
      <Ticked
        choices={EVERY_DAY.map((value) => ({ value, label: weekdayName(Number(value), locale) }))}
        values={EVERY_DAY.filter((day) => condition.weekdays.includes(Number(day)))}
        onChange={(days) => onChange({ ...condition, weekdays: days.map(Number).toSorted((a, b) => a - b) })}
        error={errorOf(`${at}/weekdays`)}
      />
      <div className={css.fields}>
        <TextField
          type="time"
          label={t('fromHour')}
          value={typed.from}
          onChange={(text) => type('from', text)}
          error={errorOf(`${at}/from`)}
        />
        <TextField
          type="time"
          label={t('untilHour')}
          value={typed.until}
          onChange={(text) => type('until', text)}
          error={errorOf(`${at}/until`)}
        />
      </div>
    </>
  )
}
