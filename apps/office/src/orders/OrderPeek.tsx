import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { buttonClass, DateTime, Money, Skeleton, useLocale, optionText, spokenNumber } from '@splot/ui'
import { ArrowUpRight } from 'lucide-react'
import { orderQuery, timelineQuery } from '../api/queries.ts'
import { Channel } from '../page/names.tsx'
import { Peek } from '../page/Peek.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './orders.module.css'
import { OrderLife } from './OrderLife.tsx'
import { StatePill } from './states.tsx'

/** An order beside the list: what was bought, and its life so far. */
export function OrderPeek({ orderId, onClose }: Readonly<{ orderId: string; onClose: () => void }>) {
  const t = useT('orders')
  const common = useT('page')
  const { locale } = useLocale()
  const order = useQuery(orderQuery(orderId))
  const timeline = useQuery(timelineQuery(orderId))
  return (
    <Peek
      label={common('peek')}
      title={spokenNumber(order.data?.number ?? '')}
      onClose={onClose}
      actions={
        <Link to="/orders/$orderId" params={{ orderId }} className={buttonClass({ size: 's' })}>
          {common('open')}
          <ArrowUpRight aria-hidden size={14} />
        </Link>
      }
    >
      {order.isPending && <Skeleton lines={6} />}
      {order.error && !order.data && (
        <ProblemState error={order.error} onRetry={() => void order.refetch()} />
      )}
      {order.data && (
        <>
          <div className={page.row}>
            <StatePill state={order.data.state} words={order.data.words} table="orderState" />
            <Channel code={order.data.channel} />
            <DateTime at={order.data.placedAt} className={page.small} />
          </div>
          <ul className={css.peekLines}>
            {order.data.lines.map((line) => (
              <li key={line.lineId}>
                <span className={css.count}>{line.quantity} ×</span>
                <span>
                  {line.name[locale]}
                  <span className={page.small}> {optionText(line.options, locale)}</span>
                </span>
                <Money value={line.total} />
              </li>
            ))}
            <li className={css.peekTotal}>
              <span>{t('total')}</span>
              <Money value={order.data.totals.gross} />
            </li>
          </ul>
        </>
      )}
      {timeline.data && (
        <section>
          <h3>{t('timeline')}</h3>
          <OrderLife facts={timeline.data.items} />
        </section>
      )}
    </Peek>
  )
}
