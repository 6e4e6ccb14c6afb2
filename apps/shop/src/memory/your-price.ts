import type { Offered } from '@splot/ui'
import type { Money } from '../api/types.ts'
import { useT } from '../words/index.ts'
import { useOwnPrices } from './own-prices.ts'

/**
 * Lays the cheapest price of a signed-in customer for these articles over what everybody is offered; the same when she has none, or when
 * another of them is cheaper for everybody.
 */
export function useYourPrice(skus: readonly string[]): (of: Offered, price: Money) => Offered {
  const t = useT('shell')
  const own = useOwnPrices(skus)
  return (of, everybodys) => {
    const [hers] = skus.flatMap((sku) => own.get(sku) ?? []).toSorted((a, b) => a.price.minor - b.price.minor)
    const offered = of.reducedPrice ?? everybodys
    if (!hers || (skus.length > 1 && hers.price.minor > offered.minor)) return of
    const { pricePerUnit: _everybodys, ...rest } = of
    const { price, pricePerUnit } = hers
    return {
      ...rest,
      reducedPrice: price,
      priceReasons: [t('yourPrice')],
      ...(pricePerUnit && { pricePerUnit }),
    }
  }
}
