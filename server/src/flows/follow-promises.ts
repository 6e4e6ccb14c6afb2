import { addDays, DAY_MS, instantAt, type LocalDate, type OrderId } from '@splot/kernel'
import { arrive, awaitUntil, lockAwaiting, type Fulfilment } from '#modules/fulfilment'
import { lockAwaited, type Awaited } from '#modules/inventory'
import { locationById, nextReady, type Location } from '#modules/locations'
import { lockOrders, recordAwaited } from '#modules/orders'
import type { WriteContext } from '#platform/context'
import { subscribe, type StoredEvent } from '#platform/events'

/** What comes on a day is sent, or lies ready, after it: the earliest moment that the place can promise then. */
export function readyAfter(place: Location, day: LocalDate): Date {
  const over = instantAt(addDays(day, 1), 0, place.timeZone)
  return nextReady(place, over) ?? new Date(over.getTime() + DAY_MS)
}

/**
 * Brings orders to what they still wait for: their lines carry the day that is promised now, and a part of which everything has come goes
 * to picking. Reads what stands, whatever facts said, so it may run at any time and as often as anybody likes.
 */
export async function followPromises(ctx: WriteContext, orderIds: readonly OrderId[]): Promise<void> {
  const ids = (await lockOrders(ctx, orderIds)).map(({ orderId }) => orderId)
  const still = await lockAwaited(ctx, ids)
  await recordAwaited(ctx, ids, still)
  const parts = await lockAwaiting(ctx, ids)
  const waits = (part: Fulfilment): Awaited[] =>
    still.filter(
      ({ orderId, locationId, sku }) =>
        orderId === part.orderId &&
        locationId === part.locationId &&
        part.lines.some((line) => line.sku === sku),
    )
  await arrive(
    ctx,
    parts.filter((part) => waits(part).length === 0).map((part) => part.fulfilmentId),
  )
  for (const part of parts) {
    const days = waits(part).map(({ promisedOn }) => promisedOn)
    if (days.length > 0) await promiseBy(ctx, part, days)
  }
}

/** The part is whole when its last piece has come. */
async function promiseBy(
  ctx: WriteContext,
  part: Fulfilment,
  days: readonly (LocalDate | null)[],
): Promise<void> {
  const place = await locationById(ctx, part.locationId)
  const last = days.includes(null) ? null : days.toSorted().at(-1)
  const at = place && last ? readyAfter(place, last) : null
  if (at?.getTime() !== part.promisedAt?.getTime()) await awaitUntil(ctx, part.fulfilmentId, at)
}

/** Orders hear what became of the pieces that were promised to them. */
export const promisesSubscriber = subscribe({
  name: 'promises',
  types: ['inventory.promise_filled', 'inventory.promise_moved', 'orders.line_cancelled', 'orders.cancelled'],
  handle: async (ctx, events) => {
    const ids = [...new Set(events.flatMap(ordersIn))].sort()
    if (ids.length > 0) await followPromises(ctx, ids)
  },
})

// Only inventory publishes promises, with this shape; the subject of a fact of orders is the order.
const ordersIn = ({ type, subject, data }: StoredEvent): OrderId[] =>
  type.startsWith('orders.')
    ? [subject as OrderId]
    : (data['promises'] as { orderId: OrderId | null }[]).flatMap(({ orderId }) => orderId ?? [])
