import type { Currency } from '@splot/kernel'
import { MAX_QUANTITY } from './limits.ts'
import { asRefusal, inactiveSku, noPickup, noPrice, tooManyPieces, unknownSku } from './refusals.ts'
import type { CartPorts, ChannelScope, LineFulfilment, WantedLine } from './types.ts'

/** Refuses an article or a place that cannot be bought or collected; `pointer` says where in the input it stood. */
export function checkLine(
  ports: CartPorts,
  line: WantedLine,
  channel: ChannelScope,
  currency: Currency,
  pointer: string,
): LineFulfilment {
  const variant = ports.variant(line.sku)
  if (!variant) throw asRefusal(unknownSku(line.sku, `${pointer}/sku`))
  if (!variant.active) throw asRefusal(inactiveSku(line.sku, `${pointer}/sku`))
  if (!ports.price(line.sku, { channel, currency, place: null, groups: [], quantity: line.quantity }))
    throw asRefusal(noPrice(line.sku, currency, `${pointer}/sku`))
  if (!Number.isInteger(line.quantity) || line.quantity < 1 || line.quantity > MAX_QUANTITY) {
    throw asRefusal({ ...tooManyPieces, pointer: `${pointer}/quantity` })
  }
  const fulfilment = line.fulfilment ?? { kind: 'ship' }
  checkPlace(ports, fulfilment, `${pointer}/fulfilment/locationId`)
  return fulfilment
}

export function checkPlace(ports: CartPorts, fulfilment: LineFulfilment, pointer: string): void {
  if (fulfilment.kind === 'pickup' && !ports.location(fulfilment.locationId)?.pickup)
    throw asRefusal(noPickup(pointer))
}
