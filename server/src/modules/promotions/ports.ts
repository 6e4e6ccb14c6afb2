import type { Range } from './types.ts'

/** Where nobody has bound a catalogue (the demo is loaded before read models are open) everything that is named is taken for known. */
const anything: Range = {
  isSku: () => true,
  productOf: (handle) => ({ handle, category: '' }),
  categoryWithin: (handle) => new Set([handle]),
  isAttribute: () => true,
  isChannel: () => true,
  isLocation: () => true,
  isCurrency: () => true,
}

let bound: Range = anything

/** Called by main: what there is to be promoted, from the read models of this process. */
export function bindRange(range: Range): void {
  bound = range
}

/** What promotions may be about. */
export const rangeOf = (): Range => bound
