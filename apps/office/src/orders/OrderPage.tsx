import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Panel, Skeleton, spokenNumber } from '@splot/ui'
import { ShortTime } from '../page/Moment.tsx'
import { orderQuery, timelineQuery } from '../api/queries.ts'
import { SheetPage } from '../page/ListPage.tsx'
import { Channel, PlaceName, useMay } from '../page/names.tsx'
import { ProblemState } from '../page/Problem.tsx'
import { useT } from '../words/index.ts'
import page from '../page/page.module.css'
import { CancelOrder } from './CancelOrder.tsx'
import { CustomerPanel } from './CustomerPanel.tsx'
import css from './orders.module.css'
import { OrderLife } from './OrderLife.tsx'
import { FulfilmentsPanel, LinesPanel, PaymentsPanel, ReturnsPanel } from './OrderPanels.tsx'
import { mayBeCancelled, StatePill } from './states.tsx'
import { WhyPrices } from './WhyPrices.tsx'

/** Everything about one order, and its whole life beside it. */
export function OrderPage() {
  const { orderId } = useParams({ from: '/orders/$orderId' })
  const t = useT('orders')
  const may = useMay()
  const order = useQuery(orderQuery(orderId))
  const timeline = useQuery(timelineQuery(orderId))
  if (order.isPending) return <Skeleton lines={10} className={page.skeleton} />
  if (!order.data) return <ProblemState error={order.error} onRetry={() => void order.refetch()} />
  const { number, state, words, channel, locationId, placedAt } = order.data
  return (
    <SheetPage
      title={t('order', { number: spokenNumber(number) })}
      heading={
        <span className={css.heading}>
          {spokenNumber(number)}
          <StatePill state={state} words={words} table="orderState" />
        </span>
      }
      refreshing={order.isFetching || timeline.isFetching}
      above={<Link to="/orders">{t('title')}</Link>}
      lead={
        <span className={css.lead}>
          <Channel code={channel} />
          {locationId !== null && <PlaceName id={locationId} />}
          <ShortTime at={placedAt} />
        </span>
      }
      actions={
        may('orders.cancel') && mayBeCancelled(state) && <CancelOrder orderId={orderId} number={number} />
      }
    >
      <div className={page.columns}>
        <div className={page.stack}>
          <LinesPanel order={order.data} />
          <WhyPrices orderId={orderId} />
          <div className={css.pair}>
            <FulfilmentsPanel order={order.data} />
            <PaymentsPanel order={order.data} />
            <ReturnsPanel order={order.data} />
            {may('customers.read') && <CustomerPanel customerId={order.data.customerId} orderId={orderId} />}
          </div>
        </div>
        <Panel
          title={t('timeline')}
          actions={
            may('events.read') && (
              <Link to="/events" search={{ subject: orderId }} className={page.small}>
                {t('allEvents')}
              </Link>
            )
          }
        >
          {timeline.isPending && <Skeleton lines={8} />}
          {timeline.error && !timeline.data && (
            <ProblemState error={timeline.error} onRetry={() => void timeline.refetch()} />
          )}
          {timeline.data && <OrderLife facts={timeline.data.items} />}
        </Panel>
      </div>
    </SheetPage>
  )
}
