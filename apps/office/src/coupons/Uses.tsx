import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Badge, spokenNumber, useLocale } from '@splot/ui'
import { MoreButton, rowsOf } from '../page/DataTable.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { Channel, useMay } from '../page/names.tsx'
import page from '../page/page.module.css'
import css from './coupons.module.css'
import { redemptionsQuery, type Redemption } from './queries.ts'
import { useT } from './words.ts'

/** Every use of a coupon, newest first: which code, where, and the order that it went into. */
export function Uses({ id }: Readonly<{ id: string }>) {
  const t = useT('coupon')
  const list = useInfiniteQuery(redemptionsQuery(id))
  const rows = rowsOf(list)
  return (
    <section aria-label={t('redemptions')}>
      <h3>{t('redemptions')}</h3>
      {list.data && rows.length === 0 && <p className={page.muted}>{t('noRedemptions')}</p>}
      <ul className={css.rows}>
        {rows.map((use) => (
          <UseRow key={use.id} use={use} />
        ))}
      </ul>
      <MoreButton list={list} label={t('older')} />
    </section>
  )
}

function UseRow({ use }: Readonly<{ use: Redemption }>) {
  const t = useT('coupon')
  const may = useMay()
  const { locale } = useLocale()
  const { code, words, takenAt, channel, orderId, orderNumber, customerId, beyondLease } = use
  return (
    <li>
      <div>
        <span className={page.mono}>{code}</span> {words[locale]}{' '}
        {beyondLease && <Badge tone="warn">{t('beyondLease')}</Badge>}
        <p className={page.small}>
          <ShortTime at={takenAt} /> · <Channel code={channel} />
        </p>
      </div>
      <span className={page.row}>
        {customerId !== null && may('customers.read') && (
          <Link to="/customers/$id" params={{ id: customerId }} className={page.link}>
            {t('customer')}
          </Link>
        )}
        {orderId !== null && (
          <Link to="/orders/$orderId" params={{ orderId }} className={page.link}>
            {orderNumber === null ? t('orderOf') : spokenNumber(orderNumber)}
          </Link>
        )}
      </span>
    </li>
  )
}
