import { useEffect, useState } from 'react'
import { readCart } from '../api/buy.ts'
import type { Cart } from '../api/types.ts'
import { cart as store } from '../memory/cart.ts'

/**
 * The basket as it costs when it is paid in these ways (methods, by comma): a promotion may be for one of them. Until the server has said it, the basket as it is.
 */
export function usePaidBy(cart: Cart, paying: string): Cart {
  const [told, setTold] = useState<{ readonly cart: Cart; readonly paying: string; readonly paid: Cart }>()
  useEffect(() => {
    const { key } = store
    if (!key || !paying) return
    let isLeft = false
    readCart(key, paying).then(
      (paid) => isLeft || setTold({ cart, paying, paid }),
      () => undefined,
    )
    return () => {
      isLeft = true
    }
  }, [cart, paying])
  return told?.paying === paying && told.cart.quote === cart.quote ? told.paid : cart
}
