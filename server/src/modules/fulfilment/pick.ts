import { invariant, type FulfilmentId, type Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { tell } from './facts.ts'
import { lockFulfilments } from './find.ts'
import { mayDo, type FulfilmentState } from './states.ts'
import { MOVE_FULFILMENTS, SAVE_PICKED } from './store.ts'
import type { Fulfilment, FulfilmentLine, Picked } from './types.ts'

/**
 * Somebody begins to collect the pieces. Answers the state that stands: `picking` when it was started, now or before;
 * anything else was left alone.
 */
export async function startPicking(ctx: WriteContext, id: FulfilmentId): Promise<FulfilmentState> {
  const [started] = await ctx.query<Fulfilment & Record<string, unknown>>(MOVE_FULFILMENTS, [
    [id],
    'picking',
    ['waiting'],
    ctx.now,
  ])
  if (started) {
    tell(ctx, 'picking_started', started)
    return 'picking'
  }
  const [found] = await lockFulfilments(ctx, [id])
  invariant(found, 'a fulfilment that is picked exists')
  return found.state
}

/**
 * Counts pieces of one article as picked. Lines of the same article fill in their order; the last piece makes a pickup
 * `ready`, a parcel stays `picking` until it is shipped. The caller has locked the order.
 */
export async function pickPieces(
  ctx: WriteContext,
  id: FulfilmentId,
  sku: Sku | undefined,
  quantity: number,
): Promise<Picked> {
  const [found] = await lockFulfilments(ctx, [id])
  invariant(found, 'a fulfilment that is picked exists')
  if (!mayDo('pick', found.state)) return { state: 'wrong_state', is: found.state }
  const left = leftOf(found.lines, sku)
  if (!found.lines.some((line) => line.sku === sku)) {
    return { state: 'wrong_article', expected: found.lines.filter((line) => line.picked < line.quantity) }
  }
  if (quantity > left) return { state: 'too_many', left }
  const lines = fill(found.lines, sku, quantity)
  const complete = isPicked(lines)
  const state = complete && found.kind === 'pickup' ? 'ready' : found.state
  await ctx.query(SAVE_PICKED, [id, JSON.stringify(lines), state, ctx.now])
  tell(ctx, 'line_picked', found, { sku, quantity })
  if (state === 'ready') tell(ctx, 'ready', found)
  return { state: 'picked', complete, fulfilment: { ...found, lines, state } }
}

/** Whether every piece lies ready. */
export const isPicked = (lines: readonly FulfilmentLine[]): boolean =>
  lines.every((line) => line.picked === line.quantity)

const leftOf = (lines: readonly FulfilmentLine[], sku: Sku | undefined): number =>
  lines.reduce((left, line) => (line.sku === sku ? left + line.quantity - line.picked : left), 0)

function fill(lines: readonly FulfilmentLine[], sku: Sku | undefined, quantity: number): FulfilmentLine[] {
  let rest = quantity
  return lines.map((line) => {
    if (line.sku !== sku) return line
    const pieces = Math.min(rest, line.quantity - line.picked)
    rest -= pieces
    return { ...line, picked: line.picked + pieces }
  })
}
