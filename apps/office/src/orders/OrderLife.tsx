import type { ReactNode } from 'react'
import {
  Ban,
  Banknote,
  CalendarClock,
  CircleCheck,
  CreditCard,
  HandHelping,
  Mail,
  PackageCheck,
  PackagePlus,
  PackageSearch,
  RotateCcw,
  ScanBarcode,
  ShoppingBag,
  Truck,
  Undo2,
  XCircle,
} from 'lucide-react'
import { Timeline, useFormat, useLocale, type Status } from '@splot/ui'
import type { OrderFact } from '../api/types.ts'
import { ActorName, Channel, PlaceName } from '../page/names.tsx'
import { useT, wordOf } from '../words/index.ts'
import page from '../page/page.module.css'
import { moneyIn, movesIn, piecesIn, textIn } from './life.ts'

const looks: Readonly<Record<string, { icon: ReactNode; status: Status }>> = {
  'orders.placed': { icon: <ShoppingBag />, status: 'neutral' },
  'orders.confirmed': { icon: <CircleCheck />, status: 'info' },
  'orders.cancelled': { icon: <Ban />, status: 'late' },
  'orders.promise_moved': { icon: <CalendarClock />, status: 'warn' },
  'payments.captured': { icon: <CreditCard />, status: 'ok' },
  'payments.declined': { icon: <XCircle />, status: 'late' },
  'payments.surplus_captured': { icon: <CreditCard />, status: 'warn' },
  'payments.refund_refused': { icon: <XCircle />, status: 'late' },
  'payments.refunded': { icon: <Banknote />, status: 'warn' },
  'fulfilment.created': { icon: <PackageSearch />, status: 'neutral' },
  'fulfilment.goods_arrived': { icon: <PackagePlus />, status: 'ok' },
  'fulfilment.picking_started': { icon: <PackageSearch />, status: 'info' },
  'fulfilment.line_picked': { icon: <ScanBarcode />, status: 'neutral' },
  'fulfilment.ready': { icon: <PackageCheck />, status: 'ok' },
  'fulfilment.handed_over': { icon: <HandHelping />, status: 'ok' },
  'fulfilment.shipped': { icon: <Truck />, status: 'info' },
  'fulfilment.delivered': { icon: <CircleCheck />, status: 'ok' },
  'fulfilment.cancelled': { icon: <Ban />, status: 'late' },
  'returns.registered': { icon: <Undo2 />, status: 'warn' },
  'returns.received': { icon: <Undo2 />, status: 'warn' },
  'returns.refunded': { icon: <RotateCcw />, status: 'ok' },
  'tills.sale_settled': { icon: <Banknote />, status: 'ok' },
  'messages.sent': { icon: <Mail />, status: 'neutral' },
}

/** The whole life of an order: what happened, to what, by whom, in which channel and place. */
export function OrderLife({ facts }: Readonly<{ facts: readonly OrderFact[] }>) {
  const t = useT('orders')
  const { locale } = useLocale()
  return (
    <Timeline
      label={t('timeline')}
      timeStyle="datetime"
      items={facts.map((fact, index) => {
        const look = looks[fact.type]
        return {
          id: `${fact.type}-${index}`,
          at: fact.at,
          title: fact.words[locale],
          detail: <Detail fact={fact} />,
          by: (
            <>
              <Channel code={fact.channel} />
              {fact.actor.kind !== 'system' && <ActorName actor={fact.actor} />}
              {fact.locationId !== null && <PlaceName id={fact.locationId} />}
            </>
          ),
          ...(look && { icon: look.icon, status: look.status }),
        }
      })}
    />
  )
}

function Detail({ fact }: Readonly<{ fact: OrderFact }>) {
  const t = useT('orders')
  const format = useFormat()
  const { locale } = useLocale()
  const { type, data } = fact
  const money = moneyIn(data)
  const method = textIn(data, 'method')
  const dayOr = (day: string | null) => (day === null ? t('dayUnknown') : format.date(day, 'date'))
  const parts = [
    type.startsWith('returns.') && textIn(data, 'number'),
    money && format.money(money),
    method !== undefined && wordOf(locale, 'method', method),
    textIn(data, 'declineCode') !== undefined && t('declined', { code: textIn(data, 'declineCode') ?? '' }),
    textIn(data, 'carrier'),
    textIn(data, 'trackingNumber') !== undefined &&
      t('track', { number: textIn(data, 'trackingNumber') ?? '' }),
    type === 'messages.sent' && wordOf(locale, 'messageKind', textIn(data, 'kind') ?? ''),
    textIn(data, 'reason'),
    ...movesIn(data).map(({ sku, from, to }) => `${sku}: ${dayOr(from)} → ${dayOr(to)}`),
  ].filter((part): part is string => Boolean(part))
  const pieces = piecesIn(data)
  if (parts.length === 0 && pieces.length === 0) return null
  return (
    <>
      {parts.join(' · ')}
      {pieces.length > 0 && (
        <span className={page.mono}>
          {parts.length > 0 && ' · '}
          {pieces.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(', ')}
        </span>
      )}
    </>
  )
}
