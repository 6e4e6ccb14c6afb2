import { buttonClass, EmptyState, Skeleton } from '@splot/ui'
import { UserRound } from 'lucide-react'
import { useState } from 'react'
import css from '../account/Account.module.css'
import { CardBalance } from '../account/CardBalance.tsx'
import { DeleteAccount } from '../account/DeleteAccount.tsx'
import { MyCode } from '../account/MyCode.tsx'
import { MyCredit } from '../account/MyCredit.tsx'
import { MyData } from '../account/MyData.tsx'
import { MyOrders } from '../account/MyOrders.tsx'
import { Form } from '../account/Form.tsx'
import { useForm } from '../account/use-form.ts'
import type { Me } from '../api/types.ts'
import { Head } from '../chrome/Head.tsx'
import { leave, useAccount } from '../memory/account.ts'
import { useT } from '../words/index.ts'
import { Link } from '../routing.ts'

/** What a signed-in customer may see and do of her own. The server draws it empty, for everybody alike; the browser asks who it is. */
export function Account() {
  const t = useT('account')
  const ts = useT('shell')
  const tp = useT('problems')
  const { status, me } = useAccount()
  const [news, setNews] = useState<string | null>(null)
  return (
    <div className={css.page}>
      <Head title={`${t('title')} | Osnowa`} hidden />
      <h1>{t('title')}</h1>
      <output>{news}</output>
      {me ? (
        <Mine me={me} onDeleted={() => setNews(t('deleted'))} />
      ) : status === 'unknown' ? (
        <div aria-label={ts('loading')}>
          <Skeleton shape="block" lines={4} />
        </div>
      ) : status === 'unreachable' ? (
        <EmptyState title={tp('offline')} />
      ) : (
        <>
          <EmptyState
            icon={<UserRound />}
            title={t('none')}
            why={t('noneWhy')}
            action={
              <span className={css.buttons}>
                <Link to="/account/sign-in" className={buttonClass({ variant: 'primary' })}>
                  {t('signIn')}
                </Link>
                <Link to="/account/register" className={buttonClass()}>
                  {t('register')}
                </Link>
              </span>
            }
          />
          <CardBalance />
        </>
      )}
    </div>
  )
}

function Mine({ me, onDeleted }: Readonly<{ me: Me; onDeleted: () => void }>) {
  const t = useT('account')
  const sent = useForm({ check: () => [], send: leave })
  return (
    <>
      <div className={css.head}>
        <p>{t('lead', { name: me.contact?.name ?? '' })}</p>
        <Form sent={sent} submit={t('signOut')} />
      </div>
      <MyCode />
      <MyOrders />
      <MyData me={me} />
      <MyCredit />
      <CardBalance />
      <section className={css.part} aria-labelledby="my-groups">
        <h2 id="my-groups">{t('groups')}</h2>
        <p className={css.small}>{t('groupsWhy')}</p>
      </section>
      <DeleteAccount onDeleted={onDeleted} />
    </>
  )
}
