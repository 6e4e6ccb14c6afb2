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
  'orders.promise_moved': 'promise_moved',
  'storedvalue.bought': 'gift_card',
}

/** The reason of cancellations that are our fault: pieces that had been promised did not exist. */
const OUR_FAULT = 'oversold'

/** The reason of cancellations that were the customer's own wish: nobody apologises for it. */
const HER_WISH = 'given up'

/** Orders made at a till have nobody to write to unless she gave her address; the gate finds out when sending. */
function kindOf({ type, data }: StoredEvent): MessageKind | undefined {
  const { reason } = data
  // Whoever has the card that was topped up knows it; the buyer has her confirmation.
  if (type === 'storedvalue.bought' && data['isNewCard'] !== true) return undefined
  if (type === 'orders.cancelled' && reason === OUR_FAULT) return 'cancelled_with_apology'
  if (type === 'orders.line_cancelled' && reason === HER_WISH) return 'line_given_up'
  return tellsOf[type]
}

export const messagesSubscriber = subscribe({
  name: 'messages',
  types: Object.keys(tellsOf),
  handle: async (ctx, events) => {
    const rows = events.flatMap((event) => {
      const kind = kindOf(event)
      if (!kind) return []
      const { purchaseId } = event.data
      const about = typeof purchaseId === 'string' ? purchaseId : null
      return [{ id: newId<'message'>(), kind, eventId: event.id, orderId: event.subject, about }]
    })
    if ((await insertMessages(ctx, rows)) > 0) await addJob(ctx, sendJob, {}, { key: 'messages.send' })
  },
})
