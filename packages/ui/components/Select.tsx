import type { ReactNode } from 'react'
import { Check, ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { Text } from 'react-aria-components/Text'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import { FieldLabel, FieldNotes, type FieldWords } from './Field.tsx'
import css from './Field.module.css'
import popover from './Popover.module.css'

export type Choice<V extends string = string> = Readonly<{
  value: V
  label: string
  hint?: ReactNode
  icon?: ReactNode
  disabled?: boolean
}>

export type SelectProps<V extends string> = FieldWords &
  Readonly<{
    choices: readonly Choice<V>[]
    value: V | null
    onChange: (value: V) => void
    placeholder?: string
    isDisabled?: boolean
    isRequired?: boolean
    name?: string
  }>

/** One of a few. More than about fifteen choices deserve a `ComboBox`. */
export function Select<V extends string>(props: SelectProps<V>) {
  const {
    label,
    hideLabel,
    description,
    error,
    compact,
    className,
    choices,
    value,
    onChange,
    placeholder,
    ...rest
  } = props
  const words = useWords()
  return (
    <AriaSelect
      {...rest}
      {...(hideLabel && { 'aria-label': label })}
      value={value}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.value === key)
        if (chosen) onChange(chosen.value)
      }}
      placeholder={placeholder ?? words.select}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={cx(css.field, compact && css.compact, className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel ?? false} />
      <Button className={cx(css.box, css.trigger)}>
        <SelectValue className={css.value}>
          {({ isPlaceholder, selectedText, defaultChildren }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <ChevronDown aria-hidden />
      </Button>
      <FieldNotes description={description} error={error} />
      <Popover className={popover.popover} offset={4}>
        <ListBox className={popover.list} items={choices.map((choice) => ({ id: choice.value, choice }))}>
          {({ choice }) => <ChoiceItem choice={choice} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

/** One row of a Select's or ComboBox's list. */
export function ChoiceItem({ choice }: { choice: Choice }) {
  return (
    <ListBoxItem
      id={choice.value}
      textValue={choice.label}
      isDisabled={choice.disabled ?? false}
      className={popover.item ?? ''}
    >
      {choice.icon}
      <span className={popover.words}>
        <Text slot="label">{choice.label}</Text>
        {choice.hint && (
          <Text slot="description" className={popover.hint}>
            {choice.hint}
          </Text>
        )}
      </span>
      <Check aria-hidden className={popover.check} />
    </ListBoxItem>
  )
}
