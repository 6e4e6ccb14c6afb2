import { Refusal, SECOND_MS, type LocationId, type RefundId, type ReturnId } from '@splot/kernel'
import { returnToStock } from '#modules/inventory'
import { addReturned, lockOrders } from '#modules/orders'
import { carryOutRefunds } from '#modules/payments'
import { owedReturns, recordRefunds, registerReturns, type NewReturn } from '#modules/returns'
import { keepToLocation } from '#platform/auth'
import {
  authorise,
  systemActor,
  type Actor,
  type CommandContext,
  type Platform,
  type ReadContext,
  type WriteContext,
} from '#platform/context'
import { combineWrites, type CommandKey } from '#platform/database'
import {
  decideReturn,
  tooMany,
  whatIsKnown,
  type BroughtBack,
  type Received,
  type ReturnAside,
} from './decide-return.ts'
import { giveBack } from './give-back.ts'

/** Younger refunds may still be on the wire of the process that saved them; longer than any call lasts. */
const SETTLE_AFTER_MS = 10 * SECOND_MS
/** Refunds asked about in one run. */
const MAX_SETTLED = 200

interface Accepted {
  readonly returnId: ReturnId
  /** Waits for the provider. */
  readonly owed: RefundId | null
}

/**
 * Takes pieces of an order back, whatever channel sold them and wherever they were handed over: one return number, sellable
 * pieces back on hand in this place, the money back to the tender that paid. Cash is paid out at once; a card is called after
 * the commit, and `settleReturnRefunds` finishes what nobody could. A repetition under the same key gets the same return.
 * @throws Refusal `returns.no_place`, `auth.other_location`, `auth.forbidden`, `orders.not_found`, 409
 * `returns.order_not_returnable`, 422 `returns.unknown_line`, 422 `returns.bad_withdrawal_day`, 409 `returns.gift_card`, 409 `returns.too_many`, 409 `returns.not_refundable`.
 */
export async function acceptReturn(
  ctx: CommandContext,
  brought: BroughtBack,
  key: CommandKey | undefined,
): Promise<ReturnId> {
  const locationId = placeOf(ctx.actor, brought.locationId)
  const { returnId, owed } = await recordReturn(ctx, { ...brought, locationId }, key)
  if (owed) await settle(ctx, [owed])
  return returnId
}

/** Where the goods are: the actor's own place, or the one she names. Returns are accepted in any. */
function placeOf(actor: Actor, asked: LocationId | undefined): LocationId {
  const locationId = asked ?? actor.locationId
  if (!locationId) {
    throw new Refusal('unprocessable', 'returns.no_place', 'Say where the goods are received.', {
      errors: [{ pointer: '/locationId', detail: 'is needed without a device or key of a place' }],
    })
  }
  keepToLocation(actor, locationId)
  authorise(actor, 'returns.accept', locationId)
  return locationId
}

export interface ReturnPreview
  extends Pick<NewReturn, 'currency' | 'refundMinor' | 'shippingMinor' | 'vat' | 'lines'>, ReturnAside {}

/** What a return would refund, before anybody confirms it; nothing is written. Refuses what `acceptReturn` refuses. */
export async function previewReturn(ctx: ReadContext, brought: BroughtBack): Promise<ReturnPreview> {
  const locationId = placeOf(ctx.actor, brought.locationId)
  const known = await whatIsKnown(ctx, [brought.orderId])
  const input = { ...brought, locationId }
  const { taken, ...kept } = decideReturn({ actor: ctx.actor, input }, known.get(brought.orderId), ctx.now)
  return { ...taken, ...kept }
}

/** Locks orders, then stock, then payments; many at once share one transaction. Everything is decided before it is written. */
const recordReturn = combineWrites<Received, Accepted>('flows.accept_return', async (ctx, requests) => {
  const orderIds = requests.map(({ input }) => input.orderId)
  // Two returns of one order are decided one after the other.
  if (new Set(orderIds).size < orderIds.length) throw tooMany([])
  await lockOrders(ctx, orderIds)
  const known = await whatIsKnown(ctx, orderIds)
  const returns = requests.map(
    (request) => decideReturn(request, known.get(request.input.orderId), ctx.now).taken,
  )
  const [numbers] = await Promise.all([registerReturns(ctx, returns), countReturned(ctx, returns)])
  await returnToStock(ctx, returns.map(arrivalOf))
  // Last, because accounts that get value back are locked after everything else.
  const owed = await refund(
    ctx,
    returns.map((one, index) => ({ ...one, number: numbers[index]?.number ?? '' })),
  )
  return returns.map(({ returnId, refundId }) => ({
    returnId,
    owed: refundId && owed.has(refundId) ? refundId : null,
  }))
})

/** Counts the pieces on the order lines; the guard in SQL has the last word. */
async function countReturned(ctx: WriteContext, returns: readonly NewReturn[]): Promise<void> {
  const answers = await addReturned(
    ctx,
    returns.map(({ orderId, lines }) => {
      const byLine = Map.groupBy(lines, (line) => line.lineNo)
      return {
        orderId,
        lines: [...byLine].map(([lineNo, same]) => ({
          lineNo,
          quantity: same.reduce((sum, line) => sum + line.quantity, 0),
        })),
      }
    }),
  )
  for (const answer of answers) if (answer.state === 'over') throw tooMany(answer.lines)
}

/** Gives the money back to the tender that paid; answers the refunds that wait for the provider. */
async function refund(
  ctx: WriteContext,
  returns: readonly (NewReturn & { readonly number: string })[],
): Promise<ReadonlySet<RefundId>> {
  const wanted = returns.flatMap(({ refundId, orderId, refundMinor, number, actor }) =>
    refundId ? [{ refundId, orderId, amountMinor: refundMinor, reason: `return ${number}`, actor }] : [],
  )
  const answers = await giveBack(ctx, wanted)
  const told = answers.map((answer, index) => {
    if (answer.state === 'over') {
      throw new Refusal(
        'conflict',
        'returns.not_refundable',
        'Less money came in for this order than would go back. Ask the office to look at its payments.',
        { facts: { refundableMinor: answer.refundableMinor } },
      )
    }
    const { refundId, state, method } = answer.refund
    const actor = wanted[index]?.actor
    return { refundId, state, method, ...(actor && { actor }) }
  })
  await recordRefunds(ctx, told)
  return new Set(told.filter(({ state }) => state !== 'done').map(({ refundId }) => refundId))
}

/** Everything that came back is on hand; what goes into quarantine is not for sale until somebody has looked at it. */
const arrivalOf = ({ returnId, locationId, lines, actor }: NewReturn) => ({
  document: { kind: 'return' as const, id: returnId },
  locationId,
  lines: lines.map(({ sku, quantity, disposition }) => ({
    sku,
    quantity,
    aside: disposition === 'quarantine',
  })),
  actor,
})

/** Calls the provider for refunds that are committed, and writes what it said. */
async function settle(ctx: CommandContext, refundIds: readonly RefundId[]): Promise<void> {
  const told = await carryOutRefunds(ctx, refundIds)
  await ctx.platform.write(ctx.actor, (write) => recordRefunds(write, told))
}

/**
 * Finishes the refunds of returns whose money nobody knows to be back: a time-out, a killed process. Safe to run at any time and
 * anywhere. Answers how many were asked about.
 */
export async function settleReturnRefunds(
  platform: Platform,
  options: { readonly olderThanMs?: number } = {},
): Promise<number> {
  const ctx = platform.command(systemActor('returns.settle_refunds'))
  const before = new Date(ctx.now.getTime() - (options.olderThanMs ?? SETTLE_AFTER_MS))
  const owed = await owedReturns(platform.read(ctx.actor), before, MAX_SETTLED)
  if (owed.length > 0) await settle(ctx, owed)
  return owed.length
}
