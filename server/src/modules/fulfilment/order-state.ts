import { mayMove, type OrderState } from '#modules/orders'
import type { Fulfilment } from './types.ts'

/**
 * Where an order goes when its parts have moved: it is being picked while any part is, waits for the customer while any part
 * does, and is over when the last part is. Null: it stays where it is. With parts of both kinds the last one decides the
 * word: a parcel that leaves last makes it `shipped`, a pickup that is handed over last makes it `collected`. An order of which no part
 * lives is not moved by its parts.
 */
export function orderStateAfter(
  order: OrderState,
  parts: readonly Pick<Fulfilment, 'state' | 'kind'>[],
): OrderState | null {
  const live = parts.filter((part) => part.state !== 'cancelled')
  if (live.length === 0) return null
  const wanted = wantedStates(live).find((state) => state === order || mayMove(order, state))
  return wanted === undefined || wanted === order ? null : wanted
}

/** Best first. */
function wantedStates(parts: readonly Pick<Fulfilment, 'state' | 'kind'>[]): OrderState[] {
  const any = (...states: Fulfilment['state'][]) => parts.some((part) => states.includes(part.state))
  const waits = any('waiting', 'awaiting_stock')
  if (any('picking') || (waits && any('ready', 'shipped', 'delivered', 'collected'))) return ['picking']
  if (waits) return []
  if (any('ready')) return ['ready_for_pickup']
  if (any('shipped')) return ['shipped', 'collected']
  return any('delivered') ? ['delivered', 'shipped', 'collected'] : ['collected']
}
