import { useState } from 'react'
import { Button, Checkbox, ComboBox, type Choice } from '@splot/ui'
import { ArticleField } from '../page/ArticleField.tsx'
import { Chosen } from '../page/Chosen.tsx'
import { useCategories } from '../page/scope.tsx'
import css from './prices.module.css'
import { useT } from './words.ts'

type Props = Readonly<{
  label: string
  description?: string
  choices: readonly Choice[]
  values: readonly string[]
  onChange: (values: string[]) => void
  error?: string | false | undefined
}>

/** Several of many: each is found by typing a part of its name, and the field is empty again. */
export function ManyField({ choices, values, onChange, error, ...field }: Props) {
  // A field that has been chosen from is made anew: it forgets what was typed.
  const [round, setRound] = useState(0)
  const nameOf = (value: string) => choices.find((choice) => choice.value === value)?.label ?? value
  return (
    <div className={css.many}>
      <ComboBox
        key={round}
        {...field}
        error={error || undefined}
        choices={choices.filter(({ value }) => !values.includes(value))}
        value={null}
        onChange={(value) => {
          if (value === null) return
          onChange([...values, value])
          setRound(round + 1)
        }}
      />
      <Chosen values={values} nameOf={nameOf} onChange={onChange} />
    </div>
  )
}

/** Several of a few, all in view. */
export function CheckFields({ label, choices, values, onChange, error }: Omit<Props, 'description'>) {
  return (
    <fieldset className={css.checks}>
      <legend>{label}</legend>
      {choices.map(({ value, label: name }) => (
        <Checkbox
          key={value}
          isSelected={values.includes(value)}
          onChange={(on) => onChange(on ? [...values, value] : values.filter((other) => other !== value))}
        >
          {name}
        </Checkbox>
      ))}
      {error && <p role="alert">{error}</p>}
    </fieldset>
  )
}

export interface Goods {
  readonly categories: readonly string[]
  readonly skus: readonly string[]
}

/** Which goods: whole categories, single articles, or (nothing chosen) all. */
export function GoodsFields({
  hint,
  value: { categories, skus },
  onChange,
}: Readonly<{ hint: string; value: Goods; onChange: (goods: Partial<Goods>) => void }>) {
  const t = useT('prices')
  const known = useCategories()
  return (
    <fieldset className={css.part}>
      <legend>{t('goods')}</legend>
      <ManyField
        label={t('addCategory')}
        description={hint}
        choices={known.map(({ handle, name }) => ({ value: handle, label: name }))}
        values={categories}
        onChange={(next) => onChange({ categories: next })}
      />
      <ArticlesField values={skus} onChange={(next) => onChange({ skus: next })} />
    </fieldset>
  )
}

/** Several articles: chosen from the list, or typed in full and added. */
function ArticlesField({
  values,
  onChange,
}: Readonly<{ values: readonly string[]; onChange: (skus: string[]) => void }>) {
  const t = useT('prices')
  const [typed, setTyped] = useState('')
  const [round, setRound] = useState(0)
  const add = (sku: string) => {
    if (sku !== '' && !values.includes(sku)) onChange([...values, sku])
    setTyped('')
    setRound(round + 1)
  }
  return (
    <div className={css.many}>
      <div className={css.band}>
        <ArticleField key={round} label={t('addArticle')} sku={typed} onChange={setTyped} onChosen={add} />
        <Button isDisabled={typed === ''} onPress={() => add(typed)}>
          {t('add')}
        </Button>
      </div>
      <Chosen values={values} nameOf={(sku) => sku} onChange={onChange} />
    </div>
  )
}
