import { hash } from 'node:crypto'
import { isId, Refusal, type ChannelId, type HoldId, type LocalDate } from '@splot/kernel'
import type { CommandContext, WriteContext } from '#platform/context'
import { inBatches, outsideTransaction } from '../batches.ts'
import { publishAvailability, type FreeChange } from '../events.ts'
import { MAX_HOLD_MS, MAX_LINES, MAX_QUANTITY } from '../limits.ts'
import { backorderFor, type Cascade } from '../policies/cascade.ts'
import { compileFreshRows } from '../policies/compile.ts'
import { holdLimits } from '../policies/hold-limits.ts'
import { publishedRules } from '../policies/rules-of.ts'
import { policyForFreshRows } from '../policies/store.ts'
import { surroundings } from '../policies/surroundings.ts'
import { kitsAtHand, loadKits } from '../pieces/kits.ts'
import type { HoldKind, StockLine } from '../types.ts'
import { deskOf, promiseLine, type Desk } from './desk.ts'
import { fillRows } from './fill.ts'
import {
  dropWaiting,
  insertHolds,
  insertWaiting,
  lockRowStates,
  lockRowStatesById,
  makeRows,
  readInbound,
  readKnownHolds,
  readPromised,
  readQueue,
  recountUncovered,
  type PromisedRow,
} from './store.ts'
import type { InboundPromised, InboundReservation, UnpromisedLine } from './types.ts'

interface Request {
  readonly holdId: HoldId
  readonly kind: HoldKind
  readonly ttlMs: number
  readonly bodyHash: string
  readonly channelId: ChannelId
  readonly actor: string
  /** One per SKU and place, sorted. */
  readonly lines: readonly StockLine[]
}

/**
 * Promises pieces out of what is here and what is on its way, all lines or none: each on the first day from which on all of its pieces are
 * left whatever was promised before. What is here is kept for it as far as inbound does not cover it; what is promised for today is
 * reserved at once. Whether a channel may do so is policy (`backorder`); of a kit nobody may, only of its components. The hold id is the idempotency key, as with `reserve`; commits on
 * its own, together with others. A hold that waits is extended, released and allocated as every other.
 * @throws Refusal `inventory.hold_id_reused`, `inventory.bad_quantity`, `inventory.bad_hold`.
 */
export async function promiseInbound(
  ctx: CommandContext,
  asked: InboundReservation,
): Promise<InboundPromised> {
  outsideTransaction(ctx, 'inventory.promiseInbound')
  const request = prepare(ctx, asked)
  const kits = await kitsAmong(ctx, request.lines)
  if (kits.length > 0) return { state: 'short', lines: kits.map(notAKit) }
  const answer = await queue(ctx, request)
  if (answer !== 'reused') return answer
  throw new Refusal(
    'unprocessable',
    'inventory.hold_id_reused',
    'This hold id was used before with another body. Make a new id for a new command.',
    { facts: { holdId: asked.holdId } },
  )
}

/** What stands for its components has no row of its own that anything could come to. */
async function kitsAmong(ctx: CommandContext, lines: readonly StockLine[]): Promise<readonly StockLine[]> {
  const { bySku } = kitsAtHand(ctx.platform) ?? (await loadKits(ctx.platform))
  return lines.filter(({ sku }) => bySku.has(sku))
}

const notAKit = ({ sku, locationId, quantity }: StockLine): UnpromisedLine => ({
  sku,
  locationId,
  asked: quantity,
  available: 0,
  why: 'not_allowed',
})

function prepare(ctx: CommandContext, { holdId, kind, ttlMs, lines }: InboundReservation): Request {
  const limits = holdLimits(ctx, kind)
  const wanted = ttlMs ?? limits.ttlMs
  if (
    !isId(holdId) ||
    !(wanted > 0 && wanted <= MAX_HOLD_MS) ||
    lines.length === 0 ||
    lines.length > MAX_LINES
  )
    throw new Refusal(
      'invalid',
      'inventory.bad_hold',
      `A hold needs a UUID of its own, 1 to ${MAX_LINES} lines and a time limit of at most ${MAX_HOLD_MS} ms.`,
    )
  const summed = new Map<string, StockLine>()
  lines.forEach((line, index) => {
    const key = `${line.sku}\0${line.locationId}`
    const quantity = line.quantity + (summed.get(key)?.quantity ?? 0)
    if (!Number.isSafeInteger(line.quantity) || line.quantity < 1 || quantity > MAX_QUANTITY)
      throw new Refusal('invalid', 'inventory.bad_quantity', `Ask for 1 to ${MAX_QUANTITY} whole pieces.`, {
        errors: [{ pointer: `/lines/${index}/quantity`, detail: `1 to ${MAX_QUANTITY}` }],
      })
    summed.set(key, { ...line, quantity })
  })
  const sorted = [...summed.keys()].sort().flatMap((key) => summed.get(key) ?? [])
  const body = `inbound ${kind} ${ttlMs ?? ''} ${sorted
    .map((line) => `${line.sku}@${line.locationId}*${line.quantity}`)
    .join(' ')}`
  return {
    holdId,
    kind,
    ttlMs: Math.min(wanted, limits.capMs),
    // The first 128 bits, as `reserve` keeps them.
    bodyHash: hash('sha256', body, 'hex').slice(0, 32),
    channelId: ctx.actor.channel.id,
    actor: `${ctx.actor.kind}:${ctx.actor.id}`,
    lines: sorted,
  }
}

const queue = inBatches(
  'inventory.promiseInbound',
  async (ctx: WriteContext, requests: readonly Request[]): Promise<(InboundPromised | 'reused')[]> => {
    // Also the lock that keeps the policy as it is until this commits.
    const cascade = await publishedRules(ctx.query, await policyForFreshRows(ctx))
    const desk = await openDesk(ctx, requests, cascade)
    const known = new Map(
      (
        await readKnownHolds(
          ctx,
          requests.map((request) => request.holdId),
        )
      ).map((hold) => [hold.holdId, hold]),
    )
    const seen = new Map<HoldId, string>(
      [...known.values()].map((hold) => [hold.holdId, uuidDigits(hold.bodyHash)]),
    )
    const fresh: { request: Request; short: readonly UnpromisedLine[]; lines: readonly Taken[] }[] = []
    for (const request of requests) {
      if (seen.has(request.holdId)) continue
      seen.set(request.holdId, request.bodyHash)
      fresh.push({ request, ...desk.decide(request) })
    }
    await write(ctx, fresh)
    await desk.settle(
      ctx,
      fresh.flatMap(({ lines }) => lines),
    )
    const held = requests.filter((request) => seen.get(request.holdId) === request.bodyHash)
    const rows = Map.groupBy(
      await readPromised(
        ctx.query,
        held.map((request) => request.holdId),
      ),
      (row) => row.holdId,
    )
    const shortOf = new Map(fresh.map(({ request, short }) => [request.holdId, short]))
    return requests.map((request) => {
      if (seen.get(request.holdId) !== request.bodyHash) return 'reused'
      const former = known.get(request.holdId)
      // The refusal was written by `write`, in this shape.
      const short = former
        ? (former.refusal as readonly UnpromisedLine[] | null)
        : shortOf.get(request.holdId)
      if (short && short.length > 0) return { state: 'short', lines: short }
      return {
        state: 'promised',
        holdId: request.holdId,
        expiresAt: former?.expiresAt ?? new Date(ctx.now.getTime() + request.ttlMs),
        lines: (rows.get(request.holdId) ?? []).map(promisedLine),
      }
    })
  },
)

const uuidDigits = (uuid: string): string => uuid.replaceAll('-', '')

const promisedLine = ({ sku, locationId, quantity, waiting, promisedOn }: PromisedRow) => ({
  sku,
  locationId,
  quantity,
  here: quantity - waiting,
  promisedOn,
})

interface Taken {
  readonly holdId: HoldId
  readonly stockId: number
  readonly channelId: ChannelId
  readonly waiting: number
  readonly open: boolean
  readonly promisedOn: LocalDate
}

/** Locks the rows of a batch and decides its requests in order of arrival, as `reserve` does in SQL: nobody else can come between. */
async function openDesk(ctx: WriteContext, requests: readonly Request[], cascade: Cascade) {
  const asked = requests.flatMap(({ lines, channelId }) => lines.map((line) => ({ ...line, channelId })))
  const isOpen = (line: (typeof asked)[number]) =>
    backorderFor(cascade, line, line.channelId, surroundings()).value.against === 'open'
  // Only an open backorder may be for something that never was in a place.
  const made = await makeRows(ctx, asked.filter(isOpen))
  const found = await lockRowStates(ctx, distinct(asked))
  const fresh = await compileFreshRows(ctx, made)
  const stockIds = found.map((row) => row.stockId)
  await dropWaiting(ctx, stockIds)
  const rows = made.length > 0 ? await lockRowStatesById(ctx, stockIds) : found
  const inbound = Map.groupBy(await readInbound(ctx.query, stockIds), (line) => line.stockId)
  const waiting = Map.groupBy(await readQueue(ctx.query, stockIds), (line) => line.stockId)
  const desks = new Map<string, Desk>(
    rows.map((row) => [
      `${row.sku}\0${row.locationId}`,
      deskOf(ctx.now, row, inbound.get(row.stockId) ?? [], waiting.get(row.stockId) ?? []),
    ]),
  )
  return {
    decide: (request: Request) => decide(desks, cascade, request),
    settle: (write: WriteContext, taken: readonly Taken[]) =>
      settle(write, [...desks.values()], taken, fresh),
  }
}

const distinct = (lines: readonly StockLine[]): StockLine[] => [
  ...new Map(lines.map((line) => [`${line.sku}\0${line.locationId}`, line])).values(),
]

function decide(desks: ReadonlyMap<string, Desk>, cascade: Cascade, request: Request) {
  const short: UnpromisedLine[] = []
  const lines: Taken[] = []
  for (const line of request.lines) {
    const desk = desks.get(`${line.sku}\0${line.locationId}`)
    const decided = promiseLine(desk, cascade, request.channelId, line)
    if (desk === undefined || 'why' in decided) {
      // Without a row nothing is here or on its way.
      const { available, why } = 'why' in decided ? decided : { available: 0, why: 'not_covered' as const }
      short.push({ sku: line.sku, locationId: line.locationId, asked: line.quantity, available, why })
    } else {
      const { holdId, channelId } = request
      lines.push({ holdId, channelId, stockId: desk.row.stockId, waiting: line.quantity, ...decided })
    }
  }
  if (short.length > 0) return { short, lines: [] }
  for (const taken of lines) {
    const desk = [...desks.values()].find(({ row }) => row.stockId === taken.stockId)
    desk?.queued.push({ day: taken.promisedOn, quantity: taken.waiting, channelId: taken.channelId })
  }
  return { short, lines }
}

async function write(
  ctx: WriteContext,
  fresh: readonly { request: Request; short: readonly UnpromisedLine[]; lines: readonly Taken[] }[],
): Promise<void> {
  if (fresh.length === 0) return
  await insertHolds(
    ctx,
    fresh.map(({ request, short }) => ({
      ...request,
      state: short.length > 0 ? 'refused' : 'pinned',
      refusal: short.length > 0 ? short : null,
    })),
  )
  const lines = fresh.flatMap((one) => one.lines)
  if (lines.length > 0) await insertWaiting(ctx, lines)
}

/** Reserves what was promised for today, and counts anew what is kept for the others. */
async function settle(
  ctx: WriteContext,
  desks: readonly Desk[],
  taken: readonly Taken[],
  fresh: readonly FreeChange[],
): Promise<void> {
  const rows = desks.map(({ row }) => row)
  const recounted = await recountUncovered(ctx, rows)
  const today = new Set(
    taken.flatMap(({ stockId, promisedOn }) =>
      desks.some(({ row, today: day }) => row.stockId === stockId && promisedOn === day) ? stockId : [],
    ),
  )
  const filled =
    today.size === 0 ? [] : await fillRows(ctx, await lockRowStatesById(ctx, [...today]), new Map())
  const before = new Map(
    [...fresh, ...recounted].map((row) => [`${row.sku}\0${row.locationId}`, row.freeBefore]),
  )
  const last = new Map(
    [...fresh, ...recounted, ...filled].map((row) => [`${row.sku}\0${row.locationId}`, row]),
  )
  publishAvailability(
    ctx,
    [...last].map(([key, row]) => ({ ...row, freeBefore: before.get(key) ?? row.freeBefore })),
  )
}
