import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Money, Panel, Skeleton, spokenNumber } from '@splot/ui'
import { ordersQuery } from '../api/queries.ts'
import { StatePill } from '../orders/states.tsx'
import { MoreButton, rowsOf } from '../page/DataTable.tsx'
import { ShortTime } from '../page/Moment.tsx'
import { Channel } from '../page/names.tsx'
import { ProblemNote } from '../page/Problem.tsx'
import page from '../page/page.module.css'
import css from './customers.module.css'
import type { Customer } from './queries.ts'
import { useT } from './words.ts'

/** What a customer bought in any channel, newest first. */
export function OrdersPanel({ customer: { id } }: Readonly<{ customer: Customer }>) {
  const t = useT('customers')
  const list = useInfiniteQuery(ordersQuery({ customerId: id }))
  const orders = rowsOf(list)
  return (
    <Panel title={t('orders')}>
      {list.isPending && <Skeleton lines={2} />}
      {list.data && orders.length === 0 && <p className={page.muted}>{t('ordersNone')}</p>}
      <ul className={css.orders} aria-label={t('orders')}>
        {orders.map(({ id: orderId, number, state, words, channel, gross, placedAt }) => (
          <li key={orderId}>
            <Link to="/orders/$orderId" params={{ orderId }} className={page.link}>
              {spokenNumber(number)}
            </Link>
            <span className={page.small}>
              <ShortTime at={placedAt} /> · <Channel code={channel} />
            </span>
            <StatePill state={state} words={words} table="orderState" />
            <Money value={gross} />
          </li>
        ))}
      </ul>
      <MoreButton list={list} label={t('olderOrders')} />
      <ProblemNote error={list.error} />
    </Panel>
  )
}
