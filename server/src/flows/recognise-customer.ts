import { HOUR_MS, Refusal, type CustomerId, type Money } from '@splot/kernel'
import { cartOfCustomer, cartPortsOf, dropCoupon, STRANGER, type Shopper } from '#modules/carts'
import { customerById, recognise, type Recognised } from '#modules/customers'
import { codesAwaiting, normalise, type AwaitingCode } from '#modules/promotions'
import { creditsOf } from '#modules/storedvalue'
import { audit, wasDoneOnDevice } from '#platform/auth'
import type { CommandContext, ReadContext } from '#platform/context'
import { counterOf, tillOf } from './settle-till-sale-draft.ts'

/** Who buys at a counter, as prices and codes need to know. */
export interface Buyer {
  /** Null: a guest. */
  readonly customerId: CustomerId | null
  readonly shopper: Shopper
}

const RECOGNISED = 'customers.recognised'
export const NOT_RECOGNISED = 'tills.not_recognised'
/** A sale is over by then: whoever was recognised on a device so long ago does not stand there any more. */
const RECOGNISED_FOR_MS = HOUR_MS

export const GUEST: Buyer = { customerId: null, shopper: STRANGER }

/** Who stands at the counter, as the person behind it is told. */
export interface KnownAtTill extends Recognised, Shopper {
  /** Those that she may take here. */
  readonly codes: readonly AwaitingCode[]
  /** What her store credit can pay; told only when she has shown the code of her account. */
  readonly credits: readonly Money[]
}

/**
 * Finds the customer who stands at this till by what she says of herself or by the code that she shows; the look is audited, without what was
 * looked for.
 * @throws Refusal `tills.device_only`, `tills.no_till`, and what `recognise` refuses.
 */
export async function recogniseAtTill(
  ctx: CommandContext,
  by: Parameters<typeof recognise>[1],
): Promise<KnownAtTill> {
  const { actor, platform } = ctx
  keepToDevice(ctx)
  const read = platform.read(actor)
  const found = await recognise(read, by)
  await platform.write(actor, (write) =>
    audit(write, { action: RECOGNISED, subject: found.id, detail: { deviceId: actor.deviceId } }),
  )
  const [shopper, codes, credits] = await Promise.all([
    cartPortsOf(ctx).shopper(read, found.id),
    codesOf(read, found.id),
    'code' in by ? creditsToPay(read, found.id) : [],
  ])
  return { ...found, ...shopper, codes, credits }
}

function keepToDevice({ actor }: CommandContext): void {
  tillOf(actor)
  if (actor.deviceId !== null && actor.staffId !== null) return
  throw new Refusal(
    'forbidden',
    'tills.device_only',
    'Only an enrolled till with somebody signed in may recognise customers.',
  )
}

const creditsToPay = async (ctx: ReadContext, customerId: CustomerId): Promise<readonly Money[]> =>
  (await creditsOf(ctx, customerId))
    .filter(({ state, balanceMinor }) => state === 'active' && balanceMinor > 0)
    .map(({ balanceMinor, currency }) => ({ minor: balanceMinor, currency }))

async function codesOf(ctx: ReadContext, customerId: CustomerId): Promise<readonly AwaitingCode[]> {
  const cart = await cartOfCustomer(ctx, customerId)
  const held = cart?.coupons.map(({ code }) => code) ?? []
  return codesAwaiting(ctx, { customerId, channel: ctx.actor.channel.code }, held)
}

/**
 * Takes a code out of the web basket of the customer who stands here, because she uses it here: what the basket kept of it is free again. A code
 * that is not there any more is no error. Only where she was recognised within the hour: nobody meddles with the basket of a stranger.
 * @throws Refusal `tills.device_only`, `tills.no_till`, 403 `tills.not_recognised`.
 */
export async function fetchCodeFromBasket(
  ctx: CommandContext,
  customerId: CustomerId,
  code: string,
): Promise<void> {
  const { actor, platform } = ctx
  keepToDevice(ctx)
  await keepToRecognised(ctx, customerId, ctx.now)
  const read = platform.read(actor)
  const cart = await cartOfCustomer(read, customerId)
  const held = cart?.coupons.find((one) => normalise(one.code) === normalise(code))
  if (!cart || !held) return
  await dropCoupon(ctx, cart.cartId, { token: null, customerId }, held.code, {
    action: 'customers.code_fetched',
    subject: customerId,
    detail: { cartId: cart.cartId },
  })
}

/** Her prices, codes and orders are hers: nobody uses them who only knows her id, on a till at which she has not stood. */
async function keepToRecognised(
  { actor, platform }: CommandContext,
  customerId: CustomerId,
  at: Date,
): Promise<void> {
  const { deviceId } = actor
  const since = new Date(at.getTime() - RECOGNISED_FOR_MS)
  const look = { action: RECOGNISED, subject: customerId, since }
  if (deviceId !== null && (await wasDoneOnDevice(platform.read(actor), { ...look, deviceId }))) return
  throw new Refusal(
    'forbidden',
    NOT_RECOGNISED,
    'This customer was not recognised at this till within the last hour. Ask her for her code once more.',
  )
}

/**
 * What is known of the customer whom a till says it has recognised; `at`: what was known of her at that instant.
 * @throws Refusal 422 `tills.unknown_customer` for an account that is gone or never was; 403 `tills.not_recognised` where this device has not
 * recognised her within the hour before; `tills.no_till` away from a counter.
 */
export async function buyerAtTill(
  ctx: CommandContext,
  customerId: CustomerId | null | undefined,
  at?: Date,
): Promise<Buyer> {
  if (!customerId) return GUEST
  counterOf(ctx.actor)
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
  await keepToRecognised(ctx, customerId, at ?? ctx.now)
  return { customerId, shopper: await cartPortsOf(ctx).shopper(read, customerId, at) }
}
