import { Refusal, type LocationId } from '@splot/kernel'
import { MAX_QUANTITY } from './limits.ts'
import type { MovedLine } from './move.ts'

type Pieces = readonly Omit<MovedLine, 'locationId'>[]

/** Lines of one place with the sign of their direction; refuses quantities below one with `inventory.bad_quantity`. */
export const linesAt = (locationId: LocationId, lines: Pieces, direction: 1 | -1): MovedLine[] =>
  lines.map((line, index) => {
    if (line.quantity < 1) throw badQuantity(index)
    return { ...line, locationId, quantity: whole(line.quantity, index) * direction }
  })

/** Lines that carry their own sign; refuses zero with `inventory.bad_quantity`. */
export const signedLinesAt = (locationId: LocationId, lines: Pieces): MovedLine[] =>
  lines.map((line, index) => ({ ...line, locationId, quantity: whole(line.quantity, index) }))

const whole = (quantity: number, index: number): number => {
  if (!Number.isSafeInteger(quantity) || quantity === 0 || Math.abs(quantity) > MAX_QUANTITY)
    throw badQuantity(index)
  return quantity
}

const badQuantity = (index: number): Refusal =>
  new Refusal('invalid', 'inventory.bad_quantity', `A quantity is 1 to ${MAX_QUANTITY} whole pieces.`, {
    errors: [{ pointer: `/lines/${index}/quantity`, detail: `1 to ${MAX_QUANTITY}` }],
  })
