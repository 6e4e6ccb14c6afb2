import type { FulfilmentId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { tell } from './facts.ts'
import { lockFulfilments } from './find.ts'
import { isPicked } from './pick.ts'
import { fulfilmentVerbs, mayDo } from './states.ts'
import { MOVE_FULFILMENTS, SHIP } from './store.ts'
import type { Fulfilment } from './types.ts'

export interface Shipment {
  readonly fulfilmentId: FulfilmentId
  readonly carrier: string
  readonly trackingNumber: string
}

type Row = Fulfilment & Record<string, unknown>

/**
 * A parcel left the house. Answers undefined when it may not: it is a pickup, pieces are missing, or its state says no; then
 * nothing was written. The caller has locked the order and takes the pieces out of stock.
 */
export async function recordShipment(ctx: WriteContext, shipment: Shipment): Promise<Fulfilment | undefined> {
  const { fulfilmentId, carrier, trackingNumber } = shipment
  const [found] = await lockFulfilments(ctx, [fulfilmentId])
  if (!found || found.kind !== 'ship' || !mayDo('ship', found.state) || !isPicked(found.lines))
    return undefined
  const [shipped] = await ctx.query<Row>(SHIP, [
    fulfilmentId,
    carrier,
    trackingNumber,
    ctx.now,
    fulfilmentVerbs.ship,
  ])
  if (shipped) tell(ctx, 'shipped', shipped, { carrier })
  return shipped
}

/** The carrier says that the parcel arrived. Answers undefined when it is not on its way. */
export async function recordDelivery(ctx: WriteContext, id: FulfilmentId): Promise<Fulfilment | undefined> {
  const [delivered] = await ctx.query<Row>(MOVE_FULFILMENTS, [
    [id],
    'delivered',
    fulfilmentVerbs.deliver,
    ctx.now,
  ])
  if (delivered) tell(ctx, 'delivered', delivered)
  return delivered
}
