import { buttonClass, TextField } from '@splot/ui'
import { useState } from 'react'
import type { Me } from '../api/types.ts'
import { correctMe } from '../memory/account.ts'
import { useT } from '../words/index.ts'
import css from './Account.module.css'
import { isPhone } from './fields.ts'
import { Form } from './Form.tsx'
import { useForm } from './use-form.ts'

/** Who she is and where her parcels go, and the way to put it right. */
export function MyData({ me }: Readonly<{ me: Me }>) {
  const t = useT('account')
  const [changing, setChanging] = useState(false)
  const [saved, setSaved] = useState(false)
  const { contact } = me
  if (!contact) return null
  const { address } = contact
  return (
    <section className={css.part} aria-labelledby="my-data">
      <h2 id="my-data">{t('data')}</h2>
      {changing ? (
        <Change
          contact={contact}
          onEnd={(isSaved) => {
            setChanging(false)
            setSaved(isSaved)
          }}
        />
      ) : (
        <>
          <p>
            <strong>{contact.name}</strong>
            <br />
            {[contact.email, contact.phone].filter(Boolean).join(' · ')}
            <br />
            {address ? `${address.street}, ${address.postcode} ${address.city}` : t('noAddress')}
          </p>
          <output>{saved && t('saved')}</output>
          <button type="button" className={buttonClass({ size: 's' })} onClick={() => setChanging(true)}>
            {t('change')}
          </button>
        </>
      )}
    </section>
  )
}

type ChangeProps = Readonly<{ contact: NonNullable<Me['contact']>; onEnd: (isSaved: boolean) => void }>

function Change({ contact, onEnd }: ChangeProps) {
  const t = useT('account')
  const { address } = contact
  const sent = useForm({
    check: (typed) => {
      const lines = [typed('street'), typed('postcode'), typed('city')]
      return [
        ...(typed('name') ? [] : ['name']),
        ...(isPhone(typed('phone')) ? [] : ['phone']),
        ...(lines.every(Boolean) || !lines.some(Boolean) ? [] : ['street']),
      ]
    },
    send: async (typed) => {
      const [street, postcode, city] = [typed('street'), typed('postcode'), typed('city')]
      await correctMe({
        name: typed('name'),
        phone: typed('phone') || null,
        address: street ? { street, postcode, city, country: address?.country ?? 'PL' } : null,
      })
      onEnd(true)
    },
    says: { 'customers.bad_phone': t('needPhone') },
  })
  return (
    <Form
      sent={sent}
      submit={t('save')}
      look={{ variant: 'primary' }}
      beside={
        <button type="button" className={buttonClass()} onClick={() => onEnd(false)}>
          {t('cancel')}
        </button>
      }
    >
      <TextField
        label={t('name')}
        name="name"
        defaultValue={contact.name}
        autoComplete="name"
        isRequired
        error={sent.isWrong('name') && t('needName')}
      />
      <TextField label={t('email')} value={contact.email} isReadOnly description={t('emailStays')} />
      <TextField
        label={t('phone')}
        name="phone"
        defaultValue={contact.phone ?? ''}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        error={sent.isWrong('phone') && t('needPhone')}
      />
      <TextField
        label={t('street')}
        name="street"
        defaultValue={address?.street ?? ''}
        autoComplete="street-address"
        error={sent.isWrong('street') && t('needAddress')}
      />
      <div className={css.pair}>
        <TextField
          label={t('postcode')}
          name="postcode"
          defaultValue={address?.postcode ?? ''}
          autoComplete="postal-code"
        />
        <TextField
          label={t('city')}
          name="city"
          defaultValue={address?.city ?? ''}
          autoComplete="address-level2"
        />
      </div>
    </Form>
  )
}
