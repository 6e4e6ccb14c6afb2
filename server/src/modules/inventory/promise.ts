/**
 * What may still be promised of a row, in pieces; never negative. The same formula decides in SQL (`inventory.promisable`):
 * further terms of "available to promise" are added in both.
 */
export const availableToPromise = (row: { readonly onHand: number; readonly reserved: number }): number =>
  Math.max(0, row.onHand - row.reserved)
