import css from './Account.module.css'

/** Why it was refused, said at once. */
export const Problem = ({ text }: Readonly<{ text: string | null }>) =>
  text && (
    <p className={css.problem} role="alert">
      {text}
    </p>
  )
