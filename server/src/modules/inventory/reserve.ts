import { hash } from 'node:crypto'
import { invariant, isId, newId, Refusal, type HoldId, type LocationId, type Sku } from '@splot/kernel'
import type { CommandContext, WriteContext } from '#platform/context'
import { inBatches, outsideTransaction } from './batches.ts'
import { publishLevels } from './events.ts'
import { MAX_HOLD_MS, MAX_LINES, MAX_QUANTITY } from './limits.ts'
import { decideReservations, type PreparedRequest } from './store.ts'
import type { Reservation, Reserved, ShortLine } from './types.ts'

/**
 * Holds the pieces for `ttlMs`, all lines or none, and commits on its own together with others of the same moment. The hold id
 * is the idempotency key: the same command again gets the first answer (a refusal too, and `held` even if it was released since),
 * so ask anew under a new id.
 * @throws Refusal `inventory.hold_id_reused` for an id used with another body, `inventory.bad_quantity`, `inventory.bad_hold`.
 */
export async function reserve(ctx: CommandContext, reservation: Reservation): Promise<Reserved> {
  outsideTransaction(ctx, 'inventory.reserve')
  const request = prepare(ctx, reservation)
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
  const answer = await queue(ctx, request)
  if (answer === 'reused') throw reused(request.holdId)
  return answer
}

const queue = inBatches(
  'inventory.reserve',
  async (ctx: WriteContext, requests: readonly PreparedRequest[]) => {
    const { verdicts, former, refusals, changes } = await decideReservations(ctx, requests)
    publishLevels(ctx, changes)
    return requests.map((request, index): Reserved | 'reused' => {
      if (verdicts[index] === 'x') return 'reused'
      const refusal = refusals[index]
      if (refusal) return { state: 'short', lines: refusal.map(shortLine) }
      const before = former[index]
      invariant(
        verdicts[index] === (before ? 'r' : 'h'),
        'a request is held, short, answered before or reused',
      )
      return {
        state: 'held',
        holdId: request.holdId,
        expiresAt: before ? new Date(before) : request.expiresAt,
      }
    })
  },
)

const shortLine = ([sku, locationId, asked, available]: readonly [
  Sku,
  LocationId,
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
  const { holdId, kind, ttlMs, lines } = reservation
  if (
    !isId(holdId) ||
    !(ttlMs > 0 && ttlMs <= MAX_HOLD_MS) ||
    lines.length === 0 ||
    lines.length > MAX_LINES
  ) {
    throw new Refusal(
      'invalid',
      'inventory.bad_hold',
      `A hold needs a UUID of its own, 1 to ${MAX_LINES} lines and a time limit of at most ${MAX_HOLD_MS} ms.`,
    )
  }
  const summed = new Map<string, { sku: Sku; locationId: LocationId; quantity: number }>()
  lines.forEach((line, index) => {
    const key = `${line.sku}\0${line.locationId}`
    const quantity = (summed.get(key)?.quantity ?? 0) + line.quantity
    if (!Number.isSafeInteger(line.quantity) || line.quantity < 1 || quantity > MAX_QUANTITY) {
      throw new Refusal('invalid', 'inventory.bad_quantity', `Ask for 1 to ${MAX_QUANTITY} whole pieces.`, {
        errors: [{ pointer: `/lines/${index}/quantity`, detail: `1 to ${MAX_QUANTITY}` }],
      })
    }
    if (!isId(line.locationId))
      throw new Refusal('invalid', 'inventory.bad_hold', 'A place is named by its UUID.')
    summed.set(key, { sku: line.sku, locationId: line.locationId, quantity })
  })
  const keys = [...summed.keys()].sort()
  const sorted = keys.flatMap((key) => summed.get(key) ?? [])
  const body = `${kind} ${ttlMs} ${sorted.map((line) => `${line.sku}@${line.locationId}*${line.quantity}`).join(' ')}`
  return {
    holdId,
    kind,
    bodyHash: hash('sha256', body, 'base64url'),
    expiresAt: new Date(ctx.now.getTime() + ttlMs),
    channelId: ctx.actor.channel.id,
    actor: `${ctx.actor.kind}:${ctx.actor.id}`,
    keys,
    lines: sorted,
  }
}

/** A new hold id; the caller keeps it before it asks, so that it can ask again. */
export const newHoldId = (): HoldId => newId<'hold'>()
