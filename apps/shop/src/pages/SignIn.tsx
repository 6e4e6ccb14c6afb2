import { TextField } from '@splot/ui'
import css from '../account/Account.module.css'
import { Awake } from '../account/Awake.tsx'
import { isEmail } from '../account/fields.ts'
import { Form } from '../account/Form.tsx'
import { useAfterwards, useNext } from '../account/use-afterwards.ts'
import { useForm } from '../account/use-form.ts'
import { Head } from '../chrome/Head.tsx'
import { enter } from '../memory/account.ts'
import { useT } from '../words/index.ts'
import { Link } from '../routing.ts'

/** E-mail and password; what is in the basket comes along. */
export function SignIn() {
  const t = useT('account')
  const goOn = useAfterwards()
  const next = useNext()
  const sent = useForm({
    check: (typed) => [
      ...(isEmail(typed('email')) ? [] : ['email']),
      ...(typed('password') ? [] : ['password']),
    ],
    send: async (typed) => {
      await enter(typed('email'), typed('password'))
      goOn()
    },
    says: { 'auth.wrong_credentials': t('wrong') },
  })
  return (
    <div className={css.page}>
      <Head title={`${t('signIn')} | Osnowa`} hidden />
      <h1>{t('signIn')}</h1>
      <p className={css.small}>{t('signInLead')}</p>
      <section className={css.part} aria-label={t('signIn')}>
        <Awake>
          <Form sent={sent} submit={t('signIn')} look={{ variant: 'primary', size: 'l' }}>
            <TextField
              label={t('email')}
              name="email"
              type="email"
              inputMode="email"
              autoComplete="username"
              isRequired
              error={sent.isWrong('email') && t('needEmail')}
            />
            <TextField
              label={t('password')}
              name="password"
              type="password"
              autoComplete="current-password"
              isRequired
              error={sent.isWrong('password') && t('needPassword')}
            />
          </Form>
        </Awake>
      </section>
      <p>
        {t('newHere')}{' '}
        <Link to="/account/register" search={next ? { next } : {}}>
          {t('register')}
        </Link>
      </p>
    </div>
  )
}
