import { Refusal, type LocationId, type Sku } from '@splot/kernel'
import { MAX_QUANTITY } from './limits.ts'
import type { StockLine } from './types.ts'

type Pieces = readonly { readonly sku: Sku; readonly quantity: number }[]

/** Lines of one place with the sign of their direction; refuses quantities below one with `inventory.bad_quantity`. */
export const linesAt = (locationId: LocationId, lines: Pieces, direction: 1 | -1): StockLine[] =>
  lines.map(({ sku, quantity }, index) => {
    if (quantity < 1) throw badQuantity(index)
    return { sku, locationId, quantity: whole(quantity, index) * direction }
  })

/** Lines that carry their own sign; refuses zero with `inventory.bad_quantity`. */
export const signedLinesAt = (locationId: LocationId, lines: Pieces): StockLine[] =>
  lines.map(({ sku, quantity }, index) => ({ sku, locationId, quantity: whole(quantity, index) }))

const whole = (quantity: number, index: number): number => {
  if (!Number.isSafeInteger(quantity) || quantity === 0 || Math.abs(quantity) > MAX_QUANTITY)
    throw badQuantity(index)
  return quantity
}

const badQuantity = (index: number): Refusal =>
  new Refusal('invalid', 'inventory.bad_quantity', `A quantity is 1 to ${MAX_QUANTITY} whole pieces.`, {
    errors: [{ pointer: `/lines/${index}/quantity`, detail: `1 to ${MAX_QUANTITY}` }],
  })
