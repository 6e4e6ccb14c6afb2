import type { OrderId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { eventColumns, type StoredEvent } from '#platform/events'
import { orderStates, type OrderState } from './states.ts'
import type { TimelineEntry, Words } from './types.ts'

/** Facts of one order that are read at once; an order has about ten. */
const MAX_TIMELINE = 500

const TIMELINE = `select ${eventColumns} from platform.event where subject = $1
  order by event.xid, event.seq limit ${MAX_TIMELINE}`

/** What the facts of an order are called on the screens. Facts without words here are shown under their type. */
const words: Record<string, Words> = {
  'orders.placed': { pl: 'Zamówienie złożone', en: 'Order placed' },
  'orders.confirmed': { pl: 'Zamówienie potwierdzone', en: 'Order confirmed' },
  'orders.cancelled': { pl: 'Zamówienie anulowane', en: 'Order cancelled' },
  'orders.line_cancelled': { pl: 'Pozycja anulowana', en: 'Line cancelled' },
  'orders.delivery_dropped': { pl: 'Dostawa odpadła', en: 'Delivery dropped' },
  'orders.line_substituted': { pl: 'Artykuł zamieniony na inny', en: 'Article replaced by another' },
  'orders.promise_moved': { pl: 'Nowy termin dostawy', en: 'Goods come on another day' },
  'payments.captured': { pl: 'Płatność przyjęta', en: 'Payment received' },
  'payments.declined': { pl: 'Płatność odrzucona', en: 'Payment declined' },
  'payments.surplus_captured': {
    pl: 'Zapłacono drugi raz, pieniądze wracają',
    en: 'Paid twice, the money goes back',
  },
  'payments.refund_refused': { pl: 'Operator odmówił zwrotu pieniędzy', en: 'The provider refused a refund' },
  'payments.refunded': { pl: 'Zwrot pieniędzy', en: 'Money refunded' },
  'fulfilment.created': { pl: 'Przekazane do realizacji', en: 'Handed to fulfilment' },
  'fulfilment.picking_started': { pl: 'Kompletowanie rozpoczęte', en: 'Picking started' },
  'fulfilment.line_picked': { pl: 'Sztuka skompletowana', en: 'Piece picked' },
  'fulfilment.ready': { pl: 'Gotowe do odbioru', en: 'Ready for pickup' },
  'fulfilment.handed_over': { pl: 'Wydane klientowi', en: 'Handed over' },
  'fulfilment.shipped': { pl: 'Wysłane', en: 'Shipped' },
  'fulfilment.delivered': { pl: 'Dostarczone', en: 'Delivered' },
  'fulfilment.moved': { pl: 'Przeniesione do innego miejsca', en: 'Moved to another place' },
  'fulfilment.delayed': { pl: 'Termin przesunięty', en: 'Promised for later' },
  'fulfilment.goods_arrived': { pl: 'Towar dotarł', en: 'Goods arrived' },
  'fulfilment.cancelled': { pl: 'Realizacja anulowana', en: 'Fulfilment cancelled' },
  'returns.registered': { pl: 'Zwrot zgłoszony', en: 'Return registered' },
  'returns.received': { pl: 'Zwrot przyjęty', en: 'Return received' },
  'returns.refunded': { pl: 'Zwrot rozliczony', en: 'Return refunded' },
  'tills.sale_settled': { pl: 'Sprzedaż w kasie', en: 'Sold at the till' },
  'tills.gift_card_sold': { pl: 'Sprzedano kartę podarunkową', en: 'Gift card sold' },
  'tills.gift_card_topped_up': { pl: 'Doładowano kartę podarunkową', en: 'Gift card topped up' },
  'storedvalue.bought': {
    pl: 'Karta podarunkowa wydana lub doładowana',
    en: 'Gift card issued or topped up',
  },
  'storedvalue.given_up': { pl: 'Karta podarunkowa oddana', en: 'Gift card given up' },
  'promotions.coupon_redeemed': { pl: 'Kod wykorzystany', en: 'Code used' },
  'promotions.coupon_given_back': { pl: 'Kod oddany', en: 'Code given back' },
  'promotions.unknown_code_used': {
    pl: 'Sprzedano z kodem, którego nie znamy',
    en: 'Sold with a code that nobody knows',
  },
  'incidents.decided': { pl: 'Postanowiono o brakującej sztuce', en: 'Decided about a missing piece' },
  'incidents.sale_flagged': {
    pl: 'Sprzedaż bez sieci inna, niż wynikało z cennika i promocji',
    en: 'Sold without a network, not as prices and promotions said',
  },
  'messages.sent': { pl: 'Wiadomość wysłana', en: 'Message sent' },
}

/** Facts that say by themselves where the order has come to: beside one of them the change of state is no news. */
const tellsState: Readonly<Record<string, OrderState>> = {
  'fulfilment.picking_started': 'picking',
  'fulfilment.ready': 'ready_for_pickup',
  'fulfilment.shipped': 'shipped',
  'fulfilment.delivered': 'delivered',
  'fulfilment.handed_over': 'collected',
}

/** Leaves out changes of state that another fact of the same transaction tells better. */
export function withoutEchoes<E extends Pick<StoredEvent, 'xid' | 'type' | 'data'>>(
  events: readonly E[],
): E[] {
  const told = new Set(
    events.filter(({ type }) => type in tellsState).map(({ xid, type }) => `${xid} ${tellsState[type]}`),
  )
  return events.filter(
    ({ xid, type, data }) => type !== 'orders.state_changed' || !told.has(`${xid} ${String(data['to'])}`),
  )
}

function wordsOf(event: StoredEvent): Words {
  const to = event.data['to']
  if (event.type === 'orders.state_changed' && typeof to === 'string' && to in orderStates) {
    return orderStates[to as OrderState].words
  }
  return words[event.type] ?? { pl: event.type, en: event.type }
}

/** The whole life of an order, oldest first: facts of every module that carry the order's id as their subject. */
export async function orderTimeline(ctx: ReadContext, orderId: OrderId): Promise<TimelineEntry[]> {
  const events = await ctx.query<StoredEvent & Record<string, unknown>>(TIMELINE, [orderId])
  return withoutEchoes(events).map((event) => ({
    at: event.occurredAt,
    type: event.type,
    words: wordsOf(event),
    actor: event.actor,
    channelId: event.channelId,
    locationId: event.locationId,
    data: event.data,
  }))
}
