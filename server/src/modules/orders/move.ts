import { invariant, type LocationId, type OrderId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { mayMove, statesBefore, type OrderState } from './states.ts'
import { MOVE_ORDERS } from './store.ts'
import type { MovedOrder, OrderMove } from './types.ts'

/** States whose arrival is a fact with a name of its own; every other move is `orders.state_changed`. */
const named: Partial<Record<OrderState, string>> = {
  confirmed: 'orders.confirmed',
  cancelled: 'orders.cancelled',
}

/**
 * Moves orders along the table of states; the guard stands in the statement, so two that race never both move. Orders
 * that may not move are left alone and told (`moved: false`). One fact per move, with `{ from, to, reason }`. Answers in
 * the order of the input; an order may appear once.
 */
export async function moveOrders(ctx: WriteContext, moves: readonly OrderMove[]): Promise<MovedOrder[]> {
  if (moves.length === 0) return []
  invariant(new Set(moves.map((move) => move.orderId)).size === moves.length, 'an order moves once per call')
  const allowed = moves.map(({ to, from }) =>
    from ? from.filter((state) => mayMove(state, to)) : statesBefore(to),
  )
  const rows = await ctx.query<{
    orderId: OrderId
    number: string
    from: OrderState
    locationId: LocationId | null
    moved: boolean
  }>(MOVE_ORDERS, [
    moves.map((move) => move.orderId),
    moves.map((move) => move.to),
    allowed.map((states) => states.join(',')),
    ctx.now,
  ])
  const found = new Map(rows.map((row) => [row.orderId, row]))
  return moves.map(({ orderId, to, actor, reason }) => {
    const row = found.get(orderId)
    if (!row?.moved) return { orderId, moved: false, from: row?.from ?? null }
    emit(ctx, {
      type: named[to] ?? 'orders.state_changed',
      subject: orderId,
      actor,
      ...(row.locationId && { locationId: row.locationId }),
      data: { orderId, number: row.number, from: row.from, to, ...(reason !== undefined && { reason }) },
    })
    return { orderId, moved: true, from: row.from }
  })
}
