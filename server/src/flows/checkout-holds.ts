import { Refusal, type HoldId, type LocalDate } from '@splot/kernel'
import { cartPortsOf, idFor, isHeld, type Cart, type CartLine, type LineHold } from '#modules/carts'
import {
  promiseInbound,
  release,
  reserve,
  type InboundPromised,
  type Reserved,
  type StockLine,
} from '#modules/inventory'
import type { CommandContext } from '#platform/context'
import type { CommandKey } from '#platform/database'

/** The days, by id of the line, until which the customer accepts to wait for what the basket showed as not here yet. */
export type AcceptedDays = Readonly<Record<string, LocalDate>>

export interface LaterHold {
  readonly holdId: HoldId
  /** The day by id of the line; null: nobody knows it any more. */
  readonly days: ReadonlyMap<string, LocalDate | null>
}

export interface CheckoutHolds {
  /** The hold in the warehouse for what is sent and there now. */
  readonly ship: HoldId | null
  /** Of that, what was promised for later; null: nothing. */
  readonly later: LaterHold | null
  /** Pickup lines whose pieces had to be taken again. */
  readonly changed: readonly { readonly lineId: string; readonly holds: readonly LineHold[] }[]
}

/** The holds that were taken for what is sent. */
export const warehouseHolds = ({ ship, later }: CheckoutHolds): HoldId[] => [
  ...(ship ? [ship] : []),
  ...(later ? [later.holdId] : []),
]

/**
 * Takes what the basket does not hold yet: everything that is sent, and pickup lines whose hold ran out. All or nothing. What the
 * customer `accepted` to wait for is promised out of what is here and what is on its way; everything else must be here.
 * `broken`: holds that stock has told to be lost although the basket says otherwise. Ids come from the command's key, so a repetition of a killed checkout finds its own holds instead of taking more.
 * @throws Refusal `checkout.sold_out` with the lines that are short, `checkout.promise_moved` with those that come later than accepted.
 */
export async function holdForCheckout(
  ctx: CommandContext,
  cart: Cart,
  key: CommandKey,
  tries: number,
  broken: ReadonlySet<HoldId>,
  accepted: AcceptedDays = {},
): Promise<CheckoutHolds> {
  const sent = cart.lines.filter((line) => line.fulfilment.kind === 'ship')
  const awaited = sent.filter(({ lineId }) => accepted[lineId] !== undefined)
  const shipped = sent.filter(({ lineId }) => accepted[lineId] === undefined)
  const lost = cart.lines.filter(
    (line) =>
      line.fulfilment.kind === 'pickup' &&
      (!isHeld(line, ctx.now) || line.holds?.some((hold) => broken.has(hold.holdId))),
  )
  if (sent.length === 0 && lost.length === 0) return { ship: null, later: null, changed: [] }
  const ship = shipped.length > 0 ? idFor<'hold'>(key, `ship ${tries}`) : null
  const warehouse = cartPortsOf(ctx).warehouse().locationId
  const since = ctx.now.getTime()
  const wanted = [
    ...(ship ? [{ holdId: ship, line: null, lines: shipped.map((line) => stockLine(line, warehouse)) }] : []),
    ...lost.map((line) => ({
      holdId: idFor<'hold'>(key, `line ${line.lineId} ${tries}`),
      line,
      lines: [stockLine(line, warehouse)],
    })),
  ]
  // A lost hold may still count for pieces that nobody else took: it is given back first, or the line would ask twice.
  const old = lost.flatMap((line) => (line.holds ?? []).map((hold) => hold.holdId))
  if (old.length > 0) await release(ctx, old)
  const promised = awaited.length > 0 ? idFor<'hold'>(key, `later ${tries}`) : null
  const [answers, promise] = await Promise.all([
    Promise.all(
      wanted.map(({ holdId, line, lines }) =>
        reserve(ctx, { holdId, kind: line ? 'pickup' : 'ship', lines }),
      ),
    ),
    promised &&
      promiseInbound(ctx, {
        holdId: promised,
        kind: 'ship',
        lines: awaited.map((line) => stockLine(line, warehouse)),
      }),
  ])
  const all = promise ? [...answers, promise] : answers
  await refuseShort(ctx, all)
  const later = promise?.state === 'promised' ? laterHold(promise, awaited) : null
  if (later) await refuseMoved(ctx, all, awaited, later, accepted)
  return {
    ship,
    later,
    changed: wanted.flatMap(({ holdId, line }, index) => {
      const answer = answers[index]
      if (!line || answer?.state !== 'held') return []
      return [
        {
          lineId: line.lineId,
          holds: [{ holdId, quantity: line.quantity, expiresAt: answer.expiresAt.getTime(), since }],
        },
      ]
    }),
  }
}

const stockLine = (
  { sku, quantity, fulfilment }: CartLine,
  warehouse: StockLine['locationId'],
): StockLine => ({
  sku,
  quantity,
  locationId: fulfilment.kind === 'pickup' ? fulfilment.locationId : warehouse,
})

const laterHold = (
  { holdId, lines }: Extract<InboundPromised, { state: 'promised' }>,
  awaited: readonly CartLine[],
): LaterHold => ({
  holdId,
  days: new Map(
    awaited.map(({ lineId, sku }) => [lineId, lines.find((line) => line.sku === sku)?.promisedOn ?? null]),
  ),
})

/** Nobody waits longer than she agreed to: everything is given back, and she is told the days. */
async function refuseMoved(
  ctx: CommandContext,
  answers: readonly (Reserved | InboundPromised)[],
  awaited: readonly CartLine[],
  { days }: LaterHold,
  accepted: AcceptedDays,
): Promise<void> {
  const isLater = (lineId: string): boolean => {
    const [day, limit] = [days.get(lineId), accepted[lineId]]
    return !day || !limit || day > limit
  }
  if (!awaited.some(({ lineId }) => isLater(lineId))) return
  await giveBack(ctx, answers)
  throw new Refusal(
    'conflict',
    'checkout.promise_moved',
    'Something comes later than the basket said. Look at the new date, and send again if it suits you.',
    {
      facts: {
        lines: awaited.map(({ lineId, sku }) => ({ lineId, sku, promisedOn: days.get(lineId) ?? null })),
      },
    },
  )
}

const giveBack = (ctx: CommandContext, answers: readonly (Reserved | InboundPromised)[]): Promise<unknown> =>
  release(
    ctx,
    answers.flatMap((answer) => (answer.state === 'short' ? [] : [answer.holdId])),
  )

async function refuseShort(
  ctx: CommandContext,
  answers: readonly (Reserved | InboundPromised)[],
): Promise<void> {
  const short = answers.flatMap((answer) => (answer.state === 'short' ? answer.lines : []))
  if (short.length === 0) return
  await giveBack(ctx, answers)
  throw new Refusal(
    'conflict',
    'checkout.sold_out',
    'Something is no longer there in the quantity you want.',
    {
      facts: { lines: short },
    },
  )
}
