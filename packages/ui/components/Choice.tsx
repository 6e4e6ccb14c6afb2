import type { ReactNode } from 'react'
import { Check, Minus } from 'lucide-react'
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
} from 'react-aria-components/Checkbox'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup'
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from 'react-aria-components/Switch'
import { Text } from 'react-aria-components/Text'
import { cx } from '../cx.ts'
import css from './Choice.module.css'
import field from './Field.module.css'

export type CheckboxProps = Omit<AriaCheckboxProps, 'className' | 'style' | 'children'> &
  Readonly<{ children?: ReactNode; className?: string | undefined }>

export function Checkbox({ children, className, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={cx(css.option, className)}>
      {({ isIndeterminate }) => (
        <>
          <span className={css.box} aria-hidden>
            {isIndeterminate ? <Minus /> : <Check />}
          </span>
          {children && <span>{children}</span>}
        </>
      )}
    </AriaCheckbox>
  )
}

export type SwitchProps = Omit<AriaSwitchProps, 'className' | 'style' | 'children'> &
  Readonly<{ children?: ReactNode }>

/** On or off, at once; a Checkbox is for what a form sends later. */
export function Switch({ children, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className={cx(css.option, css.switch)}>
      <span className={css.track} aria-hidden>
        <span className={css.thumb} />
      </span>
      {children && <span>{children}</span>}
    </AriaSwitch>
  )
}

export type RadioGroupProps<V extends string> = Readonly<{
  label: string
  hideLabel?: boolean
  description?: ReactNode
  error?: ReactNode
  value: V | null
  onChange: (value: V) => void
  children: ReactNode
  name?: string
  isDisabled?: boolean
  /** How the options are laid: under each other, beside each other, or as many columns as fit. */
  layout?: 'stack' | 'row' | 'grid'
  className?: string | undefined
}>

/** One of a few, all in view. Fill it with `RadioOption`s or `RadioCard`s. */
export function RadioGroup<V extends string>(props: RadioGroupProps<V>) {
  const {
    label,
    hideLabel,
    description,
    error,
    value,
    onChange,
    children,
    layout = 'stack',
    className,
    ...rest
  } = props
  return (
    <AriaRadioGroup
      {...rest}
      {...(hideLabel && { 'aria-label': label })}
      value={value}
      // The options inside carry values of V; React Aria only knows them as text.
      onChange={(next) => onChange(next as V)}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      className={cx(field.field, className)}
    >
      {!hideLabel && <Label className={field.label}>{label}</Label>}
      {description && (
        <Text slot="description" className={field.help}>
          {description}
        </Text>
      )}
      <div className={css[layout]}>{children}</div>
      {error && <FieldError className={field.error}>{error}</FieldError>}
    </AriaRadioGroup>
  )
}

export type RadioOptionProps = Readonly<{ value: string; children: ReactNode; isDisabled?: boolean }>

export function RadioOption({ value, children, isDisabled = false }: RadioOptionProps) {
  return (
    <Radio value={value} isDisabled={isDisabled} className={cx(css.option, css.radio)}>
      <span className={css.dot} aria-hidden />
      <span>{children}</span>
    </Radio>
  )
}

export type RadioCardProps = Readonly<{
  value: string
  title: ReactNode
  /** What it means for the shopper: an address, a freshness, a condition. */
  detail?: ReactNode
  /** The answer on the right: a price, a "ready by". */
  meta?: ReactNode
  icon?: ReactNode
  isDisabled?: boolean
}>

/** A choice that needs a few words: a way of delivery, a store. */
export function RadioCard({ value, title, detail, meta, icon, isDisabled = false }: RadioCardProps) {
  return (
    <Radio value={value} isDisabled={isDisabled} className={cx(css.card)}>
      <span className={css.dot} aria-hidden />
      {icon && (
        <span className={css.picture} aria-hidden>
          {icon}
        </span>
      )}
      <span className={css.words}>
        <span className={css.title}>{title}</span>
        {detail && <span className={css.detail}>{detail}</span>}
      </span>
      {meta && <span className={css.meta}>{meta}</span>}
    </Radio>
  )
}
