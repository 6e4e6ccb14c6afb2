import type { CompiledAction } from '../turn.ts'
import type { Action } from '../types.ts'
import { offShipping } from './shipping-percent.ts'

/** What sending costs; cheaper sending stays so. */
export const shippingPrice = (action: Extract<Action, { kind: 'shipping_price' }>): CompiledAction => ({
  pools: [],
  onShipping: true,
  take: (turn) => offShipping(turn, (minor) => Math.max(0, minor - action.minor)),
})
