import { newId } from '@splot/kernel'
import { subscribe, type StoredEvent } from '#platform/events'
import { addJob } from '#platform/jobs'
import { sendJob } from './send.ts'
import { insertMessages } from './store.ts'
import type { MessageKind } from './types.ts'

/** Which facts are told to the customer. */
const tellsOf: Readonly<Record<string, MessageKind>> = {
  'orders.confirmed': 'order_confirmed',
  'orders.cancelled': 'cancelled',
  'fulfilment.ready': 'ready_for_pickup',
  'fulfilment.shipped': 'shipped',
  'fulfilment.handed_over': 'collected',
  'returns.refunded': 'refunded',
  'fulfilment.moved': 'moved',
  'fulfilment.delayed': 'delayed',
  'orders.line_substituted': 'substituted',
  'orders.line_cancelled': 'line_cancelled',
}

/** The reason of cancellations that are our fault: pieces that had been promised did not exist. */
const OUR_FAULT = 'oversold'

/** Orders made at a till have nobody to write to unless she gave her address; the gate finds out when sending. */
const kindOf = ({ type, data }: StoredEvent): MessageKind | undefined =>
  type === 'orders.cancelled' && data['reason'] === OUR_FAULT ? 'cancelled_with_apology' : tellsOf[type]

export const messagesSubscriber = subscribe({
  name: 'messages',
  types: Object.keys(tellsOf),
  handle: async (ctx, events) => {
    const rows = events.flatMap((event) => {
      const kind = kindOf(event)
      return kind ? [{ id: newId<'message'>(), kind, eventId: event.id, orderId: event.subject }] : []
    })
    if ((await insertMessages(ctx, rows)) > 0) await addJob(ctx, sendJob, {}, { key: 'messages.send' })
  },
})
