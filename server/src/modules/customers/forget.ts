import { Refusal, type CustomerId } from '@splot/kernel'
import { audit, credentialsChanged } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { forgetElsewhere } from './forgetting.ts'
import { customersById, endSessions, eraseCustomer } from './store.ts'

/**
 * Forgets a person (GDPR, art. 17): her key, her data, her indexes and her sessions go; the row stays as a pseudonym, so that
 * orders and their accounts remain whole. Whoever else keeps something of hers erases it with her (`forgetting.ts`). Cannot be undone. Refuses with `customers.unknown`.
 */
export async function forget(ctx: WriteContext, id: CustomerId): Promise<void> {
  await forgetElsewhere(ctx, id)
  if (!(await eraseCustomer(ctx, id))) {
    const [known] = await customersById(ctx, [id])
    if (known) return
    throw new Refusal('not_found', 'customers.unknown', 'There is no such customer.')
  }
  credentialsChanged(ctx, [id, ...(await endSessions(ctx, { customerId: id }))])
  emit(ctx, { type: 'customers.forgotten', subject: id, data: {} })
  await audit(ctx, { action: 'customers.forgotten', subject: id })
}
