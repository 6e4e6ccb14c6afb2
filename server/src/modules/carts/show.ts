import type { Currency } from '@splot/kernel'
import type { CommandContext } from '#platform/context'
import { isHeld } from './holds.ts'
import { laterInCart, type Later } from './later.ts'
import { cartPortsOf } from './ports.ts'
import { priceCart, type PricedLine } from './price.ts'
import type { Cart } from './types.ts'
import type { VatRow } from './vat.ts'

/** The basket as the screens see it: priced now, with the state of its holds, and the day of what is not here yet. */
export async function showCart(ctx: CommandContext, cart: Cart, token?: string) {
  const priced = priceCart(ctx, cart, ctx.actor.channel)
  const later = await laterInCart(ctx, cart.lines)
  const { currency } = cart
  const money = (minor: number) => ({ minor, currency })
  return {
    id: cart.cartId,
    ...(token !== undefined && { token }),
    version: cart.version,
    state: cart.state,
    currency,
    lines: priced.lines.map((line) => showLine(ctx, line, currency, later.get(line.line.sku))),
    totals: {
      gross: money(priced.grossMinor),
      vat: showVat(priced.vat, currency),
      shipping: money(priced.shippingMinor),
    },
  }
}

export const showVat = (rows: readonly VatRow[], currency: Currency) =>
  rows.map(({ letter, ppm, grossMinor, vatMinor }) => ({
    letter,
    ppm,
    gross: { minor: grossMinor, currency },
    vat: { minor: vatMinor, currency },
  }))

function showLine(
  ctx: CommandContext,
  { line, variant, unitGrossMinor, grossMinor, sellable }: PricedLine,
  currency: Currency,
  later: Later | undefined,
) {
  return {
    lineId: line.lineId,
    sku: line.sku,
    name: variant?.name ?? { pl: line.sku, en: line.sku },
    handle: variant?.handle ?? null,
    options: variant?.options ?? {},
    picture: variant?.picture ?? null,
    quantity: line.quantity,
    unitPrice: { minor: unitGrossMinor, currency },
    lineTotal: { minor: grossMinor, currency },
    sellable,
    fulfilment: showFulfilment(ctx, line),
    hold: showHold(ctx, line),
    later: line.fulfilment.kind === 'ship' ? (later ?? null) : null,
  }
}

function showFulfilment(ctx: CommandContext, { fulfilment }: PricedLine['line']) {
  if (fulfilment.kind === 'ship') return { kind: 'ship' }
  const ports = cartPortsOf(ctx)
  const { locationId } = fulfilment
  const ready = ports.readyBy(locationId, ctx.now)
  const name = ports.location(locationId)?.name
  return {
    kind: 'pickup',
    locationId,
    ...(name !== undefined && { locationName: name }),
    ...(ready && { readyBy: ready.toISOString() }),
  }
}

function showHold(ctx: CommandContext, line: PricedLine['line']) {
  if (!line.holds || line.holds.length === 0) return { state: 'none', expiresAt: null }
  const ends = Math.min(...line.holds.map((hold) => hold.expiresAt))
  return { state: isHeld(line, ctx.now) ? 'held' : 'expired', expiresAt: new Date(ends).toISOString() }
}
