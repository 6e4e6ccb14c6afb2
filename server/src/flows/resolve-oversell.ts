import {
  invariant,
  newId,
  Refusal,
  type HoldId,
  type LocationId,
  type OrderId,
  type RefundId,
  type Sku,
} from '@splot/kernel'
import { moveLines, promiseAnew, replaceArticle, takeOut } from '#modules/fulfilment'
import {
  recordDecision,
  takeTheWord,
  wasDecided,
  type Affected,
  type Choice,
  type Incident,
  type IncidentId,
} from '#modules/incidents'
import { allocate, release, releaseAllocated, relocate, reserve } from '#modules/inventory'
import { cancelPieces, lockOrders, ordersById, substitutePieces, type Order } from '#modules/orders'
import { carryOutRefunds } from '#modules/payments'
import { authorise, type CommandContext, type WriteContext } from '#platform/context'
import { hashBody } from '#platform/database'
import { cancelOrder } from './cancel-order.ts'
import { followFulfilments, type LockedOrder } from './follow-fulfilments.ts'
import { giveBack } from './give-back.ts'
import { buysCards, leaveCards, piecesOfGoods } from './leave-cards.ts'
import { placeFor, readyAt, substituteFor, waitUntil } from './oversell-options.ts'

/** A substitute is kept this long until the order has it. */
const SUBSTITUTE_HOLD_MS = 60_000
/** The reason of cancellations that are our fault: the customer's mail apologises. */
const REASON = 'oversold'

export type WantedChoice =
  | { readonly kind: 'other_place'; readonly locationId: LocationId }
  | { readonly kind: 'substitute'; readonly sku: Sku }
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'cancel_line' }
  | { readonly kind: 'cancel_order' }

export interface Resolution {
  /** Made by whoever decides; sent twice it decides once. */
  readonly commandId: string
  readonly incidentId: IncidentId
  readonly orderId: OrderId
  readonly lineNo: number | null
  /** Pieces; all that are missing when left out. */
  readonly quantity?: number | undefined
  readonly choice: WantedChoice
}

/**
 * Carries out what somebody decided for one customer whose pieces are missing: stock, fulfilment, order, money and incident change in
 * one transaction, whose facts tell the customer. Money that is owed goes back after the commit. Sent again under the same
 * command id it changes nothing.
 * @throws Refusal `incidents.not_found`, `incidents.not_affected` (somebody else has decided, or pieces came), `incidents.too_many`,
 * `incidents.already_picked`, `incidents.not_paid`, `incidents.kit`, `incidents.place_short`, `incidents.no_such_option`,
 * `incidents.substitute_gone`, `incidents.command_reused`, `orders.not_cancellable`, `fulfilment.partly_gone`, `auth.forbidden`.
 */
export async function resolveOversell(ctx: CommandContext, wanted: Resolution): Promise<void> {
  const hash = hashBody(wanted)
  if (await wasDecided(ctx.platform.read(ctx.actor), wanted.commandId, hash)) return
  const kept = await keepSubstitute(ctx, wanted)
  let refunds: readonly RefundId[] = []
  try {
    refunds = await ctx.platform.write(ctx.actor, (write) => decide(write, wanted, hash))
  } catch (error) {
    if (kept) await release(ctx, [kept])
    throw error
  }
  await carryOutRefunds(ctx, refunds)
}

/** Reserved before the transaction, because reservations stand outside any; under the command's id, so that it happens once. */
async function keepSubstitute(ctx: CommandContext, wanted: Resolution): Promise<HoldId | undefined> {
  if (wanted.choice.kind !== 'substitute') return undefined
  const { sku } = wanted.choice
  const { locationId, kind, quantity } = await substituteFor(ctx.platform.read(ctx.actor), wanted, sku)
  const holdId = wanted.commandId as HoldId
  const held = await reserve(ctx, {
    holdId,
    kind,
    ttlMs: SUBSTITUTE_HOLD_MS,
    lines: [{ sku, locationId, quantity }],
  })
  if (held.state === 'held') return holdId
  throw gone(held.lines[0]?.available ?? 0)
}

const gone = (available: number): Refusal =>
  new Refusal(
    'conflict',
    'incidents.substitute_gone',
    'The substitute is not there in that number any more. Choose another.',
    { facts: { available } },
  )

/** What a choice works on: everything is locked. */
interface Case {
  readonly wanted: Resolution
  readonly order: LockedOrder
  readonly whole: Order
  readonly incident: Incident
  readonly affected: Affected
  readonly quantity: number
}

interface Outcome {
  readonly choice: Choice
  readonly detail: Readonly<Record<string, unknown>>
  readonly until?: Date
  readonly refunds?: readonly RefundId[]
}

/** Locks the order, then the incident's row, then stock, payments and fulfilments, as each verb does. */
async function decide(ctx: WriteContext, wanted: Resolution, bodyHash: string): Promise<readonly RefundId[]> {
  const [order] = await lockOrders(ctx, [wanted.orderId])
  const [whole] = await ordersById(ctx, [wanted.orderId])
  if (!order || !whole) throw new Refusal('not_found', 'orders.not_found', 'There is no such order.')
  // The same click may have got here first, while this one waited for the lock.
  if (await wasDecided(ctx, wanted.commandId, bodyHash)) return []
  const { incident, affected, quantity } = await takeTheWord(ctx, wanted)
  authorise(ctx.actor, 'stock.incident', incident.locationId)
  const outcome = await carryOut(ctx, { wanted, order, whole, incident, affected, quantity })
  const { choice, detail, until, refunds = [] } = outcome
  const { commandId: decisionId, incidentId, orderId, lineNo } = wanted
  await recordDecision(ctx, incident, {
    decisionId,
    bodyHash,
    incidentId,
    orderId,
    lineNo,
    quantity,
    choice,
    detail,
    until: until ?? null,
  })
  return refunds
}

function carryOut(ctx: WriteContext, one: Case): Promise<Outcome> {
  const { choice } = one.wanted
  switch (choice.kind) {
    case 'other_place':
      return moveElsewhere(ctx, one, choice.locationId)
    case 'substitute':
      return substitute(ctx, one, choice.sku)
    case 'wait':
      return letWait(ctx, one, choice.until)
    case 'cancel_line':
      return cancelLine(ctx, one)
    case 'cancel_order':
      return cancelWhole(ctx, one)
  }
}

async function moveElsewhere(ctx: WriteContext, one: Case, to: LocationId): Promise<Outcome> {
  const pieces = openPieces(one)
  const { sku, locationId: from } = one.incident
  const { part, place } = await placeFor(ctx, pieces.fulfilmentId, to)
  const promisedAt = readyAt(place, part, ctx.now)
  let left = one.quantity
  // The last promised piece of hers goes first; most orders have one hold here.
  for (const { holdId, quantity } of one.affected.holds.toReversed()) {
    const moved = Math.min(left, quantity)
    if (moved === 0) break
    const answer = await relocate(ctx, { holdId, sku, from, to, quantity: moved })
    if (answer.state !== 'moved') {
      throw new Refusal(
        'conflict',
        'incidents.place_short',
        'The other place does not have that many any more. Choose another.',
        { facts: { available: answer.state === 'short' ? answer.available : 0 } },
      )
    }
    left -= moved
  }
  invariant(left === 0, 'missing pieces are held')
  await moveLines(ctx, pieces, { locationId: to, promisedAt, holdId: one.affected.holds[0]?.holdId ?? null })
  await followFulfilments(ctx, [one.order])
  return { choice: 'other_place', detail: { locationId: to, promisedAt } }
}

async function substitute(ctx: WriteContext, one: Case, sku: Sku): Promise<Outcome> {
  const pieces = openPieces(one)
  const { incident, quantity, wanted } = one
  const { variant, quantity: kept } = await substituteFor(ctx, wanted, sku)
  // Fewer or more may be missing than when the substitute was put aside.
  if (kept !== quantity) throw gone(kept)
  const { orderId } = wanted
  const [allocated] = await allocate(ctx, [{ holdId: wanted.commandId as HoldId, orderId }])
  if (allocated?.state !== 'allocated') throw gone(0)
  await giveUp(ctx, one)
  const { lineNo } = await substitutePieces(
    ctx,
    { orderId, lineNo: pieces.lineNo, quantity },
    { sku, name: variant.name, options: labelsOf(variant.options) },
  )
  await replaceArticle(ctx, pieces, { lineNo, sku })
  await followFulfilments(ctx, [one.order])
  return { choice: 'substitute', detail: { sku, instead: incident.sku, newLineNo: lineNo } }
}

const labelsOf = (options: Readonly<Record<string, { readonly label: { pl: string; en: string } }>>) =>
  Object.fromEntries(Object.entries(options).map(([code, { label }]) => [code, label]))

async function letWait(ctx: WriteContext, one: Case, asked: Date): Promise<Outcome> {
  const until = waitUntil(asked, ctx.now)
  const { fulfilmentId } = one.affected
  invariant(fulfilmentId, 'an order has a fulfilment where it is affected')
  await promiseAnew(ctx, fulfilmentId, until)
  return { choice: 'wait', detail: { until }, until }
}

async function cancelLine(ctx: WriteContext, one: Case): Promise<Outcome> {
  const isLast = piecesOfGoods(one.whole) === one.quantity
  if (isLast && !(await buysCards(ctx, one.wanted.orderId))) return cancelWhole(ctx, one)
  const pieces = openPieces(one)
  authorise(ctx.actor, 'orders.cancel', one.incident.locationId)
  if (one.order.state === 'placed') throw notPaid()
  const { orderId } = one.wanted
  await giveUp(ctx, one)
  const costMinor = await cancelPieces(
    ctx,
    { orderId, lineNo: pieces.lineNo, quantity: one.quantity },
    REASON,
  )
  await takeOut(ctx, pieces)
  await followFulfilments(ctx, [one.order])
  const refundMinor = costMinor + (isLast ? await leaveCards(ctx, orderId, REASON) : 0)
  const refundId = newId<'refund'>()
  const [answer] =
    refundMinor > 0
      ? await giveBack(ctx, [
          { refundId, orderId, amountMinor: refundMinor, reason: REASON, actor: ctx.actor },
        ])
      : []
  invariant(answer?.state !== 'over', 'a paid order has the money of its lines')
  const refunds = answer?.refund.state === 'saved' ? [refundId] : []
  return { choice: 'cancel_line', detail: { refundMinor }, refunds }
}

async function cancelWhole(ctx: WriteContext, one: Case): Promise<Outcome> {
  authorise(ctx.actor, 'orders.cancel', one.incident.locationId)
  const { refunds } = await cancelOrder(ctx, one.wanted.orderId, REASON)
  return { choice: 'cancel_order', detail: { grossMinor: one.whole.grossMinor }, refunds }
}

/** The order no longer holds the missing pieces. */
async function giveUp(ctx: WriteContext, { wanted, incident, quantity }: Case): Promise<void> {
  const { sku, locationId } = incident
  const [given] = await releaseAllocated(ctx, [
    { orderId: wanted.orderId, lines: [{ sku, locationId, quantity }] },
  ])
  invariant(given?.state === 'done', 'missing pieces are allocated')
}

/** The missing pieces as the place prepares them; refuses what is picked already, and parts of kits. */
function openPieces({ affected, quantity }: Case) {
  const { fulfilmentId, lineNo, stage } = affected
  if (stage === 'picked') {
    throw new Refusal(
      'conflict',
      'incidents.already_picked',
      'These pieces lie aside for the order, so the book is wrong. Count the shelf, or cancel the order.',
    )
  }
  if (lineNo === null || !fulfilmentId) {
    throw new Refusal(
      'conflict',
      'incidents.kit',
      'The missing piece belongs to a set. Let the customer wait, or cancel the order.',
    )
  }
  return { fulfilmentId, lineNo, quantity }
}

const notPaid = (): Refusal =>
  new Refusal(
    'conflict',
    'incidents.not_paid',
    'The customer has not paid for this order yet, so a part of it cannot be cancelled. Cancel all of it, or wait.',
  )
