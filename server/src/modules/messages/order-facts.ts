import type { OrderId } from '@splot/kernel'
import { forOrders, pickupCodeOf, pickupQrOf } from '#modules/fulfilment'
import { listLocations } from '#modules/locations'
import type { ReadContext } from '#platform/context'
import type { LetterFulfilment } from './write.ts'

/** Where and when each order can be had, for its messages. */
export async function fulfilmentFor(
  ctx: ReadContext,
  orderIds: readonly OrderId[],
): Promise<Map<OrderId, LetterFulfilment[]>> {
  const [fulfilments, locations] = await Promise.all([forOrders(ctx, orderIds), listLocations(ctx)])
  const places = new Map(locations.map((location) => [location.id, location]))
  // What was moved to another place, or cancelled, is not waited for any more.
  const live = fulfilments.filter((one) => one.state !== 'cancelled')
  const letters = live.map((one) => ({
    orderId: one.orderId,
    letter: {
      kind: one.kind,
      promisedAt: one.promisedAt,
      place: places.get(one.locationId) ?? null,
      code: one.kind === 'pickup' ? pickupCodeOf(one.fulfilmentId) : null,
      qr: one.kind === 'pickup' ? pickupQrOf(one.fulfilmentId) : null,
      carrier: one.carrier,
      trackingNumber: one.trackingNumber,
    } satisfies LetterFulfilment,
  }))
  return new Map(
    [...Map.groupBy(letters, ({ orderId }) => orderId)].map(([id, all]) => [
      id,
      all.map(({ letter }) => letter),
    ]),
  )
}
