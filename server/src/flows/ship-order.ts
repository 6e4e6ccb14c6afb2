import { invariant, Refusal, type FulfilmentId } from '@splot/kernel'
import { mayDo, recordDelivery, recordShipment, type Fulfilment } from '#modules/fulfilment'
import { consume } from '#modules/inventory'
import { lockOrders } from '#modules/orders'
import type { WriteContext } from '#platform/context'
import { followFulfilments, type LockedOrder } from './follow-fulfilments.ts'
import { fulfilmentFor, wrongState } from './fulfilment-view.ts'
import { piecesOf } from './hand-over.ts'

/**
 * A picked parcel leaves with a carrier: its pieces leave the ledger, and the order is shipped when this was its last part.
 * @throws Refusal `fulfilment.not_found`, `fulfilment.not_a_parcel`, `fulfilment.pieces_missing`, `fulfilment.wrong_state`,
 * `auth.other_location`.
 */
export async function shipOrder(
  ctx: WriteContext,
  id: FulfilmentId,
  parcel: { readonly carrier: string; readonly trackingNumber: string },
): Promise<Fulfilment> {
  const { order, found } = await lockParcel(ctx, id)
  if (!mayDo('ship', found.state)) throw wrongState('ship', found.state)
  const shipped = await recordShipment(ctx, { fulfilmentId: id, ...parcel })
  if (!shipped) {
    throw new Refusal(
      'conflict',
      'fulfilment.pieces_missing',
      'Not every piece of this parcel is picked yet. Pick the rest first.',
      { facts: { lines: found.lines.filter((line) => line.picked < line.quantity) } },
    )
  }
  const [taken] = await consume(ctx, [{ ...piecesOf(shipped), reason: 'shipment' }])
  invariant(taken?.state === 'done', 'a picked parcel has its pieces allocated')
  await followFulfilments(ctx, [order])
  return shipped
}

/**
 * The carrier delivered the parcel; the order is delivered when all its parcels are.
 * @throws Refusal `fulfilment.not_found`, `fulfilment.not_a_parcel`, `fulfilment.wrong_state`, `auth.other_location`.
 */
export async function deliverOrder(ctx: WriteContext, id: FulfilmentId): Promise<Fulfilment> {
  const { order, found } = await lockParcel(ctx, id)
  const delivered = await recordDelivery(ctx, id)
  if (!delivered) throw wrongState('deliver', found.state)
  await followFulfilments(ctx, [order])
  return delivered
}

/** Locks the order of a parcel; read again after the lock, so that what is told about it is true. */
async function lockParcel(
  ctx: WriteContext,
  id: FulfilmentId,
): Promise<{ order: LockedOrder; found: Fulfilment }> {
  const { orderId, kind } = await fulfilmentFor(ctx, id, 'fulfilment.pick')
  if (kind !== 'ship') {
    throw new Refusal(
      'conflict',
      'fulfilment.not_a_parcel',
      'The customer collects this one; it is not sent. Hand it over instead.',
    )
  }
  const [[order], found] = await Promise.all([
    lockOrders(ctx, [orderId]),
    fulfilmentFor(ctx, id, 'fulfilment.pick'),
  ])
  invariant(order, 'a fulfilment belongs to an order')
  return { order, found }
}
