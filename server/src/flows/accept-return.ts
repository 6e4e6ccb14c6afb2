import {
  HOME_ZONE,
  newId,
  Refusal,
  SECOND_MS,
  wallClock,
  type LocationId,
  type OrderId,
  type RefundId,
  type ReturnId,
} from '@splot/kernel'
import type { TaxedPart } from '@splot/rules'
import { returnToStock } from '#modules/inventory'
import {
  addReturned,
  lockOrders,
  ordersById,
  pricingOf,
  returnableIn,
  type Order,
  type OrderPricing,
} from '#modules/orders'
import { carryOutRefunds } from '#modules/payments'
import {
  owedReturns,
  recordRefunds,
  registerReturns,
  returnsOf,
  type Disposition,
  type NewReturn,
  type Return,
  type ReturnLine,
  type ReturnReason,
} from '#modules/returns'
import { isCardLine } from '#modules/storedvalue'
import { vatGivenBack, type VatRow } from '#modules/tax'
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
import { combineWrites, type Combined, type CommandKey } from '#platform/database'
import { giveBack } from './give-back.ts'
import { refundForReturn, saidWhen, shippingForReturn } from './refund-for-return.ts'

/** Younger refunds may still be on the wire of the process that saved them; longer than any call lasts. */
const SETTLE_AFTER_MS = 10 * SECOND_MS
/** Refunds asked about in one run. */
const MAX_SETTLED = 200

/** What lies on the counter. */
export interface BroughtBack {
  readonly orderId: OrderId
  /** Where it is received; default: the place of the device or key. */
  readonly locationId?: LocationId | undefined
  /** The day on which she said that she withdraws, when that was before the goods came: YYYY-MM-DD, by the clock of the retailer. */
  readonly withdrawnOn?: string | undefined
  readonly lines: readonly {
    /** The order line, from 1. It may appear twice, with another disposition. */
    readonly lineNo: number
    readonly quantity: number
    readonly reason: ReturnReason
    readonly disposition: Disposition
  }[]
}

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

type Received = BroughtBack & { readonly locationId: LocationId }

/** Locks orders, then stock, then payments; many at once share one transaction. Everything is decided before it is written. */
const recordReturn = combineWrites<Received, Accepted>('flows.accept_return', async (ctx, requests) => {
  const orderIds = requests.map(({ input }) => input.orderId)
  // Two returns of one order are decided one after the other.
  if (new Set(orderIds).size < orderIds.length) throw tooMany([])
  await lockOrders(ctx, orderIds)
  const known = await whatIsKnown(ctx, orderIds)
  const returns = requests.map((request) => decide(request, known.get(request.input.orderId), ctx.now).taken)
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

interface Known {
  readonly order: Order
  /** Oldest first. */
  readonly earlier: readonly Return[]
  readonly pricing: OrderPricing | undefined
}

async function whatIsKnown(ctx: ReadContext, orderIds: readonly OrderId[]): Promise<Map<OrderId, Known>> {
  const [orders, returns, pricing] = await Promise.all([
    ordersById(ctx, orderIds),
    returnsOf(ctx, orderIds),
    pricingOf(ctx, orderIds),
  ])
  return new Map(
    orders.map((order) => {
      const { orderId } = order
      const earlier = returns.filter((one) => one.orderId === orderId)
      return [orderId, { order, earlier, pricing: pricing.get(orderId) }]
    }),
  )
}

/** What a return would refund, before anybody confirms it; nothing is written. Refuses what `acceptReturn` refuses. */
export async function previewReturn(ctx: ReadContext, brought: BroughtBack): Promise<ReturnPreview> {
  const locationId = placeOf(ctx.actor, brought.locationId)
  const known = await whatIsKnown(ctx, [brought.orderId])
  const input = { ...brought, locationId }
  const { taken, ...kept } = decide({ actor: ctx.actor, input }, known.get(brought.orderId), ctx.now)
  return { ...taken, ...kept }
}

export interface ReturnPreview extends Pick<
  NewReturn,
  'currency' | 'refundMinor' | 'shippingMinor' | 'vat' | 'lines'
> {
  /** What promotions that no longer hold for the rest take from the share that was paid; minor units. */
  readonly withheldMinor: number
  /** What of the price of delivery stays paid, because she had chosen a dearer way than the cheapest; minor units. */
  readonly keptShippingMinor: number
}

/** What a return will be, or its refusal; `order` is locked, unless it is only previewed. */
function decide(
  { actor, input }: Pick<Combined<Received>, 'actor' | 'input'>,
  known: Known | undefined,
  now: Date,
): { readonly taken: NewReturn } & Pick<ReturnPreview, 'withheldMinor' | 'keptShippingMinor'> {
  const order = known?.order
  if (!order) throw new Refusal('not_found', 'orders.not_found', 'There is no such order.')
  if (!(returnableIn as readonly string[]).includes(order.state)) {
    throw new Refusal(
      'conflict',
      'returns.order_not_returnable',
      'The customer does not have this order yet. Cancel it instead of taking it back.',
      { facts: { state: order.state } },
    )
  }
  const asked = decideLines(order, input)
  const withdrawnOn = dayOfStatement(order, input.withdrawnOn, now)
  const refund = refundForReturn(order, asked, known.earlier, known.pricing, saidWhen(withdrawnOn, now))
  const lines = asked.map((line, index) => ({ ...line, refundMinor: refund.lines[index] ?? 0 }))
  const refundOfLines = lines.reduce((sum, line) => sum + line.refundMinor, 0)
  const goods = goodsOf(order)
  const before = goods.reduce((sum, line) => sum + line.returnedQuantity, 0)
  // Whoever gives all goods back gets the cost of sending back too: art. 32(1) of the Polish act on consumer rights.
  const isWhole = before + piecesIn(lines) === piecesIn(goods)
  const reasons = [...known.earlier.flatMap((one) => one.lines), ...lines].map(({ reason }) => reason)
  const shippingMinor = isWhole ? shippingForReturn(order, reasons) : 0
  const refundMinor = refundOfLines + shippingMinor
  const taken = {
    returnId: newId<'return'>(),
    orderId: order.orderId,
    orderNumber: order.number,
    locationId: input.locationId,
    currency: order.currency,
    refundMinor,
    shippingMinor,
    vat: isWhole ? vatOfRest(order, known.earlier, shippingMinor) : vatBack(order, known.earlier, lines),
    refundId: refundMinor > 0 ? newId<'refund'>() : null,
    withdrawnOn,
    lines,
    actor,
  }
  const keptShippingMinor = isWhole ? order.shippingMinor - shippingMinor : 0
  return { taken, withheldMinor: refund.withheldMinor, keptShippingMinor }
}

/** Nobody withdraws from what she has not ordered yet, or tomorrow. */
function dayOfStatement(order: Order, day: string | undefined, now: Date): string | null {
  if (day === undefined) return null
  const [first, last] = [order.placedAt, now].map((at) => wallClock(at, HOME_ZONE).date)
  if (first !== undefined && last !== undefined && day >= first && day <= last) return day
  throw new Refusal(
    'unprocessable',
    'returns.bad_withdrawal_day',
    'Nobody withdraws before she has ordered, or in the future. Check the day of the statement.',
    { errors: [{ pointer: '/withdrawnOn', detail: `from ${first} to ${last}` }] },
  )
}

/** VAT in what is given back now: what the document bore after the earlier returns, less what it bears after this one. */
function vatBack(order: Order, earlier: readonly Return[], lines: readonly ReturnLine[]): VatRow[] {
  const given = earlier.flatMap((one) => one.lines)
  return vatGivenBack(partsAfter(order, earlier, given), partsAfter(order, earlier, [...given, ...lines]))
}

/**
 * VAT in what is given back with the last goods: all that is left, also where a promotion that is made good now was withheld from goods of another
 * rate, but for what of delivery stays paid.
 */
function vatOfRest(order: Order, earlier: readonly Return[], shippingMinor: number): VatRow[] {
  const before = partsAfter(
    order,
    earlier,
    earlier.flatMap((one) => one.lines),
  )
  const kept = order.shippingMinor - shippingMinor
  return vatGivenBack(before, kept > 0 ? [{ ...shippingPart(order), grossMinor: kept }] : [])
}

/** What an order still bears once these lines have been given back. */
function partsAfter(order: Order, earlier: readonly Return[], given: readonly ReturnLine[]): TaxedPart[] {
  const refunded = new Map<number, number>()
  for (const { lineNo, refundMinor } of given) refunded.set(lineNo, (refunded.get(lineNo) ?? 0) + refundMinor)
  const sent = earlier.reduce((sum, one) => sum + one.shippingMinor, 0)
  return [
    ...goodsOf(order).map((line) => ({
      taxLetter: line.taxLetter,
      taxPpm: line.taxPpm,
      taxCountry: line.taxCountry,
      grossMinor: line.grossMinor - (refunded.get(line.lineNo) ?? 0),
    })),
    { ...shippingPart(order), grossMinor: order.shippingMinor - sent },
  ]
}

const shippingPart = (order: Order) => ({
  taxLetter: order.shippingTaxLetter,
  taxPpm: order.shippingTaxPpm,
  taxCountry: order.shippingTaxCountry,
})

/** What may come back: gift cards are money, and bear no VAT. */
const goodsOf = ({ lines }: Order) => lines.filter((line) => !isCardLine(line))

const piecesIn = (lines: readonly { readonly quantity: number }[]): number =>
  lines.reduce((sum, line) => sum + line.quantity, 0)

function decideLines(order: Order, { lines }: Received): Omit<ReturnLine, 'refundMinor'>[] {
  const counted = new Map(order.lines.map((line) => [line.lineNo, line.returnedQuantity]))
  const over = new Map<number, number>()
  const decided = lines.map(({ lineNo, quantity, reason, disposition }, index) => {
    const line = order.lines.find((line) => line.lineNo === lineNo)
    if (!line) {
      throw new Refusal('unprocessable', 'returns.unknown_line', `The order has no line ${lineNo}.`, {
        errors: [{ pointer: `/lines/${index}/lineId`, detail: 'not a line of this order' }],
      })
    }
    if (isCardLine(line)) {
      throw new Refusal(
        'conflict',
        'returns.gift_card',
        'A gift card is money, not goods: it does not come back. The office can block it.',
        { errors: [{ pointer: `/lines/${index}/lineId`, detail: 'a gift card' }] },
      )
    }
    const returnedQuantity = counted.get(lineNo) ?? 0
    counted.set(lineNo, returnedQuantity + quantity)
    if (returnedQuantity + quantity > line.quantity) {
      over.set(lineNo, line.quantity - line.returnedQuantity)
      return undefined
    }
    return { lineNo, sku: line.sku, quantity, reason, disposition }
  })
  if (over.size > 0)
    throw tooMany(
      [...over].map(([lineNo, returnable]) => ({ lineNo, returnable })),
      lines,
    )
  return decided.filter((line) => line !== undefined)
}

const tooMany = (
  over: readonly { readonly lineNo: number; readonly returnable: number }[],
  lines: BroughtBack['lines'] = [],
): Refusal =>
  new Refusal(
    'conflict',
    'returns.too_many',
    'No more comes back than was bought and has not come back yet.',
    {
      facts: { lines: over.map(({ lineNo, returnable }) => ({ lineId: lineNo, returnable })) },
      errors: over.map(({ lineNo, returnable }) => ({
        pointer: `/lines/${lines.findIndex((line) => line.lineNo === lineNo)}/quantity`,
        detail: `at most ${returnable}`,
      })),
    },
  )

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
