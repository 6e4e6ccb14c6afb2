import { useState, type FormEvent } from 'react'
import { useMutation } from '@tanstack/react-query'
import { unwrap } from '@splot/client'
import { Button, LocaleSwitch, Logo, TextField, ThemeSwitch } from '@splot/ui'
import { changePerson, splot } from '../api/client.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { usePageTitle } from '../page/usePageTitle.ts'
import { useT } from '../words/index.ts'
import css from './shell.module.css'

/** The door of the office. The address stays: after signing in, the page that was asked for opens. */
export function SignIn() {
  const t = useT('auth')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState(false)
  usePageTitle(t('signIn'))
  const signIn = useMutation({
    mutationFn: () => unwrap(splot.POST('/v1/staff/sign-in', { body: { email: email.trim(), password } })),
    onSuccess: changePerson,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(true)
    if (email.trim() && password) signIn.mutate()
  }
  return (
    <div className={css.door}>
      <header className={css.doorTop}>
        <LocaleSwitch />
        <ThemeSwitch />
      </header>
      <main className={css.doorMain}>
        <form
          onSubmit={submit}
          noValidate
          className={css.doorForm}
          aria-labelledby="sign-in"
          data-density="console"
        >
          <Logo />
          <div>
            <h1 id="sign-in">{t('title')}</h1>
            <p className={css.doorLead}>{t('lead')}</p>
          </div>
          <TextField
            label={t('email')}
            type="email"
            autoComplete="username"
            // The page has one purpose, and this is where it starts.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            value={email}
            onChange={setEmail}
            error={missing && !email.trim() && t('required', { field: t('email') })}
          />
          <TextField
            label={t('password')}
            type="password"
            autoComplete="current-password"
            value={password}
            onChange={setPassword}
            error={missing && !password && t('required', { field: t('password') })}
          />
          <ProblemNote error={signIn.error} />
          <Button type="submit" variant="primary" wide isPending={signIn.isPending}>
            {t('signIn')}
          </Button>
        </form>
      </main>
      <p className={css.doorFoot}>{t('product')}</p>
    </div>
  )
}
