import { Refusal, type CustomerId } from '@splot/kernel'
import {
  customerById,
  groupsOf,
  purchaseContacts,
  segmentsOf,
  sessionsOf,
  type Customer,
  type Membership,
} from '#modules/customers'
import { messagesAbout, type MessageRow } from '#modules/messages'
import { ordersOfCustomer, type Order } from '#modules/orders'
import { purchasesOf, type Purchase } from '#modules/storedvalue'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'

/** The newest of each; nobody has more, and an answer must end. */
export const MAX_EXPORTED = 1_000

export interface CustomerExport {
  readonly customer: Customer
  /** What prices and promotions know her by. */
  readonly groups: readonly string[]
  /** With those whose time is over. */
  readonly segments: readonly Membership[]
  readonly orders: readonly Order[]
  /** What she said when she bought, where she was signed in. */
  readonly purchases: Awaited<ReturnType<typeof purchaseContacts>>
  /** Gift cards that she bought, with whom she named while that is kept: until the letter has left, and at most 30 days. */
  readonly cards: readonly Purchase[]
  readonly messages: readonly MessageRow[]
  readonly sessions: Awaited<ReturnType<typeof sessionsOf>>
}

/**
 * Everything that is kept about one customer, for the copy that she may ask for (GDPR art. 15(3)): her data, what she bought, what was
 * told to her and on which legal basis, when she was signed in. What whoever got a gift card of hers did with it is not hers to read. Writes into the audit log who took it. Refuses with
 * `customers.unknown`.
 */
export async function exportCustomer(ctx: WriteContext, customerId: CustomerId): Promise<CustomerExport> {
  const customer = await customerById(ctx, customerId)
  if (!customer) throw new Refusal('not_found', 'customers.unknown', 'There is no such customer.')
  const groups = await groupsOf(ctx, customerId)
  const segments = await segmentsOf(ctx, customerId, { past: true })
  const orders = await ordersOfCustomer(ctx, customerId, { limit: MAX_EXPORTED })
  const messages = await messagesAbout(
    ctx,
    orders.map(({ orderId }) => orderId),
    MAX_EXPORTED,
  )
  const cards = await purchasesOf(
    ctx,
    orders.map(({ orderId }) => orderId),
  )
  const purchases = await purchaseContacts(ctx, customerId, { limit: MAX_EXPORTED })
  const sessions = await sessionsOf(ctx, customerId, MAX_EXPORTED)
  await audit(ctx, { action: 'customers.exported', subject: customerId })
  return { customer, groups, segments, orders, purchases, cards, messages, sessions }
}
