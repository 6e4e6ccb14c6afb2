import { invariant, newId, type FulfilmentId, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { createFulfilments } from './create.ts'
import { tell } from './facts.ts'
import { forOrders, lockFulfilments } from './find.ts'
import { isPicked } from './pick.ts'
import { mayDo } from './states.ts'
import { PROMISE_ANEW, SAVE_PICKED } from './store.ts'
import type { Fulfilment, FulfilmentLine } from './types.ts'

/** Pieces of one line that are not picked yet. */
export interface OpenPieces {
  readonly fulfilmentId: FulfilmentId
  readonly lineNo: number
  readonly quantity: number
}

/**
 * Takes pieces off what a place prepares; the rest may be ready by that, and without a rest it is cancelled. The caller has locked
 * the order and sees to stock and money.
 */
export async function takeOut(ctx: WriteContext, pieces: OpenPieces): Promise<void> {
  const found = await lockOpen(ctx, pieces)
  const left = without(found.lines, pieces)
  if (left.length === 0) {
    // What it was to prepare stays readable.
    await ctx.query(SAVE_PICKED, [found.fulfilmentId, JSON.stringify(found.lines), 'cancelled', ctx.now])
    tell(ctx, 'cancelled', found)
    return
  }
  const ready = found.kind === 'pickup' && found.state === 'picking' && isPicked(left)
  await ctx.query(SAVE_PICKED, [
    found.fulfilmentId,
    JSON.stringify(left),
    ready ? 'ready' : found.state,
    ctx.now,
  ])
  if (ready) tell(ctx, 'ready', found)
}

/** Another article stands in for pieces, as order line `by.lineNo` (it may be the same line). The caller has locked the order. */
export async function replaceArticle(
  ctx: WriteContext,
  pieces: OpenPieces,
  by: { readonly lineNo: number; readonly sku: Sku },
): Promise<void> {
  const found = await lockOpen(ctx, pieces)
  const lines = [...without(found.lines, pieces), { ...by, quantity: pieces.quantity, picked: 0 }]
  lines.sort((one, other) => one.lineNo - other.lineNo)
  await ctx.query(SAVE_PICKED, [found.fulfilmentId, JSON.stringify(lines), found.state, ctx.now])
}

/**
 * Lets another place prepare pieces: they join what that place has not begun for this order, or become a fulfilment of their own
 * there. Publishes `fulfilment.moved` with where they went. The caller has locked the order and moves the stock.
 */
export async function moveLines(
  ctx: WriteContext,
  pieces: OpenPieces,
  to: { readonly locationId: LocationId; readonly promisedAt: Date | null; readonly holdId: HoldId | null },
): Promise<void> {
  const found = await lockOpen(ctx, pieces)
  const line = found.lines.find(({ lineNo }) => lineNo === pieces.lineNo)
  invariant(line, 'the line is there')
  await takeOut(ctx, pieces)
  const { orderId, kind } = found
  const moved = { lineNo: line.lineNo, sku: line.sku, quantity: pieces.quantity }
  const joined = (await forOrders(ctx, [orderId])).find(
    (one) => one.kind === kind && one.state === 'waiting' && one.locationId === to.locationId,
  )
  const fulfilmentId = joined?.fulfilmentId ?? newId<'fulfilment'>()
  if (joined) {
    await lockFulfilments(ctx, [fulfilmentId])
    const lines = merged(joined.lines, { ...moved, picked: 0 })
    await ctx.query(SAVE_PICKED, [fulfilmentId, JSON.stringify(lines), 'waiting', ctx.now])
    if (to.promisedAt && (!joined.promisedAt || joined.promisedAt < to.promisedAt))
      await ctx.query(PROMISE_ANEW, [fulfilmentId, to.promisedAt])
  } else {
    await createFulfilments(ctx, [{ fulfilmentId, orderId, kind, ...to, lines: [moved] }])
  }
  tell(ctx, 'moved', found, { ...moved, to: to.locationId, as: fulfilmentId, promisedAt: to.promisedAt })
}

/** The customer is promised a later time. Publishes `fulfilment.delayed`. The caller has locked the order. */
export async function promiseAnew(ctx: WriteContext, id: FulfilmentId, promisedAt: Date): Promise<void> {
  const [found] = await lockFulfilments(ctx, [id])
  invariant(found && mayDo('cancel', found.state), 'only what is still being prepared is promised anew')
  await ctx.query(PROMISE_ANEW, [id, promisedAt])
  tell(ctx, 'delayed', found, { from: found.promisedAt, promisedAt })
}

async function lockOpen(
  ctx: WriteContext,
  { fulfilmentId, lineNo, quantity }: OpenPieces,
): Promise<Fulfilment> {
  const [found] = await lockFulfilments(ctx, [fulfilmentId])
  const line = found?.lines.find((one) => one.lineNo === lineNo)
  invariant(found && mayDo('cancel', found.state), 'only what is still being prepared is changed')
  invariant(
    line && quantity > 0 && quantity <= line.quantity - line.picked,
    'only pieces that are not picked move',
  )
  return found
}

const without = (lines: readonly FulfilmentLine[], { lineNo, quantity }: OpenPieces): FulfilmentLine[] =>
  lines.flatMap((line) => {
    if (line.lineNo !== lineNo) return [line]
    return line.quantity > quantity ? [{ ...line, quantity: line.quantity - quantity }] : []
  })

const merged = (lines: readonly FulfilmentLine[], more: FulfilmentLine): FulfilmentLine[] =>
  lines.some((line) => line.lineNo === more.lineNo)
    ? lines.map((line) =>
        line.lineNo === more.lineNo ? { ...line, quantity: line.quantity + more.quantity } : line,
      )
    : [...lines, more].sort((one, other) => one.lineNo - other.lineNo)
