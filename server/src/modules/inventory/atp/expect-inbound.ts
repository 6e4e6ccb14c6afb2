import { Refusal, type LocalDate } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { publishAvailability } from '../events.ts'
import { MAX_LINES, MAX_QUANTITY } from '../limits.ts'
import { compileFreshRows } from '../policies/compile.ts'
import { PROMISE_MOVED, tellPromises } from './events.ts'
import { touched } from './fill.ts'
import {
  lockRowStatesById,
  makeRows,
  moveDays,
  readAnnounced,
  readInbound,
  readQueue,
  readRowStates,
  recountUncovered,
  replaceInbound,
  todayIn,
  type InboundRow,
  type RowState,
  type WaitingLine,
} from './store.ts'
import type { Expectation } from './types.ts'

/**
 * States what is still to come by a document: absolute, so it may be said again; no lines: nothing more comes. Promises that it no longer
 * covers move to the first day that covers them (or to none), never before the day first promised; `inventory.promise_moved` says whose.
 * Whoever receives calls it in the same transaction, after `receive`; the caller has locked its document. Refuses `inventory.bad_quantity` and `inventory.bad_expectation`.
 */
export async function expectInbound(ctx: WriteContext, expectation: Expectation): Promise<void> {
  refuseBadLines(expectation)
  const { document, locationId, lines } = expectation
  const made = await makeRows(
    ctx,
    lines.map(({ sku }) => ({ sku, locationId })),
  )
  const [announced, known] = await Promise.all([
    readAnnounced(ctx.query, document, locationId),
    readRowStates(
      ctx.query,
      lines.map(({ sku }) => sku),
      [locationId],
    ),
  ])
  const idOf = new Map(known.map((row) => [row.sku, row.stockId]))
  const wanted = lines.map(({ sku, quantity, expectedOn }) => ({
    // Every SKU has a row: it was made above.
    stockId: idOf.get(sku) ?? 0,
    day: expectedOn,
    quantity,
  }))
  const changed = changedRows(announced, wanted)
  const compiled = await compileFreshRows(ctx, made)
  if (changed.size === 0) return publishAvailability(ctx, compiled)
  const rows = await lockRowStatesById(ctx, [...changed])
  await replaceInbound(
    ctx,
    document,
    [...changed],
    wanted.filter(({ stockId }) => changed.has(stockId)),
  )
  await moveQueue(ctx, rows)
  publishAvailability(ctx, [...compiled, ...(await recountUncovered(ctx, rows))])
}

/**
 * The rows of which a document says something else than before. Only these are locked: whoever has received a part says the rest again
 * unchanged, and must not take locks behind those of the pieces that came.
 */
function changedRows(before: readonly InboundRow[], after: readonly InboundRow[]): Set<number> {
  const sums = new Map<string, number>()
  const add = ({ stockId, day, quantity }: InboundRow, sign: 1 | -1) =>
    void sums.set(`${stockId} ${day}`, (sums.get(`${stockId} ${day}`) ?? 0) + sign * quantity)
  for (const line of before) add(line, -1)
  for (const line of after) add(line, 1)
  return new Set(
    [...before, ...after].flatMap((line) => (sums.get(`${line.stockId} ${line.day}`) ? line.stockId : [])),
  )
}

/** Promises of locked rows move to the days on which they are covered now. */
async function moveQueue(ctx: WriteContext, rows: readonly RowState[]): Promise<void> {
  const stockIds = rows.map((row) => row.stockId)
  const queue = Map.groupBy(await readQueue(ctx.query, stockIds), (line) => line.stockId)
  if (queue.size === 0) return
  const inbound = Map.groupBy(await readInbound(ctx.query, stockIds), (line) => line.stockId)
  const moved = rows.flatMap((row) =>
    movedIn(
      row,
      todayIn(ctx.now, row.locationId),
      queue.get(row.stockId) ?? [],
      inbound.get(row.stockId) ?? [],
    ),
  )
  if (moved.length === 0) return
  await moveDays(
    ctx,
    moved.map(({ line, promisedOn }) => ({ ...line, promisedOn })),
  )
  tellPromises(
    ctx,
    PROMISE_MOVED,
    moved.map(({ line, row, promisedOn }) => touched(line, row, line.waiting, line.waiting, promisedOn)),
  )
}

/** The lines of one row's queue whose day is another one now. */
function movedIn(
  row: RowState,
  today: LocalDate,
  queue: readonly WaitingLine[],
  inbound: readonly InboundRow[],
): { line: WaitingLine; row: RowState; promisedOn: LocalDate | null }[] {
  // What is here and nobody's may serve the queue as well: it is kept for it as far as inbound does not cover it.
  let have = Math.max(0, row.onHand - row.reserved - row.quarantined - row.safety)
  let next = 0
  let day = today
  let owed = 0
  return queue.flatMap((line) => {
    owed += line.waiting
    while (have < owed && next < inbound.length) {
      const arrival = inbound[next]
      if (!arrival) break
      have += arrival.quantity
      day = arrival.day > day ? arrival.day : day
      next += 1
    }
    const covered = have >= owed ? later(day, line.firstPromisedOn) : line.open ? line.firstPromisedOn : null
    return covered === line.promisedOn ? [] : { line, row, promisedOn: covered }
  })
}

const later = (one: LocalDate, other: LocalDate): LocalDate => (one > other ? one : other)

function refuseBadLines({ lines }: Expectation): void {
  if (lines.length > MAX_LINES)
    throw new Refusal(
      'invalid',
      'inventory.bad_expectation',
      `A document announces at most ${MAX_LINES} lines.`,
    )
  const errors = lines.flatMap(({ quantity, expectedOn }, index) => [
    ...(Number.isSafeInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY
      ? []
      : [{ pointer: `/lines/${index}/quantity`, detail: `1 to ${MAX_QUANTITY}` }]),
    ...(isDay(expectedOn) ? [] : [{ pointer: `/lines/${index}/expectedOn`, detail: 'a day, YYYY-MM-DD' }]),
  ])
  if (errors.length === 0) return
  throw new Refusal(
    'invalid',
    'inventory.bad_quantity',
    'A document announces whole pieces, each with its day.',
    {
      errors,
    },
  )
}

/** Whether the text is a day that exists. */
const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)
