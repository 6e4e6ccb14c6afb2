import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import css from './Field.module.css'

export type FieldWords = Readonly<{
  label: string
  /** The label is spoken but not drawn, for a field whose place explains it. */
  hideLabel?: boolean
  description?: ReactNode
  error?: ReactNode
  compact?: boolean
  className?: string | undefined
}>

/** The label above a field, unless it is only spoken (then the field carries it as `aria-label`). */
export function FieldLabel({ label, hideLabel }: Pick<FieldWords, 'label' | 'hideLabel'>) {
  return hideLabel ? null : <Label className={css.label}>{label}</Label>
}

/** The help and the error below a field, tied to it for a screen reader. */
export function FieldNotes({ description, error }: Pick<FieldWords, 'description' | 'error'>) {
  return (
    <>
      {description && (
        <Text slot="description" className={css.help}>
          {description}
        </Text>
      )}
      <FieldError className={css.error}>
        {(validation) => error ?? validation.validationErrors.join(' ')}
      </FieldError>
    </>
  )
}
