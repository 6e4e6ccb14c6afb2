import { useNavigate } from '@tanstack/react-router'
import type { paths } from '@splot/client'
import { Money, Panel, Table, useFormat, type TableColumn } from '@splot/ui'
import { Channel } from '../page/names.tsx'
import page from '../page/page.module.css'
import { useT as useFieldsT } from './words-of-fields.ts'
import { useT } from './words-of-simulator.ts'
import { useT as usePromoT } from './words.ts'

type Result = paths['/v1/promotions/simulations']['post']['responses'][200]['content']['application/json']
type Sides = Result['revenue'][number]

/** What would be different: orders, revenue, discounts and margin before and after, promotion by promotion, and the orders that differ most. */
export function SimulatorAnswer({ result }: Readonly<{ result: Result }>) {
  const t = useT('simulate')
  const format = useFormat()
  const ofSums = useSumColumns()
  const ofPromotions = usePromotionColumns()
  // Null for who may not see costs.
  const { margin } = result
  const sums = [
    ...result.revenue.map((sides) => ({ what: t('revenue'), sides })),
    ...result.discounts.map((sides) => ({ what: t('discounts'), sides })),
    // Of goods whose cost nobody knows there is no margin, not one of nothing.
    ...(margin && margin.withCost > 0 ? margin.amounts : []).map((sides) => ({ what: t('margin'), sides })),
  ]
  return (
    <>
      <Panel>
        <dl className={page.facts}>
          <dt>{t('priced')}</dt>
          <dd>{format.number(result.orders)}</dd>
          <dt>{t('touched')}</dt>
          <dd>{format.number(result.touched)}</dd>
          <dt>{t('skipped')}</dt>
          <dd>{format.number(result.skipped)}</dd>
          {margin && (
            <>
              <dt>{t('withCost')}</dt>
              <dd>
                {t('ofLines', { count: format.number(margin.withCost), all: format.number(margin.lines) })}
              </dd>
            </>
          )}
        </dl>
      </Panel>
      <Panel flush>
        <Table
          label={t('revenue')}
          columns={ofSums}
          rows={sums}
          rowKey={({ what, sides }) => `${what} ${sides.before.currency}`}
        />
      </Panel>
      {result.touched === 0 ? (
        <p>{t('same')}</p>
      ) : (
        <>
          <Panel title={t('byPromotion')} flush>
            <Table
              label={t('byPromotion')}
              columns={ofPromotions}
              rows={result.promotions}
              rowKey={({ id, currency }) => `${id} ${currency}`}
            />
          </Panel>
          <Biggest rows={result.biggest} />
        </>
      )}
    </>
  )
}

const between = ({ before, after }: Sides) => ({
  minor: after.minor - before.minor,
  currency: before.currency,
})

type Sum = Readonly<{ what: string; sides: Sides }>

function useSumColumns(): TableColumn<Sum>[] {
  const t = useT('simulate')
  return [
    { id: 'what', header: t('what'), isRowHeader: true, cell: ({ what }) => what },
    { id: 'before', header: t('before'), align: 'end', cell: ({ sides }) => <Money value={sides.before} /> },
    { id: 'after', header: t('after'), align: 'end', cell: ({ sides }) => <Money value={sides.after} /> },
    {
      id: 'difference',
      header: t('difference'),
      align: 'end',
      cell: ({ sides }) => <Money value={between(sides)} sign="always" />,
    },
  ]
}

function usePromotionColumns(): TableColumn<Result['promotions'][number]>[] {
  const t = useT('simulate')
  const promo = usePromoT('promo')
  const format = useFormat()
  return [
    { id: 'name', header: promo('title'), isRowHeader: true, cell: ({ name }) => name },
    {
      id: 'ordersBefore',
      header: t('ordersBefore'),
      align: 'end',
      cell: ({ orders }) => format.number(orders.before),
    },
    {
      id: 'ordersAfter',
      header: t('ordersAfter'),
      align: 'end',
      cell: ({ orders }) => format.number(orders.after),
    },
    {
      id: 'discountBefore',
      header: t('discountBefore'),
      align: 'end',
      cell: ({ discount, currency }) => <Money value={{ minor: discount.before, currency }} />,
    },
    {
      id: 'discountAfter',
      header: t('discountAfter'),
      align: 'end',
      cell: ({ discount, currency }) => <Money value={{ minor: discount.after, currency }} />,
    },
  ]
}

type Differing = Result['biggest'][number]

function Biggest({ rows }: Readonly<{ rows: readonly Differing[] }>) {
  const t = useT('simulate')
  const navigate = useNavigate()
  return (
    <Panel title={t('biggest')} flush>
      <Table
        label={t('biggest')}
        columns={useDifferingColumns()}
        rows={rows}
        rowKey={({ orderId }) => orderId}
        onOpen={({ orderId }) => void navigate({ to: '/orders/$orderId', params: { orderId } })}
      />
    </Panel>
  )
}

function useDifferingColumns(): TableColumn<Differing>[] {
  const t = useT('simulate')
  const fields = useFieldsT('fields')
  return [
    { id: 'number', header: t('order'), isRowHeader: true, cell: ({ number }) => number },
    { id: 'channel', header: fields('channel'), cell: ({ channel }) => <Channel code={channel} /> },
    { id: 'before', header: t('before'), align: 'end', cell: ({ before }) => <Money value={before} /> },
    { id: 'after', header: t('after'), align: 'end', cell: ({ after }) => <Money value={after} /> },
    {
      id: 'difference',
      header: t('difference'),
      align: 'end',
      cell: (row) => <Money value={between(row)} sign="always" />,
    },
  ]
}
