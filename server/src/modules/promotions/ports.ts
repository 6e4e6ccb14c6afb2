import { invariant } from '@splot/kernel'
import type { Range } from './types.ts'

let bound: Range | undefined

/** Called by main: what there is to be promoted, from the read models of this process. */
export function bindRange(range: Range): void {
  bound = range
}

/** What promotions may be about. */
export function rangeOf(): Range {
  invariant(bound, 'bindRange must be called before a promotion is checked')
  return bound
}
