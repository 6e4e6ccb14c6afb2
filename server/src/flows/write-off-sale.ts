import { Refusal, type Money } from '@splot/kernel'
import { audit } from '#platform/auth'
import { authorise, type WriteContext } from '#platform/context'
import { counterOf } from './settle-till-sale-draft.ts'

/** What a till tells of a sale that cannot be recorded. */
export interface SaleGivenUp {
  /** The key under which it was sent. */
  readonly saleId: string
  /** What the manager says. */
  readonly why: string
  /** Code of the refusal. */
  readonly refusedWith: string
  readonly total: Money
  /** RFC 3339. */
  readonly soldAt: string
  readonly soldBy: string
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[]
}

/**
 * Gives up a sale of this till that cannot be recorded, so that the till may forget it: all that is known of it stays in the audit log, under
 * the manager who says why.
 * @throws Refusal `auth.forbidden`, `tills.no_till`, `tills.device_only`.
 */
export async function writeOffSale(ctx: WriteContext, { saleId, ...told }: SaleGivenUp): Promise<void> {
  const { actor } = ctx
  const locationId = counterOf(actor)
  authorise(actor, 'stock.incident', locationId)
  if (actor.deviceId === null) {
    throw new Refusal(
      'forbidden',
      'tills.device_only',
      'Only at the till that made it may a sale be written off.',
    )
  }
  await audit(ctx, {
    action: 'tills.sale_written_off',
    subject: saleId,
    locationId,
    detail: { ...told, deviceId: actor.deviceId },
  })
}
