import type { CompiledAction } from '../turn.ts'
import type { Action } from '../types.ts'
import { basketAmount } from './basket-amount.ts'
import { basketPercent } from './basket-percent.ts'
import { bundle } from './bundle.ts'
import { buyGet } from './buy-get.ts'
import { cheapestFree } from './cheapest-free.ts'
import { fixedPrice } from './fixed-price.ts'
import { gift } from './gift.ts'
import { lineAmount } from './line-amount.ts'
import { linePercent } from './line-percent.ts'
import { quantityTiers } from './quantity-tiers.ts'
import { shippingPercent } from './shipping-percent.ts'
import { shippingPrice } from './shipping-price.ts'
import { valueTiers } from './value-tiers.ts'

export function compileAction(action: Action): CompiledAction {
  switch (action.kind) {
    case 'line_percent':
      return linePercent(action)
    case 'line_amount':
      return lineAmount(action)
    case 'fixed_price':
      return fixedPrice(action)
    case 'basket_percent':
      return basketPercent(action)
    case 'basket_amount':
      return basketAmount(action)
    case 'buy_get':
      return buyGet(action)
    case 'cheapest_free':
      return cheapestFree(action)
    case 'bundle':
      return bundle(action)
    case 'quantity_tiers':
      return quantityTiers(action)
    case 'value_tiers':
      return valueTiers(action)
    case 'gift':
      return gift(action)
    case 'shipping_percent':
      return shippingPercent(action)
    case 'shipping_price':
      return shippingPrice(action)
  }
}
