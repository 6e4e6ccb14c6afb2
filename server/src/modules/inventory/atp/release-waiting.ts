import type { HoldId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { publishAvailability } from '../events.ts'
import type { HeldPieces, HeldPiecesAnswer, StockLine } from '../types.ts'
import { lockRowStatesById, lockWaitingOf, readWaitingOf, recountUncovered, takeOffWaiting } from './store.ts'

type Waiting = Awaited<ReturnType<typeof readWaitingOf>>[number]
interface Take {
  readonly line: Waiting
  readonly pieces: number
}

/** What is left of an item after the pieces that only wait were taken off; undefined: nothing. */
interface Split {
  readonly rest: HeldPieces | undefined
  readonly takes: readonly Take[]
}

/**
 * Gives pieces of orders back that may be waiting for inbound: what is named is taken from what waits first, the rest by `giveBack` from
 * what is here. An item whose rest is not held leaves nothing behind. Almost always nothing waits, and it costs one look into an index.
 */
export async function releaseWaiting(
  ctx: WriteContext,
  items: readonly HeldPieces[],
  giveBack: (
    items: readonly HeldPieces[],
    among: readonly HoldId[] | null,
  ) => Promise<readonly HeldPiecesAnswer[]>,
): Promise<readonly HeldPiecesAnswer[]> {
  const named = items.flatMap((item) => item.holdId ?? [])
  const orderIds = items.flatMap((item) => item.orderId ?? [])
  const seen = await readWaitingOf(ctx.query, named, orderIds)
  if (seen.length === 0) return giveBack(items, null)
  const { locked, awaited } = await lockWaitingOf(
    ctx,
    [...new Set([...named, ...seen.map((line) => line.holdId)])],
    orderIds,
  )
  // While the locks were waited for, pieces may have come.
  const waiting = await readWaitingOf(ctx.query, locked ?? [], [])
  const left = new Map(waiting.map((line) => [line, line.waiting]))
  const splits = items.map((item) => splitOf(item, left))
  const rests = splits.flatMap(({ rest }) => rest ?? [])
  const given = await giveBack(rests, locked)
  let next = 0
  const answers: HeldPiecesAnswer[] = []
  const takes: Take[] = []
  for (const split of splits) {
    const answer = split.rest ? given[next++] : undefined
    const whole = split.rest?.lines === undefined
    // Of a whole order perhaps everything waits.
    const done = answer === undefined || answer.state === 'done' || (whole && split.takes.length > 0)
    if (done) takes.push(...split.takes)
    const freed = split.takes.map(({ line, pieces }) => ({ ...pick(line), quantity: pieces }))
    answers.push(
      done
        ? { state: 'done', lines: [...(answer?.lines ?? []), ...freed] }
        : { state: 'not_held', lines: [] },
    )
  }
  await takeOffWaiting(
    ctx,
    takes.map(({ line, pieces }) => ({ ...line, pieces })),
  )
  await endIdle(ctx, [...new Set(takes.map(({ line }) => line.holdId))])
  publishAvailability(ctx, await recountUncovered(ctx, await lockRowStatesById(ctx, awaited)))
  return answers
}

const pick = ({ sku, locationId }: Waiting) => ({ sku, locationId })

function splitOf(item: HeldPieces, left: Map<Waiting, number>): Split {
  const own = [...left.keys()].filter((line) =>
    item.holdId ? line.holdId === item.holdId : line.orderId === item.orderId,
  )
  const takes: Take[] = []
  const take = (line: Waiting, most: number): number => {
    const pieces = Math.min(most, left.get(line) ?? 0)
    left.set(line, (left.get(line) ?? 0) - pieces)
    if (pieces > 0) takes.push({ line, pieces })
    return pieces
  }
  if (item.lines === undefined) {
    for (const line of own) take(line, Infinity)
    return { rest: item, takes }
  }
  const rest = item.lines.flatMap((wanted): StockLine[] => {
    let quantity = wanted.quantity
    for (const line of own)
      if (line.sku === wanted.sku && line.locationId === wanted.locationId) quantity -= take(line, quantity)
    return quantity > 0 ? [{ ...wanted, quantity }] : []
  })
  return { rest: rest.length > 0 ? { ...item, lines: rest } : undefined, takes }
}

/** Holds of which nothing is held or awaited any more. */
const endIdle = (ctx: WriteContext, holdIds: readonly HoldId[]): Promise<unknown> =>
  ctx.query(
    `update inventory.hold h set state = 'released', ended_at = $2
      where h.hold_id = any($1) and h.state in ('allocated', 'picked')
        and not exists (select from inventory.hold_line l where l.hold_id = h.hold_id and l.outstanding > 0)
        and not exists (select from inventory.inbound_line w where w.hold_id = h.hold_id and w.waiting > 0)`,
    [holdIds, ctx.now],
  )
