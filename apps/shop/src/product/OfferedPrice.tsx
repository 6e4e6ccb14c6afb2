import { Price } from '@splot/ui'
import type { Money } from '../api/types.ts'

/** What is said of a price that is presented as reduced, as the API tells it. */
interface Reduction {
  readonly reducedPrice?: Money
  readonly before?: Money
  readonly lowestPrice?: Money
}

/** A price with what the law wants beside it where it is reduced: the same on cards, product pages and in the basket. */
export function OfferedPrice({
  price,
  of,
  size = 'm',
}: Readonly<{ price: Money; of: Reduction; size?: 's' | 'm' | 'l' }>) {
  const { reducedPrice, before, lowestPrice } = of
  return (
    <Price
      current={reducedPrice ?? price}
      previous={before ?? null}
      lowest30Days={lowestPrice ?? null}
      size={size}
    />
  )
}
