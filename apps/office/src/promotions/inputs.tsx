import { useState, type ReactNode } from 'react'
import { Checkbox, NumberField, TextField, type Choice, type NumberFieldProps } from '@splot/ui'
import page from '../page/page.module.css'
import { scaled } from '../page/scaled.ts'
import { momentField, momentOf } from './moments.ts'
import css from './promotions.module.css'
import { useT as useFieldsT } from './words-of-fields.ts'

const MINOR_OF_MAJOR = 100
const PPM_OF_PERCENT = 10_000

type Scaled = Omit<NumberFieldProps, 'value' | 'onChange' | 'error'> &
  Readonly<{ value: number; onChange: (value: number) => void; error: ReactNode }>

/** Minor units, typed as people say amounts. */
export function AmountField({ value, onChange, ...field }: Scaled) {
  return (
    <NumberField
      {...field}
      minValue={0}
      formatOptions={{ minimumFractionDigits: 2, maximumFractionDigits: 2 }}
      value={value / MINOR_OF_MAJOR}
      onChange={(typed) => onChange(scaled(typed, MINOR_OF_MAJOR))}
    />
  )
}

/** Parts per million, typed as a percentage. */
export function PercentField({ value, onChange, ...field }: Scaled) {
  return (
    <NumberField
      {...field}
      after="%"
      minValue={0}
      maxValue={100}
      formatOptions={{ maximumFractionDigits: 4 }}
      value={value / PPM_OF_PERCENT}
      onChange={(typed) => onChange(scaled(typed, PPM_OF_PERCENT))}
    />
  )
}

/** A day and its hour by the clock of the retailer. A date without its hour says nothing yet; what was typed must not vanish meanwhile. */
export function MomentField({
  label,
  description,
  value,
  onChange,
  error,
}: Readonly<{
  label: string
  description?: string
  value: number | null
  onChange: (at: number | null) => void
  error?: ReactNode
}>) {
  const [typed, setTyped] = useState(momentField(value))
  return (
    <TextField
      type="datetime-local"
      label={label}
      description={description}
      value={typed}
      onChange={(text) => {
        setTyped(text)
        onChange(momentOf(text))
      }}
      error={error}
    />
  )
}

/** Pieces, days, times. */
export function WholeField(field: Scaled) {
  return <NumberField {...field} minValue={0} formatOptions={{ maximumFractionDigits: 0 }} />
}

const listed = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,\n]/)
      .map((part) => part.trim())
      .filter(Boolean),
  ),
]

/** Codes that no list offers, with commas between them. */
export function CodesField({
  label,
  values,
  onChange,
  error,
}: Readonly<{
  label: string
  values: readonly string[]
  onChange: (values: string[]) => void
  error: ReactNode
}>) {
  const fields = useFieldsT('fields')
  // What is typed stays as it is: a comma at the end is not a code yet.
  const [text, setText] = useState(values.join(', '))
  return (
    <TextField
      label={label}
      description={fields('codesHint')}
      value={text}
      onChange={(typed) => {
        setText(typed)
        onChange(listed(typed))
      }}
      error={error}
    />
  )
}

/** Some of a few. */
export function Ticked<V extends string>({
  choices,
  values,
  onChange,
  error,
}: Readonly<{
  choices: readonly Choice<V>[]
  values: readonly V[]
  onChange: (values: V[]) => void
  error: ReactNode
}>) {
  return (
    <>
      <div className={page.row}>
        {choices.map(({ value, label }) => (
          <Checkbox
            key={value}
            isSelected={values.includes(value)}
            onChange={(on) => onChange(on ? [...values, value] : values.filter((other) => other !== value))}
          >
            {label}
          </Checkbox>
        ))}
      </div>
      <FieldNote error={error} />
    </>
  )
}

/** The error of something that is not one field. */
export function FieldNote({ error }: Readonly<{ error: ReactNode }>) {
  return error ? (
    <p role="alert" className={css.error}>
      {error}
    </p>
  ) : null
}
