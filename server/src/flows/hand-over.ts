import { invariant, MINUTE_MS, Refusal, type FulfilmentId, type OrderId } from '@splot/kernel'
import {
  fulfilmentById,
  forOrders,
  lockFulfilments,
  mayDo,
  pickupCodeFits,
  readPickupQr,
  recordHandOvers,
  type Fulfilment,
} from '#modules/fulfilment'
import { consume } from '#modules/inventory'
import { isOrderNumber, lockOrders, orderIdByNumber } from '#modules/orders'
import { attempt, audit, keepToLocation, type AttemptPolicy } from '#platform/auth'
import { authorise, type Actor, type CommandContext, type ReadContext } from '#platform/context'
import { combineWrites, type CommandKey } from '#platform/database'
import { followFulfilments } from './follow-fulfilments.ts'
import { wrongState } from './fulfilment-view.ts'

/** The fifth wrong code within ten minutes closes a pickup to codes for ten minutes, whoever tries and wherever. */
const CODE_POLICY: AttemptPolicy = {
  allowed: 5,
  lockMs: 10 * MINUTE_MS,
  longestLockMs: 10 * MINUTE_MS,
  forgetMs: 10 * MINUTE_MS,
  wipedBySuccess: true,
}
/** A device serves many customers who mistype, and must still not try codes of one pickup after the other. */
const DEVICE_POLICY: AttemptPolicy = { ...CODE_POLICY, allowed: 20, wipedBySuccess: false }

/** What the customer shows: the QR code, or her order number and the six digits. */
export type ShownCode = { readonly qr: string } | { readonly orderNumber: string; readonly code: string }

/**
 * Gives a picked order to the customer who shows its code: the pieces leave the ledger, and the order is collected when this
 * was its last part. Only in the pickup's own place and only when it is ready. A repetition under the same key gets the first
 * answer; under another key it is told that the goods are gone. Answers the fulfilment.
 * @throws Refusal `fulfilment.not_a_pickup_code`, `fulfilment.not_found`, `auth.other_location`, 422 `fulfilment.wrong_code`,
 * 429 `fulfilment.too_many_codes`, 409 `fulfilment.already_collected`, `fulfilment.wrong_state`.
 */
export async function handOver(
  ctx: CommandContext,
  shown: ShownCode,
  key: CommandKey | undefined,
): Promise<FulfilmentId> {
  const read = ctx.platform.read(ctx.actor)
  const { pickup, code } = await findPickup(read, shown)
  keepToLocation(ctx.actor, pickup.locationId)
  authorise(ctx.actor, 'fulfilment.handover', pickup.locationId)
  await checkCode(ctx, pickup, code)
  const { fulfilmentId, orderId } = pickup
  return recordHandedOver(ctx, { fulfilmentId, orderId }, key)
}

/** Locks orders, then fulfilments, then stock; many at once share one transaction. */
const recordHandedOver = combineWrites<
  { readonly fulfilmentId: FulfilmentId; readonly orderId: OrderId },
  FulfilmentId
>('flows.hand_over', async (ctx, requests) => {
  const ids = requests.map(({ input }) => input.fulfilmentId)
  // The second of a batch is told alone, after the first has committed.
  if (new Set(ids).size < ids.length) throw alreadyCollected()
  const [orders, pickups] = await Promise.all([
    lockOrders(ctx, [...new Set(requests.map(({ input }) => input.orderId))]),
    lockFulfilments(ctx, ids),
  ])
  const byId = new Map(pickups.map((pickup) => [pickup.fulfilmentId, pickup]))
  const going = requests.map(({ actor, input }) => {
    const pickup = byId.get(input.fulfilmentId)
    invariant(pickup, 'a fulfilment is never deleted')
    if (pickup.state === 'collected') throw alreadyCollected()
    if (!mayDo('handOver', pickup.state)) throw wrongState('handOver', pickup.state)
    return { actor, pickup }
  })
  const taken = await consume(
    ctx,
    going.map(({ actor, pickup }) => ({ ...piecesOf(pickup), reason: 'pickup', actor })),
  )
  invariant(
    taken.every((answer) => answer.state === 'done'),
    'a ready pickup has its pieces allocated',
  )
  await recordHandOvers(
    ctx,
    going.map(({ actor, pickup }) => ({ fulfilmentId: pickup.fulfilmentId, actor })),
  )
  const actors = new Map<OrderId, Actor>(going.map(({ actor, pickup }) => [pickup.orderId, actor]))
  await followFulfilments(ctx, orders, actors)
  return ids
})

/** What a fulfilment has allocated, wherever the order's holds keep it, with the paper behind the movement. */
export const piecesOf = ({ orderId, locationId, lines }: Fulfilment) => ({
  orderId,
  lines: lines.map(({ sku, quantity }) => ({ sku, locationId, quantity })),
  document: { kind: 'order' as const, id: orderId },
})

const alreadyCollected = (): Refusal =>
  new Refusal(
    'conflict',
    'fulfilment.already_collected',
    'This order was handed over already. Look at its timeline to see when and by whom.',
  )

async function findPickup(ctx: ReadContext, shown: ShownCode): Promise<{ pickup: Fulfilment; code: string }> {
  if ('qr' in shown) {
    const read = readPickupQr(shown.qr)
    if (!read) throw notACode()
    const pickup = await fulfilmentById(ctx, read.fulfilmentId)
    if (pickup?.kind !== 'pickup') throw notFound()
    return { pickup, code: read.code }
  }
  const orderId = isOrderNumber(shown.orderNumber) ? await orderIdByNumber(ctx, shown.orderNumber) : undefined
  const pickups = (orderId ? await forOrders(ctx, [orderId]) : []).filter((part) => part.kind === 'pickup')
  // An order may wait in several stores; here only this one's counts.
  const pickup = pickups.find((part) => part.locationId === ctx.actor.locationId) ?? pickups[0]
  if (!pickup) throw notFound()
  return { pickup, code: shown.code }
}

const notFound = (): Refusal =>
  new Refusal('not_found', 'fulfilment.not_found', 'No order waits here under that code. Check the number.')

const notACode = (): Refusal =>
  new Refusal(
    'unprocessable',
    'fulfilment.not_a_pickup_code',
    'This is not a pickup code of ours. Scan the QR code of the order.',
    {
      errors: [{ pointer: '/qr', detail: 'not a pickup code' }],
    },
  )

/** Counted before it is checked and recorded when wrong, both in transactions of their own: a refusal does not undo them. */
async function checkCode(ctx: CommandContext, pickup: Fulfilment, code: string): Promise<void> {
  const { fulfilmentId, locationId } = pickup
  const { actor, platform } = ctx
  const guards = [
    { subject: `fulfilment.code:${fulfilmentId}`, policy: CODE_POLICY },
    { subject: `fulfilment.code_at:${actor.deviceId ?? actor.id}`, policy: DEVICE_POLICY },
  ]
  const right = await attempt(
    platform,
    guards,
    async () => pickupCodeFits(fulfilmentId, code) || undefined,
  ).catch((error: unknown) => {
    throw error instanceof Refusal && error.kind === 'too_many' ? tooManyCodes(error) : error
  })
  if (right) return
  await platform.write(actor, (write) =>
    audit(write, { action: 'fulfilment.wrong_code', subject: fulfilmentId, locationId }),
  )
  throw new Refusal(
    'unprocessable',
    'fulfilment.wrong_code',
    'This code does not belong to the order. Ask the customer to show it again.',
    { errors: [{ pointer: '/code', detail: 'wrong code' }] },
  )
}

const tooManyCodes = ({ retryAfterSeconds }: Refusal): Refusal =>
  new Refusal(
    'too_many',
    'fulfilment.too_many_codes',
    'Too many wrong codes. Wait ten minutes, or ask a manager to check who the customer is.',
    { ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) },
  )
