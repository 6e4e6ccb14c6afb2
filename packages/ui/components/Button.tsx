import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { cx } from '../cx.ts'
import { useWords } from '../words.ts'
import css from './Button.module.css'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 's' | 'm' | 'l'

type Look = Readonly<{ variant?: ButtonVariant; size?: ButtonSize; wide?: boolean }>

/** The looks of a button for something that is not one: give it to a router's link. */
export function buttonClass({ variant = 'secondary', size = 'm', wide = false }: Look = {}): string {
  return cx(css.button, css[variant], size !== 'm' && css[size], wide && css.wide)
}

export type ButtonProps = Omit<AriaButtonProps, 'className' | 'style' | 'children'> &
  Look &
  Readonly<{ icon?: ReactNode; iconAfter?: ReactNode; children?: ReactNode; className?: string | undefined }>

/** A press. The primary one of a dialog is also what Enter in its fields presses. `isPending` keeps its width and its place in the focus order, and says so to a screen reader. */
export function Button({ variant, size, wide, icon, iconAfter, children, className, ...rest }: ButtonProps) {
  const words = useWords()
  const look = { ...(variant && { variant }), ...(size && { size }), ...(wide && { wide }) }
  return (
    <AriaButton
      {...rest}
      className={cx(buttonClass(look), className)}
      data-main={variant === 'primary' || undefined}
    >
      {({ isPending }) => (
        <>
          <span className={cx(css.content, isPending && css.hidden)}>
            {icon}
            {children}
            {iconAfter}
          </span>
          {isPending && <progress className={css.spinner} aria-label={words.pending} />}
        </>
      )}
    </AriaButton>
  )
}

export type IconButtonProps = Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> &
  Readonly<{
    label: string
    variant?: ButtonVariant
    size?: ButtonSize
    children: ReactNode
    className?: string | undefined
  }>

/** A press with a picture only; the label is spoken and shown as the tooltip of the browser. */
export function IconButton({
  label,
  variant = 'quiet',
  size,
  children,
  className,
  ...rest
}: IconButtonProps) {
  const look = { variant, ...(size && { size }) }
  return (
    <AriaButton {...rest} aria-label={label} className={cx(buttonClass(look), css.icon, className)}>
      <span className={css.content}>{children}</span>
    </AriaButton>
  )
}
