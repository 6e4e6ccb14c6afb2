import { buttonClass, spokenNumber, useFormat, useLocale } from '@splot/ui'
import { useCallback, useEffect, useState } from 'react'
import { readMyOrders } from '../api/account.ts'
import type { MyOrders as Orders } from '../api/types.ts'
import { Link } from '../routing.ts'
import { useT } from '../words/index.ts'
import { problemWords } from '../words/problem.ts'
import css from './Account.module.css'

/** What she bought, newest first: how far each order is, and the way to it. */
export function MyOrders() {
  const t = useT('account')
  const tp = useT('problems')
  const [orders, setOrders] = useState<Orders | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const read = useCallback(
    (cursor?: string) =>
      readMyOrders(cursor).then(
        ({ items, next }) =>
          setOrders((known) => ({ items: [...(cursor && known ? known.items : []), ...items], next })),
        (error: unknown) => setProblem(problemWords(tp, error)),
      ),
    [tp],
  )
  useEffect(() => void read(), [read])
  return (
    <section className={css.part} aria-labelledby="my-orders">
      <h2 id="my-orders">{t('orders')}</h2>
      {problem && <p role="alert">{problem}</p>}
      {orders?.items.length === 0 && <p>{t('noOrders')}</p>}
      {orders && orders.items.length > 0 && <List items={orders.items} />}
      {orders?.next && (
        <button
          type="button"
          className={buttonClass({ size: 's' })}
          onClick={() => void read(orders.next ?? undefined)}
        >
          {t('olderOrders')}
        </button>
      )}
    </section>
  )
}

function List({ items }: Pick<Orders, 'items'>) {
  const t = useT('account')
  const format = useFormat()
  const { locale } = useLocale()
  return (
    <ul className={css.orders}>
      {items.map(({ id, number, words, gross, placedAt }) => (
        <li key={id}>
          <Link to="/orders/$orderId" params={{ orderId: id }}>
            {t('orderNumber', { number: spokenNumber(number) })}
          </Link>
          <span className={css.small}>{format.date(placedAt, 'day')}</span>
          <span>{words[locale]}</span>
          <span>{format.money(gross)}</span>
        </li>
      ))}
    </ul>
  )
}
