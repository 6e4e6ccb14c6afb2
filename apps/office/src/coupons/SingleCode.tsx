import { useState } from 'react'
import { unwrap } from '@splot/client'
import { Button, TextField } from '@splot/ui'
import { splot } from '../api/client.ts'
import { contactOf } from '../customers/contact.ts'
import { ProblemNote } from '../page/Problem.tsx'
import { Secret } from '../page/Secret.tsx'
import css from './coupons.module.css'
import { useIssueCode } from './useIssueCode.ts'
import { useT } from './words.ts'

/** Nobody with an account has this e-mail or number; told beside the field. */
class NoAccount extends Error {}

/** The account of whoever gave this e-mail or phone number; the look is written into the audit log. */
async function accountOf(contact: NonNullable<ReturnType<typeof contactOf>>): Promise<string> {
  const { items } = await unwrap(splot.POST('/v1/customers/lookup', { body: contact }))
  const [account, another] = items.filter(({ kind }) => kind === 'registered')
  if (!account || another) throw new NoAccount()
  return account.id
}

/** One code for one customer, said by her e-mail or phone: it is shown once, and good for nobody else. */
export function SingleCode({ couponId }: Readonly<{ couponId: string }>) {
  const t = useT('coupon')
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState(false)
  const issue = useIssueCode()
  const contact = contactOf(typed)
  const isNobody = issue.error instanceof NoAccount
  const submit = () => {
    setAsked(true)
    if (contact) issue.mutate({ couponId, customerOf: () => accountOf(contact) })
  }
  return (
    <section>
      <h3>{t('oneCode')}</h3>
      {issue.data ? (
        <Secret label={t('oneCode')} text={issue.data.code} note={t('oneCodeNote')} />
      ) : (
        <div className={css.order}>
          <TextField
            label={t('forWhom')}
            description={t('forWhomHint')}
            value={typed}
            onChange={(text) => {
              setTyped(text)
              issue.reset()
            }}
            error={(isNobody && t('noAccount')) || (asked && !contact && t('badContact'))}
          />
          <Button isPending={issue.isPending} onPress={submit}>
            {t('makeCode')}
          </Button>
          {!isNobody && <ProblemNote error={issue.error} />}
        </div>
      )}
    </section>
  )
}
