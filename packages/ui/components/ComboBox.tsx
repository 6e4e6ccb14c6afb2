import { ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { ListBox } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import { FieldLabel, FieldNotes, type FieldWords } from './Field.tsx'
import { type Choice, ChoiceItem } from './Select.tsx'
import css from './Field.module.css'
import popover from './Popover.module.css'

export type ComboBoxProps<V extends string> = FieldWords &
  Readonly<{
    choices: readonly Choice<V>[]
    value: V | null
    onChange: (value: V | null) => void
    /** Given, the caller filters (a search on the server); absent, the list is filtered here by what it contains. */
    inputValue?: string
    onInputChange?: (text: string) => void
    /** What is typed may stand without being on the list. */
    allowsCustomValue?: boolean
    placeholder?: string
    isDisabled?: boolean
    isRequired?: boolean
    name?: string
  }>

/** One of many, by typing a part of its name. */
export function ComboBox<V extends string>(props: ComboBoxProps<V>) {
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
    inputValue,
    ...rest
  } = props
  const { placeholder, onInputChange, ...aria } = rest
  const words = useWords()
  const items = choices.map((choice) => ({ id: choice.value, choice }))
  return (
    <AriaComboBox
      {...aria}
      {...(hideLabel && { 'aria-label': label })}
      {...(inputValue === undefined ? { defaultItems: items } : { items, inputValue })}
      {...(onInputChange && { onInputChange })}
      value={value}
      onChange={(key) => onChange(choices.find((choice) => choice.value === key)?.value ?? null)}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      allowsEmptyCollection
      className={cx(css.field, compact && css.compact, className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel ?? false} />
      <Group className={css.box}>
        <Input className={css.input} placeholder={placeholder ?? words.select} />
        <Button className={css.inner}>
          <ChevronDown aria-hidden />
        </Button>
      </Group>
      <FieldNotes description={description} error={error} />
      <Popover className={popover.popover} offset={4}>
        <ListBox<(typeof items)[number]>
          className={popover.list}
          renderEmptyState={() => <div className={popover.empty}>{words.nothingFound}</div>}
        >
          {({ choice }) => <ChoiceItem choice={choice} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
