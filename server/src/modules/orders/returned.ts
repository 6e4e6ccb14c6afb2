import type { OrderId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { ADD_RETURNED } from './store.ts'
import type { ReturnedLines } from './types.ts'

/** `over`: a line is unknown or would take back more than was bought; nothing of that order was written. */
export type ReturnedAnswer =
  | { readonly orderId: OrderId; readonly state: 'added' }
  | {
      readonly orderId: OrderId
      readonly state: 'over'
      readonly lines: readonly { readonly lineNo: number; readonly returnable: number }[]
    }

/** Counts pieces that came back; per order all or nothing, decided in SQL. A line may appear once per order. */
export async function addReturned(
  ctx: WriteContext,
  returned: readonly ReturnedLines[],
): Promise<ReturnedAnswer[]> {
  const asked = returned.flatMap(({ orderId, lines }) => lines.map((line) => ({ orderId, ...line })))
  if (asked.length === 0) return []
  const rows = await ctx.query<{ orderId: OrderId; lineNo: number; added: boolean; returnable: number }>(
    ADD_RETURNED,
    [asked.map((line) => line.orderId), asked.map((line) => line.lineNo), asked.map((line) => line.quantity)],
  )
  return returned.map(({ orderId }) => {
    const own = rows.filter((row) => row.orderId === orderId)
    return own.every((row) => row.added)
      ? { orderId, state: 'added' }
      : { orderId, state: 'over', lines: own.map(({ lineNo, returnable }) => ({ lineNo, returnable })) }
  })
}
