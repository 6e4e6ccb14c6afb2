import { hash } from 'node:crypto'
import { isId, newId, Refusal, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import { systemActor, type Actor, type CommandContext, type Platform, type Query } from '#platform/context'
import { wakeReaders } from '#platform/events'
import { inOwnBatches, outsideTransaction } from './batches.ts'
import { decideReservations, type Decision, type PreparedRequest } from './decide.ts'
import { availabilityFact } from './events.ts'
import { expireHolds } from './expire-holds.ts'
import { MAX_CHOICES, MAX_HOLD_MS, MAX_LINES, MAX_QUANTITY } from './limits.ts'
import { holdLimits } from './policies/hold-limits.ts'
import { rowKey } from './pieces/kits.ts'
import { kitDemand, settleKits, type KitDemand } from './pieces/kit-reserve.ts'
import { readHoldLines } from './store.ts'
import type { Reservation, Reserved, ShortLine, SoftLine, StockLine } from './types.ts'

/**
 * Holds the pieces for `ttlMs` (by default, and at most, what the policy of kind and channel says), all lines or none, and commits on its own together with others of the same moment. The hold id
 * is the idempotency key: the same command again gets the first answer (a refusal too, and `held` even if it was released since),
 * so ask anew under a new id.
 * @throws Refusal `inventory.hold_id_reused` for an id used with another body, `inventory.bad_quantity`, `inventory.bad_hold`.
 */
export async function reserve(ctx: CommandContext, reservation: Reservation): Promise<Reserved> {
  outsideTransaction(ctx, 'inventory.reserve')
  const demand = kitDemand(ctx, reservation.lines, reservation.partial ?? false)
  const request = demand ? prepareKits(ctx, reservation, await demand) : prepare(ctx, reservation)
  const twins = twinsOf(ctx)
  const twin = twins.get(request.holdId)
  if (twin) {
    if (twin.bodyHash !== request.bodyHash) throw reused(request.holdId)
    return twin.answer
  }
  const answer = decide(ctx, request)
  twins.set(request.holdId, { bodyHash: request.bodyHash, answer })
  try {
    return await answer
  } finally {
    twins.delete(request.holdId)
  }
}

const decide = async (ctx: CommandContext, request: PreparedRequest): Promise<Reserved> => {
  let answer = await queue(ctx, request)
  while (answer === 'undecided') {
    await sweep(ctx.platform)
    answer = await queue(ctx, request)
  }
  if (answer === 'reused') throw reused(request.holdId)
  return answer
}

/** Those that wait for the same backlog of expired holds share one sweep. */
const sweeping = new WeakMap<Platform, Promise<unknown>>()

const sweep = (platform: Platform): Promise<unknown> => {
  let running = sweeping.get(platform)
  if (!running) {
    running = expireHolds(platform).finally(() => sweeping.delete(platform))
    sweeping.set(platform, running)
  }
  return running
}

const NAME = 'inventory.reserve'

type Answer = Reserved | 'reused' | 'undecided'

/** Kits write more than their pieces, so a batch with one takes a transaction; any other is one statement, which commits by itself. */
const queue = inOwnBatches(
  NAME,
  async (platform, requests: readonly PreparedRequest[]): Promise<readonly Answer[]> => {
    const actor = systemActor(NAME)
    if (!requests.some((request) => request.kits)) {
      const { answers, decision } = await answered(platform.statement, platform.clock(), actor, requests)
      if (decision.told) wakeReaders(platform)
      return answers
    }
    return platform.write(actor, async (ctx) => {
      const { answers, decision } = await answered(ctx.query, ctx.now, actor, requests)
      if (decision.told) ctx.afterCommit(() => wakeReaders(platform))
      return settleKits(ctx, requests, answers, (index) => decision.verdicts[index] === 'r')
    }) as Promise<readonly Answer[]>
  },
)

async function answered(query: Query, now: Date, actor: Actor, requests: readonly PreparedRequest[]) {
  const decision = await decideReservations(query, now, availabilityFact(actor), requests)
  const before = await linesOfFormer(query, requests, decision)
  return {
    decision,
    answers: requests.map((request, index) => answerOf(now, request, index, decision, before)),
  }
}

/** What was asked by the SKUs of kits is decided in pieces; its hash is that of what was asked, however the kits are defined by then. */
function prepareKits(
  ctx: CommandContext,
  reservation: Reservation,
  kits: KitDemand | undefined,
): PreparedRequest {
  const asked = prepare(ctx, reservation)
  if (!kits) return asked
  const { bodyHash, soft } = asked
  return { ...prepare(ctx, { ...reservation, lines: kits.lines }), bodyHash, soft, kits }
}

function answerOf(
  now: Date,
  request: PreparedRequest,
  index: number,
  { verdicts, former, refusals, granted }: Decision,
  before: ReadonlyMap<HoldId, readonly StockLine[]>,
): Answer {
  const { holdId, ttlMs, entries } = request
  if (verdicts[index] === 'h' && !granted?.[index])
    return {
      state: 'held',
      holdId,
      expiresAt: new Date(now.getTime() + ttlMs),
      lines: entries.map(plainLine),
      short: [],
    }
  if (verdicts[index] === 'x') return 'reused'
  if (verdicts[index] === 'd') return 'undecided'
  const refusal = refusals?.[index]
  const short = (refusal === undefined || isPartial(refusal) ? (refusal?.short ?? []) : refusal).map(
    shortLine,
  )
  const expiredFirst = former?.[index]
  if (verdicts[index] === 's' || (verdicts[index] === 'r' && expiredFirst === undefined))
    return { state: 'short', lines: short }
  const expiresAt = expiredFirst === undefined ? new Date(now.getTime() + ttlMs) : new Date(expiredFirst)
  // Of a hold that chose its places, or took less than it asked for, only the tables know what it has; nothing, once all was given back.
  const left = verdicts[index] === 'r' && (request.soft || request.partial) ? [] : entries.map(plainLine)
  const lines = granted?.[index]?.map(grantedLine) ?? before.get(holdId) ?? left
  return { state: 'held', holdId, expiresAt, lines, short }
}

const plainLine = ({ sku, locationId, quantity }: StockLine): StockLine => ({ sku, locationId, quantity })

type Kept = NonNullable<Decision['refusals']>[number]

const isPartial = (refusal: Kept): refusal is Exclude<Kept, readonly unknown[]> => !Array.isArray(refusal)

const grantedLine = ([sku, locationId, quantity]: readonly [Sku, LocationId, number]): StockLine => ({
  sku,
  locationId,
  quantity,
})

/** The lines of repeated commands whose answer is not plainly what they asked for. */
async function linesOfFormer(
  query: Query,
  requests: readonly PreparedRequest[],
  { verdicts }: Decision,
): Promise<ReadonlyMap<HoldId, readonly StockLine[]>> {
  const unplain = requests.filter(({ soft, partial }, index) => verdicts[index] === 'r' && (soft || partial))
  if (unplain.length === 0) return new Map()
  const rows = await readHoldLines(
    query,
    unplain.map(({ holdId }) => holdId),
  )
  const lines = Map.groupBy(rows, (row) => row.holdId)
  return new Map([...lines].map(([holdId, held]) => [holdId, held.map(plainLine)]))
}

const shortLine = ([sku, locationId, asked, available]: readonly [
  Sku,
  LocationId | null,
  number,
  number,
]): ShortLine => ({
  sku,
  locationId,
  asked,
  available,
})

/** The same command twice at the same moment shares one decision. */
const sharing = new WeakMap<
  object,
  Map<HoldId, { readonly bodyHash: string; readonly answer: Promise<Reserved> }>
>()

const twinsOf = (ctx: CommandContext) => {
  let twins = sharing.get(ctx.platform)
  if (!twins) sharing.set(ctx.platform, (twins = new Map()))
  return twins
}

const reused = (holdId: HoldId): Refusal =>
  new Refusal(
    'unprocessable',
    'inventory.hold_id_reused',
    'This hold id was used before with another body. Make a new id for a new command.',
    { facts: { holdId } },
  )

/** Checks the command, sums demand per SKU and place, and puts the lines into one order, so that equal commands hash equally. */
function prepare(ctx: CommandContext, reservation: Reservation): PreparedRequest {
  const { holdId, kind, lines, partial = false } = reservation
  const limits = holdLimits(ctx, kind)
  const asked = reservation.ttlMs ?? limits.ttlMs
  if (
    !isId(holdId) ||
    !(asked > 0 && asked <= MAX_HOLD_MS) ||
    lines.length === 0 ||
    lines.length > MAX_LINES
  ) {
    throw new Refusal(
      'invalid',
      'inventory.bad_hold',
      `A hold needs a UUID of its own, 1 to ${MAX_LINES} lines and a time limit of at most ${MAX_HOLD_MS} ms.`,
    )
  }
  const sorted = summed(lines.map(askedOf))
  const soft = sorted.some((line) => line.places.length > 1)
  // Pieces of one place are served before those that have a choice.
  if (soft) sorted.sort((a, b) => Math.min(2, a.places.length) - Math.min(2, b.places.length))
  const entries = sorted.flatMap(({ key, sku, places, quantity }, part) =>
    places.map((locationId) => ({
      key: places.length === 1 ? key : rowKey(sku, locationId),
      sku,
      locationId,
      quantity,
      part,
    })),
  )
  // What was asked, not what a policy of this moment makes of it.
  const body = `${reservation.partOf ?? ''}${kind} ${reservation.ttlMs ?? ''} ${partial ? 'partial ' : ''}${sorted
    .map((line) => `${line.sku}@${line.places.join('|')}*${line.quantity}`)
    .join(' ')}`
  return {
    holdId,
    kind,
    soft,
    partial,
    bodyHash: hash('sha256', body, 'hex').slice(0, BODY_HASH_DIGITS),
    ttlMs: Math.min(asked, limits.capMs),
    channelId: ctx.actor.channel.id,
    actor: `${ctx.actor.kind}:${ctx.actor.id}`,
    entries,
  }
}

interface Asked {
  readonly key: string
  readonly sku: Sku
  readonly places: readonly LocationId[]
  readonly quantity: number
}

function askedOf(line: StockLine | SoftLine, index: number): Asked {
  const { sku, quantity } = line
  const places = 'places' in line ? [...new Set(line.places)] : [line.locationId]
  if (!(quantity >= 1 && quantity <= MAX_QUANTITY && Number.isInteger(quantity))) throw badQuantity(index)
  if (places.length === 0 || places.length > MAX_CHOICES || !places.every(isId))
    throw new Refusal(
      'invalid',
      'inventory.bad_hold',
      `A line names its place by UUID, or up to ${MAX_CHOICES} places to choose from.`,
    )
  return { key: rowKey(sku, places.join('|')), sku, places, quantity }
}

/** Sorted by their keys, one of each. */
function summed(lines: readonly Asked[]): Asked[] {
  if (lines.length === 1) return [...lines]
  const sums = new Map<string, Asked>()
  lines.forEach((line, index) => {
    const quantity = line.quantity + (sums.get(line.key)?.quantity ?? 0)
    if (quantity > MAX_QUANTITY) throw badQuantity(index)
    sums.set(line.key, quantity === line.quantity ? line : { ...line, quantity })
  })
  return [...sums.keys()].sort().flatMap((key) => sums.get(key) ?? [])
}

const badQuantity = (index: number): Refusal =>
  new Refusal('invalid', 'inventory.bad_quantity', `Ask for 1 to ${MAX_QUANTITY} whole pieces.`, {
    errors: [{ pointer: `/lines/${index}/quantity`, detail: `1 to ${MAX_QUANTITY}` }],
  })

/** 128 bits. */
const BODY_HASH_DIGITS = 32

/** A new hold id; the caller keeps it before it asks, so that it can ask again. */
export const newHoldId = (): HoldId => newId<'hold'>()
