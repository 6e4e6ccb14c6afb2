import { allocate, invariant } from '@splot/kernel'

/** An order line and how many of its pieces came back before. */
export interface RefundedPieces {
  readonly grossMinor: number
  readonly quantity: number
  readonly returnedQuantity: number
}

/**
 * What was paid for the next `pieces` of a line, minor units. A line's total is spread over its pieces by `allocate`, and
 * pieces come back in that order, so that returns of any sizes sum to the line's total to the grosz.
 */
export function refundFor(line: RefundedPieces, pieces: number): number {
  const { grossMinor, quantity, returnedQuantity } = line
  invariant(returnedQuantity + pieces <= quantity, 'no more comes back than was bought')
  return allocate(grossMinor, Array<number>(quantity).fill(1))
    .slice(returnedQuantity, returnedQuantity + pieces)
    .reduce((sum, part) => sum + part, 0)
}
