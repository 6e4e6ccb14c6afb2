import type { LocalDate, OrderId, Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'

/** A line of which pieces are still on their way to us. */
export interface AwaitedLine {
  readonly orderId: OrderId
  readonly lineNo: number
  /** The day on which its last piece is promised; null: nobody knows it any more. */
  readonly promisedOn: LocalDate | null
}

/** What of an order has not come yet, by article. */
export interface AwaitedArticle {
  readonly orderId: OrderId
  readonly sku: Sku
  readonly promisedOn: LocalDate | null
}

type Row = AwaitedLine & { readonly number: string; readonly sku: Sku } & Record<string, unknown>

/** The lines of these orders that still wait, each order's in their order. */
export const awaitedLines = (ctx: ReadContext, orderIds: readonly OrderId[]): Promise<AwaitedLine[]> =>
  ctx.query<AwaitedLine & Record<string, unknown>>(
    `select order_id as "orderId", line_no as "lineNo", promised_on as "promisedOn"
       from orders.awaited_line where order_id = any($1::uuid[]) order by order_id, line_no`,
    [orderIds],
  )

/** Writes which lines of new orders wait, beside the orders themselves. */
export async function insertAwaited(ctx: WriteContext, lines: readonly AwaitedLine[]): Promise<void> {
  if (lines.length === 0) return
  await ctx.query(
    `insert into orders.awaited_line (order_id, line_no, promised_on)
     select * from unnest($1::uuid[], $2::int[], $3::date[])`,
    [
      lines.map((line) => line.orderId),
      lines.map((line) => line.lineNo),
      lines.map((line) => line.promisedOn),
    ],
  )
}

/**
 * Brings the waiting lines of these orders to what still waits: a line whose article is not among `still` waits no longer, another day
 * is written down and told as `orders.promise_moved` with the lines that moved. Told again it changes nothing. The caller has locked the
 * orders.
 */
export async function recordAwaited(
  ctx: WriteContext,
  orderIds: readonly OrderId[],
  still: readonly AwaitedArticle[],
): Promise<void> {
  const rows = await ctx.query<Row>(
    `select a.order_id as "orderId", a.line_no as "lineNo", a.promised_on as "promisedOn", l.sku, o.number
       from orders.awaited_line a join orders.order_line l using (order_id, line_no) join orders.order o on o.id = a.order_id
      where a.order_id = any($1::uuid[]) order by a.order_id, a.line_no`,
    [orderIds],
  )
  if (rows.length === 0) return
  const dayOf = new Map(still.map((one) => [`${one.orderId} ${one.sku}`, one.promisedOn]))
  const keyOf = ({ orderId, sku }: Row) => `${orderId} ${sku}`
  const come = rows.filter((row) => !dayOf.has(keyOf(row)))
  const moved = rows.flatMap((row) => {
    const to = dayOf.get(keyOf(row))
    return to === undefined || to === row.promisedOn ? [] : [{ ...row, to }]
  })
  await ctx.query(
    `with given as (select * from unnest($1::uuid[], $2::int[], $3::date[], $4::boolean[]) as g (order_id, line_no, day, has_come)),
     gone as (
       delete from orders.awaited_line a using given g
        where g.has_come and a.order_id = g.order_id and a.line_no = g.line_no)
     update orders.awaited_line a set promised_on = g.day from given g
      where not g.has_come and a.order_id = g.order_id and a.line_no = g.line_no`,
    [
      [...come, ...moved].map((row) => row.orderId),
      [...come, ...moved].map((row) => row.lineNo),
      [...come.map(() => null), ...moved.map((row) => row.to)],
      [...come.map(() => true), ...moved.map(() => false)],
    ],
  )
  for (const [orderId, lines] of Map.groupBy(moved, (row) => row.orderId))
    emit(ctx, {
      type: 'orders.promise_moved',
      subject: orderId,
      data: {
        orderId,
        number: lines[0]?.number,
        lines: lines.map(({ lineNo, sku, promisedOn, to }) => ({ lineNo, sku, from: promisedOn, to })),
      },
    })
}
