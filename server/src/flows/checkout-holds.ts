import { Refusal, type HoldId } from '@splot/kernel'
import { cartPortsOf, idFor, isHeld, type Cart, type CartLine, type LineHold } from '#modules/carts'
import { release, reserve, type Reserved, type StockLine } from '#modules/inventory'
import type { CommandContext } from '#platform/context'
import type { CommandKey } from '#platform/database'

export interface CheckoutHolds {
  /** The hold in the warehouse for everything that is sent. */
  readonly ship: HoldId | null
  /** Pickup lines whose pieces had to be taken again. */
  readonly changed: readonly { readonly lineId: string; readonly holds: readonly LineHold[] }[]
}

/**
 * Takes what the basket does not hold yet: everything that is sent, and pickup lines whose hold ran out. All or nothing.
 * `broken`: holds that stock has told to be lost although the basket says otherwise. Ids come from the command's key, so a repetition of a killed checkout finds its own holds instead of taking more.
 * @throws Refusal `checkout.sold_out` with the lines that are short.
 */
export async function holdForCheckout(
  ctx: CommandContext,
  cart: Cart,
  key: CommandKey,
  tries: number,
  broken: ReadonlySet<HoldId>,
): Promise<CheckoutHolds> {
  const shipped = cart.lines.filter((line) => line.fulfilment.kind === 'ship')
  const lost = cart.lines.filter(
    (line) =>
      line.fulfilment.kind === 'pickup' &&
      (!isHeld(line, ctx.now) || line.holds?.some((hold) => broken.has(hold.holdId))),
  )
  if (shipped.length === 0 && lost.length === 0) return { ship: null, changed: [] }
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
  const answers = await Promise.all(
    wanted.map(({ holdId, line, lines }) => reserve(ctx, { holdId, kind: line ? 'pickup' : 'ship', lines })),
  )
  await refuseShort(ctx, answers)
  return {
    ship,
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

async function refuseShort(ctx: CommandContext, answers: readonly Reserved[]): Promise<void> {
  const short = answers.flatMap((answer) => (answer.state === 'short' ? answer.lines : []))
  if (short.length === 0) return
  await release(
    ctx,
    answers.flatMap((answer) => (answer.state === 'held' ? [answer.holdId] : [])),
  )
  throw new Refusal(
    'conflict',
    'checkout.sold_out',
    'Something is no longer there in the quantity you want.',
    {
      facts: { lines: short },
    },
  )
}
