import { buttonClass, TextField } from '@splot/ui'
import { eraseMe } from '../memory/account.ts'
import { useT } from '../words/index.ts'
import css from './Account.module.css'
import { Problem } from './Problem.tsx'
import { useForm } from './use-form.ts'

/** Cannot be undone: it is opened, read and confirmed with the password. */
export function DeleteAccount({ onDeleted }: Readonly<{ onDeleted: () => void }>) {
  const t = useT('account')
  const { form, isWrong, busy, problem } = useForm({
    check: (typed) => (typed('password') ? [] : ['password']),
    send: async (typed) => {
      await eraseMe(typed('password'))
      onDeleted()
    },
    says: { 'auth.wrong_credentials': t('wrong') },
  })
  return (
    <section className={css.part} aria-labelledby="delete-account">
      <h2 id="delete-account">{t('delete')}</h2>
      <p className={css.small}>{t('deleteWhy')}</p>
      <details>
        <summary>{t('deleteAsk')}</summary>
        <form {...form}>
          <TextField
            label={t('deletePassword')}
            name="password"
            type="password"
            autoComplete="current-password"
            isRequired
            error={isWrong('password') ? t('needPassword') : undefined}
          />
          <Problem text={problem} />
          <button type="submit" className={buttonClass({ variant: 'danger' })} aria-disabled={busy}>
            {t('deleteNow')}
          </button>
        </form>
      </details>
    </section>
  )
}
