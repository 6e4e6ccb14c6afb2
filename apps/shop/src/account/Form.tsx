import { buttonClass } from '@splot/ui'
import type { ReactNode } from 'react'
import css from './Account.module.css'
import type { useForm } from './use-form.ts'

type Props = Readonly<{
  sent: ReturnType<typeof useForm>
  children?: ReactNode
  submit: string
  look?: Parameters<typeof buttonClass>[0]
  /** Other ways out, beside the button. */
  beside?: ReactNode
}>

/** A form that is sent: its fields, why it was refused, said at once, and its button. */
export const Form = ({ sent: { form, busy, problem }, children, submit, look, beside }: Props) => (
  <form {...form}>
    {children}
    {problem && (
      <p className={css.problem} role="alert">
        {problem}
      </p>
    )}
    <div className={css.buttons}>
      <button type="submit" className={buttonClass(look)} aria-disabled={busy}>
        {submit}
      </button>
      {beside}
    </div>
  </form>
)
