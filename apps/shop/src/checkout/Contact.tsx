import { TextField } from '@splot/ui'
import { lazy, Suspense } from 'react'
import type { MyDetails } from '../memory/my-details.ts'
import css from '../pages/Checkout.module.css'
import { Link } from '../routing.ts'
import { useT } from '../words/index.ts'
import { Tick } from './Tick.tsx'
import type { FieldOf } from './use-fields.ts'

/** Few buy for a company, and who is known types nothing: both are loaded only then. */
const Known = lazy(() => import('./Known.tsx'))
const CompanyFields = lazy(() => import('./CompanyFields.tsx'))

type Props = Readonly<{
  /** What is known of her and stays as it is. */
  known: MyDetails | null
  ships: boolean
  isMine: boolean
  onChange: () => void
  of: FieldOf
  forCompany: boolean
  onForCompany: (forCompany: boolean) => void
}>

/** Who buys. */
export function Contact({ known, ships, isMine, onChange, of, forCompany, onForCompany }: Props) {
  const t = useT('checkout')
  return (
    <section className={css.step} aria-labelledby="contact">
      <h2 id="contact">{t('contact')}</h2>
      {!isMine && (
        <p className={css.small}>
          {t('haveAccount')}{' '}
          <Link to="/account/sign-in" search={{ next: 'checkout' }}>
            {t('signIn')}
          </Link>
        </p>
      )}
      {known ? (
        <Suspense>
          <Known details={known} ships={ships} isMine={isMine} onChange={onChange} />
        </Suspense>
      ) : (
        <>
          <TextField label={t('name')} isRequired autoComplete="name" {...of('name')} />
          <TextField
            label={t('email')}
            description={t('emailWhy')}
            isRequired
            isReadOnly={isMine}
            type="email"
            inputMode="email"
            autoComplete="email"
            {...of('email')}
          />
          <TextField
            label={t('phone')}
            description={t('phoneWhy')}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            {...of('phone')}
          />
        </>
      )}
      <Tick checked={forCompany} onChange={onForCompany} why={t('forCompanyWhy')}>
        {t('forCompany')}
      </Tick>
      {forCompany && (
        <Suspense>
          <CompanyFields nip={of('nip')} company={of('company')} />
        </Suspense>
      )}
    </section>
  )
}
