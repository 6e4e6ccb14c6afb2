import type { FulfilmentId, LocationId, OrderId } from '@splot/kernel'
import type { Actor, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import type { FulfilmentKind } from './types.ts'

/** Publishes a fact of a fulfilment: its subject is the order, whose timeline it belongs to. */
export function tell(
  ctx: WriteContext,
  what: string,
  fulfilment: {
    readonly fulfilmentId: FulfilmentId
    readonly orderId: OrderId
    readonly kind: FulfilmentKind
    readonly locationId: LocationId
  },
  more: Readonly<Record<string, unknown>> = {},
  actor?: Actor,
): void {
  const { fulfilmentId, orderId, kind, locationId } = fulfilment
  emit(ctx, {
    type: `fulfilment.${what}`,
    subject: orderId,
    locationId,
    ...(actor && { actor }),
    data: { fulfilmentId, orderId, kind, locationId, ...more },
  })
}
