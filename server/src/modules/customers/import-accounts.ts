import { newId, type CustomerId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { sealedCustomer } from './record-guests.ts'
import { insertCustomers } from './store.ts'
import type { Contact, Locale } from './types.ts'

/** Somebody who had an account elsewhere; the password as `hashPassword` keeps it. */
export interface ImportedAccount {
  readonly contact: Contact
  readonly passwordHash: string
  readonly locale: Locale
}

/** For loaders: accounts of people who signed up elsewhere. One whose e-mail has an account already is left out; answers the ids of the others. */
export async function importAccounts(
  ctx: WriteContext,
  accounts: readonly ImportedAccount[],
): Promise<CustomerId[]> {
  const rows = accounts.map(({ contact, passwordHash, locale }) => ({
    ...sealedCustomer(newId<'customer'>(), contact, locale),
    kind: 'registered' as const,
    passwordHash,
  }))
  const added = await insertCustomers(ctx, rows)
  return added.map(({ id }) => id)
}
