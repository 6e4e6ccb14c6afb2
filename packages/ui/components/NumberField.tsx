import { useState, type ReactNode } from 'react'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { cx } from '../cx.ts'
import { useLocale } from '../i18n/provider.tsx'
import { FieldLabel, FieldNotes, type FieldWords } from './Field.tsx'
import { isPartOfNumber, readNumber, sayAllowed, writeNumber, type Allowed } from './typed-number.ts'
import css from './Field.module.css'

export type NumberFieldProps = FieldWords &
  Readonly<{
    /** NaN: the field is empty. */
    value: number
    /** Told when the field is left, or Enter pressed: what was typed, also where it cannot be. NaN: nothing. */
    onChange: (value: number) => void
    minValue?: number
    maxValue?: number
    /** How the number is written; `maximumFractionDigits` (left out: 3) is how many may be typed. */
    formatOptions?: Intl.NumberFormatOptions
    before?: ReactNode
    after?: ReactNode
    placeholder?: string
    isDisabled?: boolean
    autoFocus?: boolean
  }>

/** As many as a number has elsewhere, where nothing is said of it. */
const USUAL_DECIMALS = 3

/**
 * A number as people type it: "12,50", "1 234,50" and "12.50" are all understood. What was typed is never made into another number: one out of
 * bounds, or with too many decimals, stands there with what is allowed and is told as it is, so that whoever saves it refuses.
 */
export function NumberField(props: NumberFieldProps) {
  const { label, hideLabel, description, error, compact, className, before, after, placeholder } = props
  const { value, onChange, minValue, maxValue, formatOptions = {}, isDisabled, autoFocus } = props
  const { locale } = useLocale()
  /** What is being typed; null while nobody types. */
  const [typed, setTyped] = useState<string | null>(null)
  const allowed: Allowed = {
    min: minValue,
    max: maxValue,
    decimals: formatOptions.maximumFractionDigits ?? USUAL_DECIMALS,
  }
  const say = (number: number) =>
    sayAllowed(number, allowed, locale, typeof after === 'string' ? after : undefined)
  // Nobody is told of a mistake in the middle of a number; one that is being mended is gone as soon as it is.
  const wrong = say(value) && say(typed === null ? value : readNumber(typed))
  const told = wrong ?? error
  const commit = () => {
    if (typed === null) return
    const number = readNumber(typed)
    if (!Object.is(number, value)) onChange(number)
    setTyped(null)
  }
  return (
    <AriaTextField
      isDisabled={isDisabled ?? false}
      // Whoever opens a field by itself says why there.
      // oxlint-disable-next-line jsx-a11y/no-autofocus
      autoFocus={autoFocus ?? false}
      {...(hideLabel && { 'aria-label': label })}
      value={typed ?? writeNumber(value, locale, formatOptions)}
      onChange={(text) => isPartOfNumber(text) && setTyped(text)}
      onBlur={commit}
      onKeyDown={(event) => event.key === 'Enter' && commit()}
      // The numeric keyboards of telephones have no minus.
      inputMode={
        minValue === undefined || minValue < 0 ? 'text' : allowed.decimals > 0 ? 'decimal' : 'numeric'
      }
      autoComplete="off"
      isInvalid={Boolean(told)}
      validationBehavior="aria"
      className={cx(css.field, compact && css.compact, className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel ?? false} />
      <Group className={css.box}>
        {before && <span className={css.affix}>{before}</span>}
        <Input className={cx(css.input, css.number)} placeholder={placeholder} />
        {after && <span className={css.affix}>{after}</span>}
      </Group>
      <FieldNotes description={description} error={told} />
    </AriaTextField>
  )
}
