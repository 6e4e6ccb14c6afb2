import type { HTMLInputTypeAttribute, ReactNode, Ref } from 'react'
import { Search, X } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import {
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
} from 'react-aria-components/SearchField'
import { TextArea } from 'react-aria-components/TextArea'
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components/TextField'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import { FieldLabel, FieldNotes, type FieldWords } from './Field.tsx'
import css from './Field.module.css'

type Bare<Props> = Omit<Props, 'className' | 'style' | 'children' | 'aria-label'>
type Affixes = Readonly<{ before?: ReactNode; after?: ReactNode; placeholder?: string }>

export type TextFieldProps = Bare<AriaTextFieldProps> &
  FieldWords &
  Affixes &
  Readonly<{
    multiline?: boolean
    rows?: number
    type?: HTMLInputTypeAttribute
    inputRef?: Ref<HTMLInputElement>
    /** A button in one line with the box, whatever stands below: what sends this one field. */
    action?: ReactNode
  }>

/**
 * One line of text, or several with `multiline`. An `error` marks it invalid and keeps nobody from sending the form again: what the server
 * refused is told by us, never by the browser, which would hold the form back.
 */
export function TextField(props: TextFieldProps) {
  const {
    label,
    hideLabel,
    description,
    error,
    compact,
    className,
    before,
    after,
    placeholder,
    multiline,
    rows,
    inputRef,
    action,
    ...rest
  } = props
  const box = (
    <Group className={css.box}>
      {before && <span className={css.affix}>{before}</span>}
      {multiline ? (
        <TextArea className={css.input} placeholder={placeholder} rows={rows} />
      ) : (
        <Input className={css.input} placeholder={placeholder} ref={inputRef} />
      )}
      {after && <span className={css.affix}>{after}</span>}
    </Group>
  )
  return (
    <AriaTextField
      {...rest}
      {...(hideLabel && { 'aria-label': label })}
      isInvalid={Boolean(error) || Boolean(rest.isInvalid)}
      validationBehavior="aria"
      className={cx(css.field, compact && css.compact, className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel ?? false} />
      {action ? (
        <div className={css.withAction}>
          {box}
          {action}
        </div>
      ) : (
        box
      )}
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  )
}

export type SearchFieldProps = Bare<AriaSearchFieldProps> & FieldWords & Readonly<{ placeholder?: string }>

/** A search box; Escape and the cross empty it. The label is spoken unless `hideLabel` is false. */
export function SearchField(props: SearchFieldProps) {
  const { label, hideLabel = true, description, error, compact, className, placeholder, ...rest } = props
  const words = useWords()
  return (
    <AriaSearchField
      {...rest}
      {...(hideLabel && { 'aria-label': label })}
      className={cx(css.field, compact && css.compact, className)}
    >
      <FieldLabel label={label} hideLabel={hideLabel} />
      <Group className={css.box}>
        <Search aria-hidden />
        <Input className={css.input} placeholder={placeholder ?? label} />
        <Button className={cx(css.inner, css.clear)} aria-label={words.clear}>
          <X aria-hidden />
        </Button>
      </Group>
      <FieldNotes description={description} error={error} />
    </AriaSearchField>
  )
}
