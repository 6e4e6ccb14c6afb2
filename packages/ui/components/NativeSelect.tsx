import { useId } from 'react'
import { ChevronDown } from 'lucide-react'
import { cx } from '../cx.ts'
import type { FieldWords } from './Field.tsx'
import type { Choice } from './Select.tsx'
import css from './Field.module.css'

export type NativeSelectProps<V extends string> = Omit<FieldWords, 'description'> &
  Readonly<{
    choices: ReadonlyArray<Pick<Choice<V>, 'value' | 'label' | 'disabled'>>
    value: V
    onChange: (value: V) => void
    name?: string
    isDisabled?: boolean
  }>

/** One of a few with the browser's own list. The storefront's choice: it costs nothing, where `Select` costs 50 kB. */
export function NativeSelect<V extends string>(props: NativeSelectProps<V>) {
  const { label, hideLabel, error, compact, className, choices, value, onChange, name, isDisabled } = props
  const id = useId()
  return (
    <div className={cx(css.field, compact && css.compact, className)}>
      {!hideLabel && (
        <label htmlFor={id} className={css.label}>
          {label}
        </label>
      )}
      <div className={cx(css.box, css.native)}>
        <select
          id={id}
          name={name}
          value={value}
          disabled={isDisabled}
          aria-label={hideLabel ? label : undefined}
          aria-invalid={Boolean(error) || undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          className={css.input}
          onChange={(event) => {
            const chosen = choices.find((choice) => choice.value === event.target.value)
            if (chosen) onChange(chosen.value)
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value} disabled={choice.disabled}>
              {choice.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden />
      </div>
      {error && (
        <span id={`${id}-error`} className={css.error}>
          {error}
        </span>
      )}
    </div>
  )
}
