import { newId, type CustomerId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emailIndex, phoneIndex } from './blind-index.ts'
import { seal } from './seal.ts'
import { insertCustomers } from './store.ts'
import type { Contact, Guest } from './types.ts'

/**
 * Records people who buy without an account, in one statement, and answers their ids in the same order. Every purchase
 * makes a row of its own: who is the same person is decided later, by the blind indexes, and never on the way to the till.
 */
export async function recordGuests(ctx: WriteContext, guests: readonly Guest[]): Promise<CustomerId[]> {
  const rows = guests.map(({ locale, ...contact }) =>
    sealedCustomer(newId<'customer'>(), contact, locale ?? 'pl'),
  )
  await insertCustomers(
    ctx,
    rows.map((row) => ({ ...row, kind: 'guest', passwordHash: null })),
  )
  return rows.map((row) => row.id)
}

/** The row of a person, with nothing readable in it. */
export const sealedCustomer = (id: CustomerId, contact: Contact, locale: 'pl' | 'en') => ({
  id,
  locale,
  emailIndex: emailIndex(contact.email),
  phoneIndex: phoneIndex(contact.phone),
  ...seal(id, contact),
})
