import { Refusal } from '@splot/kernel'
import { audit } from '#platform/auth'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'

/**
 * Says whether a product spoils or expires soon, which decides what price must stand beside a reduced one. Publishes `catalogue.changed`.
 * @throws Refusal `catalogue.product_not_found`.
 */
export async function setPerishable(ctx: WriteContext, handle: string, perishable: boolean): Promise<void> {
  const [known] = await ctx.query(
    `update catalogue.product set perishable = $2, updated_at = $3 where handle = $1 returning 1`,
    [handle, perishable, ctx.now],
  )
  if (!known) {
    throw new Refusal('not_found', 'catalogue.product_not_found', 'There is no such product.', {
      errors: [{ pointer: '/handle', detail: 'unknown product' }],
    })
  }
  emit(ctx, { type: 'catalogue.changed', subject: 'catalogue', data: { handles: [handle] } })
  await audit(ctx, {
    action: 'catalogue.perishable_set',
    subject: handle,
    locationId: null,
    detail: { perishable },
  })
}
