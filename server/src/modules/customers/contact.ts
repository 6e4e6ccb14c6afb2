import { Refusal, type CustomerId, type OrderId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { emailIndex, normaliseEmail, phoneIndex } from './blind-index.ts'
import { saidFor } from './purchase-contact.ts'
import { unseal } from './seal.ts'
import { customersById, emailIndexMatches, idsByIndex, type CustomerRow } from './store.ts'
import type { Contact, Customer } from './types.ts'

/** Customers that one look-up by e-mail or phone answers. */
const MAX_FOUND = 200

/** How to reach these people; whoever was forgotten, or never was, is missing from the answer. */
export async function contactOf(
  ctx: ReadContext,
  ids: readonly CustomerId[],
): Promise<Map<CustomerId, Contact & { readonly locale: 'pl' | 'en' }>> {
  const rows = await customersById(ctx, ids)
  return new Map(
    rows.flatMap((row) => {
      const contact = openContact(row)
      return contact ? [[row.id, { ...contact, locale: row.locale }] as const] : []
    }),
  )
}

/** A purchase and who made it. */
export interface Bought {
  readonly orderId: OrderId
  readonly customerId: CustomerId
}

/**
 * Whom to reach about these purchases: what she said when she bought, else what her account says. For whoever works through many and must not
 * stop at one: those whose data cannot be opened (tampered with, or sealed under another master secret) are named in `unreadable`.
 */
export async function contactsFor(
  ctx: ReadContext,
  purchases: readonly Bought[],
): Promise<{
  readonly contacts: Map<OrderId, Contact & { readonly locale: 'pl' | 'en' }>
  readonly unreadable: ReadonlySet<OrderId>
}> {
  const contacts = new Map<OrderId, Contact & { readonly locale: 'pl' | 'en' }>()
  const unreadable = new Set<OrderId>()
  const customers = await customersById(ctx, [...new Set(purchases.map(({ customerId }) => customerId))])
  const rows = new Map(customers.map((row) => [row.id, row]))
  const orderIds = purchases.map(({ orderId }) => orderId)
  const said = new Map((await saidFor(ctx, orderIds)).map((one) => [one.orderId, one]))
  for (const { orderId, customerId } of purchases) {
    const row = rows.get(customerId)
    if (!row) continue
    try {
      const own = said.get(orderId)
      const contact = own ? unseal(customerId, own) : openContact(row)
      if (contact) contacts.set(orderId, { ...contact, locale: row.locale })
    } catch (error) {
      unreadable.add(orderId)
      ctx.log.error({ err: error, customer: customerId }, 'the personal data of a customer cannot be opened')
    }
  }
  return { contacts, unreadable }
}

/** One customer with her personal data, or undefined. Who shows it to staff writes it into the audit log. */
export async function customerById(ctx: ReadContext, id: CustomerId): Promise<Customer | undefined> {
  const [row] = await customersById(ctx, [id])
  return (
    row && {
      id: row.id,
      kind: row.kind,
      locale: row.locale,
      contact: openContact(row),
      createdAt: row.created_at,
      forgottenAt: row.forgotten_at,
    }
  )
}

/**
 * For what is made for one customer alone: whoever was forgotten can never sign in and have it.
 * @throws Refusal 404 `customers.not_found`, pointing at `/customerId`.
 */
export async function refuseUnknown(ctx: ReadContext, id: CustomerId): Promise<void> {
  const customer = await customerById(ctx, id)
  if (customer && !customer.forgottenAt) return
  throw new Refusal(
    'not_found',
    'customers.not_found',
    'There is no such customer. Nothing was made for her.',
    {
      errors: [{ pointer: '/customerId', detail: 'nobody we know' }],
    },
  )
}

/** Whether she gave this e-mail, with her account or for this purchase: for guests who look up an order. */
export async function hasEmail(
  ctx: ReadContext,
  { orderId, customerId }: Bought,
  email: string,
): Promise<boolean> {
  if (await emailIndexMatches(ctx, customerId, emailIndex(email))) return true
  const [said] = await saidFor(ctx, [orderId])
  return said !== undefined && normaliseEmail(unseal(customerId, said).email) === normaliseEmail(email)
}

/** Customers who gave this e-mail or this phone number, newest first, at most 200. */
export async function customersByContact(
  ctx: ReadContext,
  by: { readonly email: string } | { readonly phone: string },
): Promise<CustomerId[]> {
  if ('email' in by) return idsByIndex(ctx, { email: emailIndex(by.email) }, MAX_FOUND)
  const phone = phoneIndex(by.phone)
  return phone ? idsByIndex(ctx, { phone }, MAX_FOUND) : []
}

const openContact = ({ id, key, sealed }: CustomerRow): Contact | null =>
  key && sealed ? unseal(id, { key, sealed }) : null
