import { Link } from '@tanstack/react-router'
import { Badge, Money, Panel, Table, useFormat, useLocale, type TableColumn, optionText } from '@splot/ui'
import type { Order } from '../api/types.ts'
import { shortName, useMay } from '../page/names.tsx'
import { useT, wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import css from './orders.module.css'
import { StatePill } from './states.tsx'

type Props = Readonly<{ order: Order }>
type Line = Order['lines'][number]

const PPM_IN_WHOLE = 1_000_000

/** What was bought, what came back of it, and the totals per VAT rate. */
export function LinesPanel({ order }: Props) {
  const t = useT('orders')
  const format = useFormat()
  const columns = useLineColumns()
  const { gross, shipping, discount, vat } = order.totals
  return (
    <Panel title={t('lines')} flush>
      <Table
        label={t('lines')}
        columns={columns}
        rows={order.lines}
        rowKey={({ lineId }) => String(lineId)}
      />
      <dl className={css.totals}>
        {discount.minor > 0 && (
          <div>
            <dt>{t('discount')}</dt>
            <dd>−{format.money(discount)}</dd>
          </div>
        )}
        {shipping.minor > 0 && (
          <div>
            <dt>{t('shipping')}</dt>
            <dd>
              <Money value={shipping} />
            </dd>
          </div>
        )}
        <div className={css.grand}>
          <dt>{t('gross')}</dt>
          <dd>
            <Money value={gross} />
          </dd>
        </div>
        {vat.map((rate) => (
          <div key={rate.letter} className={page.small}>
            <dt>
              {t('vatOf', { letter: rate.letter, rate: format.percent(rate.ppm / PPM_IN_WHOLE) })}{' '}
              {t('vatFrom', { gross: format.money(rate.gross) })}
            </dt>
            <dd>
              <Money value={rate.vat} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}

function useLineColumns(): TableColumn<Line>[] {
  const t = useT('orders')
  const format = useFormat()
  const { locale } = useLocale()
  const may = useMay()
  return [
    {
      id: 'product',
      header: t('product'),
      isRowHeader: true,
      width: 'wide',
      cell: ({ sku, name, options, awaited, discounts }) => (
        <div className={css.product}>
          <span>{name[locale]}</span>
          <span className={page.small}>
            {optionText(options, locale)}{' '}
            {may('stock.read') ? (
              <Link to="/stock" search={{ q: sku }} className={page.mono}>
                {sku}
              </Link>
            ) : (
              <code>{sku}</code>
            )}
          </span>
          {discounts.map(({ promotionId, label, amount, code }) => (
            <span key={promotionId} className={page.small}>
              {label[locale]}
              {code !== undefined && ` (${code})`} −{format.money(amount)}
            </span>
          ))}
          {awaited && (
            <Badge tone="info">
              {awaited.promisedOn === null
                ? t('awaitedUnknown')
                : t('awaited', { day: format.date(awaited.promisedOn, 'date') })}
            </Badge>
          )}
        </div>
      ),
    },
    {
      id: 'quantity',
      header: t('quantity'),
      align: 'end',
      cell: ({ quantity, returned, cancelled }) => (
        <>
          {cancelled > 0 && <Badge tone="warn">{t('cancelledPieces', { count: String(cancelled) })}</Badge>}{' '}
          {returned > 0 && <Badge tone="warn">{t('returned', { count: String(returned) })}</Badge>} {quantity}
        </>
      ),
    },
    {
      id: 'unit',
      header: t('unit'),
      align: 'end',
      width: 'narrow',
      cell: ({ unitPrice }) => <Money value={unitPrice} />,
    },
    { id: 'tax', header: t('tax'), align: 'center', width: 'narrow', cell: ({ taxLetter }) => taxLetter },
    {
      id: 'total',
      header: t('total'),
      align: 'end',
      width: 'narrow',
      cell: ({ total }) => <Money value={total} />,
    },
  ]
}

export function FulfilmentsPanel({ order }: Props) {
  const t = useT('orders')
  const home = useT('home')
  const format = useFormat()
  return (
    <Panel title={t('fulfilments')}>
      {order.fulfilments.length === 0 && <p className={page.muted}>{t('noFulfilments')}</p>}
      <ul className={css.cards}>
        {order.fulfilments.map(({ id, kind, state, location, promisedAt }) => (
          <li key={id}>
            <div className={css.cardHead}>
              <strong>{kind === 'ship' ? home('ship') : home('pickup')}</strong>
              <StatePill state={state} table="fulfilmentState" />
            </div>
            <p>
              {shortName(location.name)} <span className={page.small}>{location.code}</span>
            </p>
            <p className={page.small}>
              {promisedAt === null ? t('noPromise') : t('promise', { when: format.soon(promisedAt) })}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export function PaymentsPanel({ order }: Props) {
  const t = useT('orders')
  const { locale } = useLocale()
  return (
    <Panel title={t('payments')}>
      {order.payments.length === 0 && <p className={page.muted}>{t('noPayments')}</p>}
      <ul className={css.cards}>
        {order.payments.map(({ id, method, state, amount, refunded, declineCode }) => (
          <li key={id}>
            <div className={css.cardHead}>
              <strong>{wordOf(locale, 'method', method)}</strong>
              <StatePill state={state} table="paymentState" />
            </div>
            <p className={css.between}>
              <span className={page.muted}>{t('amount')}</span>
              <Money value={amount} />
            </p>
            {refunded.minor > 0 && (
              <p className={css.between}>
                <span className={page.muted}>{t('refunded')}</span>
                <Money value={{ ...refunded, minor: -refunded.minor }} />
              </p>
            )}
            {declineCode && <p className={page.small}>{t('declined', { code: declineCode })}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export function ReturnsPanel({ order }: Props) {
  const t = useT('orders')
  return (
    <Panel title={t('returns')}>
      {order.returns.length === 0 && <p className={page.muted}>{t('noReturns')}</p>}
      <ul className={css.cards}>
        {order.returns.map(({ number, state, refunded }) => (
          <li key={number}>
            <div className={css.cardHead}>
              <strong>{number}</strong>
              <StatePill state={state} table="returnState" />
            </div>
            <p className={css.between}>
              <span className={page.muted}>{t('refunded')}</span>
              <Money value={refunded} />
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
