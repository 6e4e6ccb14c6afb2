import { TextField } from '@splot/ui'
import { eraseMe } from '../memory/account.ts'
import { useT } from '../words/index.ts'
import css from './Account.module.css'
import { Form } from './Form.tsx'
import { useForm } from './use-form.ts'

/** Cannot be undone: it is opened, read and confirmed with the password. */
export function DeleteAccount({ onDeleted }: Readonly<{ onDeleted: () => void }>) {
  const t = useT('account')
  const sent = useForm({
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
        <Form sent={sent} submit={t('deleteNow')} look={{ variant: 'danger' }}>
          <TextField
            label={t('deletePassword')}
            name="password"
            type="password"
            autoComplete="current-password"
            isRequired
            error={sent.isWrong('password') && t('needPassword')}
          />
        </Form>
      </details>
    </section>
  )
}
