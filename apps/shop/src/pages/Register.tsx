import { TextField, useLocale } from '@splot/ui'
import type { ReactNode } from 'react'
import css from '../account/Account.module.css'
import { Awake } from '../account/Awake.tsx'
import { isEmail, isPhone, LEAST_PASSWORD } from '../account/fields.ts'
import { Form } from '../account/Form.tsx'
import { useAfterwards, useNext } from '../account/use-afterwards.ts'
import { useForm } from '../account/use-form.ts'
import { Head } from '../chrome/Head.tsx'
import { join } from '../memory/account.ts'
import { useT } from '../words/index.ts'
import { Link } from '../routing.ts'

const least = String(LEAST_PASSWORD)
const privacyLink = { privacy: (words: ReactNode) => <Link to="/privacy">{words}</Link> }

/** A new account; she is signed in at once, and her basket comes along. */
export function Register() {
  const t = useT('account')
  const { locale } = useLocale()
  const goOn = useAfterwards()
  const next = useNext()
  const sent = useForm({
    check: (typed) => [
      ...(typed('name') ? [] : ['name']),
      ...(isEmail(typed('email')) ? [] : ['email']),
      ...(isPhone(typed('phone')) ? [] : ['phone']),
      ...(typed('password').length >= LEAST_PASSWORD ? [] : ['password']),
    ],
    send: async (typed) => {
      const phone = typed('phone')
      await join({
        name: typed('name'),
        email: typed('email'),
        ...(phone && { phone }),
        password: typed('password'),
        locale,
      })
      goOn()
    },
    says: { 'customers.email_taken': t('taken'), 'customers.bad_phone': t('needPhone') },
  })
  const says = (field: string, words: string) => sent.isWrong(field) && words
  return (
    <div className={css.page}>
      <Head title={`${t('register')} | Osnowa`} hidden />
      <h1>{t('register')}</h1>
      <p className={css.small}>{t('registerLead')}</p>
      <section className={css.part} aria-label={t('register')}>
        <Awake>
          <Form sent={sent} submit={t('register')} look={{ variant: 'primary', size: 'l' }}>
            <TextField
              label={t('name')}
              name="name"
              autoComplete="name"
              isRequired
              error={says('name', t('needName'))}
            />
            <TextField
              label={t('email')}
              name="email"
              type="email"
              inputMode="email"
              autoComplete="username"
              isRequired
              error={says('email', t('needEmail'))}
            />
            <TextField
              label={t('phone')}
              name="phone"
              type="tel"
              inputMode="tel"
              autoComplete="tel"
              error={says('phone', t('needPhone'))}
            />
            <TextField
              label={t('newPassword', { least })}
              name="password"
              type="password"
              autoComplete="new-password"
              isRequired
              error={says('password', t('needLonger', { least }))}
            />
            <p className={css.small}>{t.rich('privacy', privacyLink)}</p>
          </Form>
        </Awake>
      </section>
      <p>
        {t('haveOne')}{' '}
        <Link to="/account/sign-in" search={next ? { next } : {}}>
          {t('signIn')}
        </Link>
      </p>
    </div>
  )
}
