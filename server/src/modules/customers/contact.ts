import type { CustomerId } from '@splot/kernel'
import type { ReadContext } from '#platform/context'
import { emailIndex, phoneIndex } from './blind-index.ts'
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

/**
 * The same for whoever works through many people and must not stop at one: those whose data cannot be opened (tampered with,
 * or sealed under another master secret) are named in `unreadable` instead of failing the rest.
 */
export async function readableContacts(
  ctx: ReadContext,
  ids: readonly CustomerId[],
): Promise<{
  readonly contacts: Map<CustomerId, Contact & { readonly locale: 'pl' | 'en' }>
  readonly unreadable: ReadonlySet<CustomerId>
}> {
  const contacts = new Map<CustomerId, Contact & { readonly locale: 'pl' | 'en' }>()
  const unreadable = new Set<CustomerId>()
  for (const row of await customersById(ctx, ids)) {
    try {
      const contact = openContact(row)
      if (contact) contacts.set(row.id, { ...contact, locale: row.locale })
    } catch (error) {
      unreadable.add(row.id)
      ctx.log.error({ err: error, customer: row.id }, 'the personal data of a customer cannot be opened')
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

/** Whether this customer gave this e-mail, without opening her data: for guests who look up an order. */
export const hasEmail = (ctx: ReadContext, id: CustomerId, email: string): Promise<boolean> =>
  emailIndexMatches(ctx, id, emailIndex(email))

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
