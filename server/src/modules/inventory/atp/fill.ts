import { systemActor, type Platform, type WriteContext } from '#platform/context'
import { defineJob } from '#platform/jobs'
import { publishAvailability, type FreeChange, type LevelChange } from '../events.ts'
import { compileFreshRows } from '../policies/compile.ts'
import { PROMISE_FILLED, tellPromises } from './events.ts'
import {
  dropWaiting,
  fillLines,
  lockQueue,
  lockRowStatesById,
  readAwaited,
  readAwaitedAfter,
  recountUncovered,
  type RowState,
  type WaitingLine,
} from './store.ts'

/** Rows that the tidying job settles in one transaction. */
const SETTLED_AT_ONCE = 200

/** A row that has just been made has changed once, or twice where pieces went into quarantine at once. Compiling an older one is harmless. */
const YOUNG = 4

/** Pieces that are here and nobody's, whatever waits. */
const roomOf = (row: RowState): number =>
  Math.max(0, row.onHand - row.reserved - row.quarantined - row.safety)

/**
 * What changes of stock bring with them, in their transaction: rows that were made get the terms of the published policy, and pieces that
 * came go to those who wait for them, in order of promise. Answers the levels as they are after that.
 */
export async function settleArrivals(
  ctx: WriteContext,
  levels: readonly LevelChange[],
): Promise<readonly LevelChange[]> {
  const fresh = levels.filter(([, , , , , version, onHandBefore]) => onHandBefore === 0 && version <= YOUNG)
  const risen = levels.filter(([, , onHand, , , , onHandBefore]) => onHand > onHandBefore)
  if (fresh.length + risen.length === 0) return levels
  const compiled = await compileFreshRows(
    ctx,
    fresh.map(([sku, locationId]) => ({ sku, locationId })),
  )
  const awaited = await readAwaited(
    ctx,
    risen.map(([sku, locationId]) => ({ sku, locationId })),
  )
  const filled =
    awaited.length === 0
      ? []
      : await fillRows(
          ctx,
          await lockRowStatesById(ctx, awaited),
          new Map(
            risen.map(([sku, locationId, now, , , , before]) => [`${sku}\0${locationId}`, now - before]),
          ),
        )
  const last = new Map([...compiled, ...filled].map((row) => [`${row.sku}\0${row.locationId}`, row]))
  return levels.map((level) => {
    const changed = last.get(`${level[0]}\0${level[1]}`)
    return changed ? withChange(level, changed) : level
  })
}

const withChange = (level: LevelChange, { free, version, sellable, terms }: FreeChange): LevelChange => {
  const [sku, locationId, onHand, reserved, , , onHandBefore, reservedBefore, freeBefore] = level
  return [
    sku,
    locationId,
    onHand,
    reserved,
    free,
    version,
    onHandBefore,
    reservedBefore,
    freeBefore,
    sellable,
    terms,
  ]
}

/**
 * Gives pieces of locked rows to those who wait: as many as `arrived` just now, and those that were kept because no inbound covers what
 * was promised. The pieces that others see for sale today while a later inbound covers the queue stay for sale.
 */
export async function fillRows(
  ctx: WriteContext,
  rows: readonly RowState[],
  arrived: ReadonlyMap<string, number>,
): Promise<FreeChange[]> {
  const queue = await lockQueue(
    ctx,
    rows.map((row) => row.stockId),
  )
  const byRow = Map.groupBy(queue, (line) => line.stockId)
  const takes = rows.flatMap((row) => {
    let left = Math.min(roomOf(row), (arrived.get(`${row.sku}\0${row.locationId}`) ?? 0) + row.uncovered)
    return (byRow.get(row.stockId) ?? []).flatMap((line) => {
      const pieces = Math.min(line.waiting, left)
      left -= pieces
      return pieces > 0 ? { line, row, holdId: line.holdId, stockId: line.stockId, pieces } : []
    })
  })
  if (takes.length > 0) await fillLines(ctx, takes)
  const changes = await recountUncovered(ctx, rows, takes.length > 0)
  tellPromises(
    ctx,
    PROMISE_FILLED,
    takes.map(({ line, row, pieces }) => touched(line, row, pieces, line.waiting - pieces, line.promisedOn)),
  )
  return changes
}

export const touched = (
  line: WaitingLine,
  { sku, locationId }: RowState,
  quantity: number,
  waiting: number,
  promisedOn: WaitingLine['promisedOn'],
) => ({
  holdId: line.holdId,
  orderId: line.orderId,
  sku,
  locationId,
  quantity,
  waiting,
  promisedOn,
  before: line.promisedOn,
})

/**
 * Tidies what the clock and the world change without a call: holds that ended or ran out wait no longer, days go by, and pieces that
 * came back from somewhere go to those who are owed. Nothing is promised too much while it waits for this.
 */
export async function settleWaiting(platform: Platform): Promise<void> {
  let after = 0
  for (;;) {
    const rows = await platform.write(systemActor('inventory.settle-waiting'), async (ctx) => {
      const found = await readAwaitedAfter(ctx.query, after, SETTLED_AT_ONCE)
      if (found.length > 0) await settleRows(ctx, found)
      return found
    })
    if (rows.length < SETTLED_AT_ONCE) return
    after = rows.at(-1) ?? after
  }
}

async function settleRows(ctx: WriteContext, stockIds: readonly number[]): Promise<void> {
  await lockRowStatesById(ctx, stockIds)
  await dropWaiting(ctx, stockIds)
  const rows = await recountUncovered(ctx, await lockRowStatesById(ctx, stockIds))
  const filled = await fillRows(ctx, await lockRowStatesById(ctx, stockIds), new Map())
  const last = new Map([...rows, ...filled].map((row) => [`${row.sku}\0${row.locationId}`, row]))
  const first = new Map(rows.map((row) => [`${row.sku}\0${row.locationId}`, row.freeBefore]))
  publishAvailability(
    ctx,
    [...last].map(([key, row]) => ({ ...row, freeBefore: first.get(key) ?? row.freeBefore })),
  )
}

export const settleWaitingJob = defineJob({
  name: 'inventory.settle-waiting',
  cron: '* * * * *',
  run: settleWaiting,
})
