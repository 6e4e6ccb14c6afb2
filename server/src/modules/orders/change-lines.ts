import { allocate, invariant, type OrderId, type Sku } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { CANCEL_PIECES, DROP_DELIVERY, LINE_TO_CHANGE, REPLACE_LINE, SPLIT_LINE } from './store.ts'
import type { Words } from './types.ts'

/** Pieces of one line of a locked order that the customer does not have yet. */
export interface LinePieces {
  readonly orderId: OrderId
  readonly lineNo: number
  readonly quantity: number
}

/** What stands in for an article. */
export interface Substitute {
  readonly sku: Sku
  readonly name: Words
  readonly options: Readonly<Record<string, Words>>
}

type Changed = {
  readonly number: string
  readonly sku: Sku
  readonly quantity: number
  readonly returnedQuantity: number
  readonly grossMinor: number
}

/**
 * Takes pieces out of an order: line and total fall by what they cost, in minor units, which is the answer; the caller gives that
 * money back. A line's pieces cost what `allocate` gives them, the last ones are taken out first. The caller has locked the order.
 */
export async function cancelPieces(ctx: WriteContext, pieces: LinePieces, reason: string): Promise<number> {
  const { orderId, lineNo, quantity } = pieces
  const line = await lineToChange(ctx, pieces)
  const costMinor = costOfLast(line, quantity)
  await ctx.query(CANCEL_PIECES, [orderId, lineNo, quantity, costMinor])
  emit(ctx, {
    type: 'orders.line_cancelled',
    subject: orderId,
    data: { orderId, number: line.number, lineNo, sku: line.sku, quantity, grossMinor: costMinor, reason },
  })
  return costMinor
}

/**
 * Takes the price of delivery off an order of which nothing is sent any more: its total falls by it. Answers it, in minor units; the caller
 * gives that money back. The caller has locked the order.
 */
export async function dropDelivery(ctx: WriteContext, orderId: OrderId, reason: string): Promise<number> {
  const [dropped] = await ctx.query<{ number: string; shippingMinor: number }>(DROP_DELIVERY, [orderId])
  if (!dropped) return 0
  const { number, shippingMinor } = dropped
  emit(ctx, {
    type: 'orders.delivery_dropped',
    subject: orderId,
    data: { orderId, number, grossMinor: shippingMinor, reason },
  })
  return shippingMinor
}

/**
 * Lets another article stand in for pieces of a line, at the price that was agreed. Answers the line that has the article: the same
 * one, or a new one when pieces of the old article stay. The caller has locked the order.
 */
export async function substitutePieces(
  ctx: WriteContext,
  pieces: LinePieces,
  by: Substitute,
): Promise<{ readonly lineNo: number }> {
  const { orderId, lineNo, quantity } = pieces
  const line = await lineToChange(ctx, pieces)
  const article = [by.sku, JSON.stringify(by.name), JSON.stringify(by.options)]
  const [changed] =
    quantity === line.quantity
      ? await ctx.query<{ lineNo: number }>(REPLACE_LINE, [orderId, lineNo, ...article])
      : await ctx.query<{ lineNo: number }>(SPLIT_LINE, [
          orderId,
          lineNo,
          ...article,
          quantity,
          costOfLast(line, quantity),
        ])
  invariant(changed, 'a locked line is changed')
  emit(ctx, {
    type: 'orders.line_substituted',
    subject: orderId,
    data: {
      orderId,
      number: line.number,
      lineNo,
      sku: line.sku,
      quantity,
      by: by.sku,
      newLineNo: changed.lineNo,
    },
  })
  return changed
}

async function lineToChange(ctx: WriteContext, { orderId, lineNo, quantity }: LinePieces): Promise<Changed> {
  const [line] = await ctx.query<Changed>(LINE_TO_CHANGE, [orderId, lineNo])
  invariant(line && quantity > 0 && quantity <= line.quantity - line.returnedQuantity, 'the line has so many')
  return line
}

/** Taken from the end, so that what is left costs what it cost before, piece by piece. */
const costOfLast = ({ grossMinor, quantity }: Changed, pieces: number): number =>
  allocate(grossMinor, Array<number>(quantity).fill(1))
    .slice(quantity - pieces)
    .reduce((sum, part) => sum + part, 0)
