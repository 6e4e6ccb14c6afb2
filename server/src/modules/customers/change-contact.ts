import { Refusal, type CustomerId } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { phoneIndex } from './blind-index.ts'
import { customerById } from './contact.ts'
import { seal } from './seal.ts'
import { lockCustomer, resealCustomer } from './store.ts'
import type { Contact } from './types.ts'

/** What a customer changes of her own data; what is left out stays, null takes it out. Her e-mail is what she signs in with: it stays. */
export interface ContactChange {
  readonly name?: string | undefined
  readonly phone?: string | null | undefined
  readonly address?: Contact['address'] | null | undefined
}

/** Writes her data anew, under a new key. Refuses with `customers.unknown` when she was forgotten meanwhile. */
export async function changeContact(ctx: WriteContext, id: CustomerId, change: ContactChange): Promise<void> {
  await lockCustomer(ctx, id)
  const known = (await customerById(ctx, id))?.contact
  if (!known) throw new Refusal('not_found', 'customers.unknown', 'There is no such customer.')
  const phone = change.phone === undefined ? known.phone : (change.phone ?? undefined)
  const address = change.address === undefined ? known.address : (change.address ?? undefined)
  const contact: Contact = {
    name: change.name ?? known.name,
    email: known.email,
    ...(phone && { phone }),
    ...(address && { address }),
  }
  await resealCustomer(ctx, { id, phoneIndex: phoneIndex(phone), ...seal(id, contact) })
  await audit(ctx, { action: 'customers.changed', subject: id })
}
