import { Refusal, type CustomerId } from '@splot/kernel'
import { cartPortsOf, STRANGER, type Shopper } from '#modules/carts'
import { customerById, recognise, type Recognised } from '#modules/customers'
import { audit } from '#platform/auth'
import type { CommandContext } from '#platform/context'
import { tillOf } from './settle-till-sale-draft.ts'

/** Who buys at a counter, as prices and codes need to know. */
export interface Buyer {
  /** Null: a guest. */
  readonly customerId: CustomerId | null
  readonly shopper: Shopper
}

export const GUEST: Buyer = { customerId: null, shopper: STRANGER }

/**
 * Finds the customer who stands at this till by what she says of herself; the look is audited, without what was looked for.
 * @throws Refusal `tills.device_only`, `tills.no_till`, and what `recognise` refuses.
 */
export async function recogniseAtTill(
  ctx: CommandContext,
  by: Parameters<typeof recognise>[1],
): Promise<Recognised & Shopper> {
  const { actor, platform } = ctx
  tillOf(actor)
  if (actor.deviceId === null || actor.staffId === null) {
    throw new Refusal(
      'forbidden',
      'tills.device_only',
      'Only an enrolled till with somebody signed in may recognise customers.',
    )
  }
  const read = platform.read(actor)
  const found = await recognise(read, by)
  await platform.write(actor, (write) => audit(write, { action: 'customers.recognised', subject: found.id }))
  return { ...found, ...(await cartPortsOf(ctx).shopper(read, found.id)) }
}

/**
 * What is known of the customer whom a till says it has recognised.
 * @throws Refusal 422 `tills.unknown_customer` for an account that is gone or never was; `tills.no_till` away from a counter.
 */
export async function buyerAtTill(
  ctx: CommandContext,
  customerId: CustomerId | null | undefined,
): Promise<Buyer> {
  if (!customerId) return GUEST
  tillOf(ctx.actor)
  const read = ctx.platform.read(ctx.actor)
  const customer = await customerById(read, customerId)
  if (customer?.kind !== 'registered' || customer.forgottenAt) {
    throw new Refusal(
      'unprocessable',
      'tills.unknown_customer',
      'This customer has no account any more. Take her off the sale, and sell without an account.',
      { errors: [{ pointer: '/customerId', detail: 'no such account' }] },
    )
  }
  return { customerId, shopper: await cartPortsOf(ctx).shopper(read, customerId) }
}
