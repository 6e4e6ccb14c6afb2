import { useEffect } from 'react'
import { readCounting } from '../api/buy.ts'
import { cart as store, useCart } from '../memory/cart.ts'

/**
 * Lets the basket in view be counted on this device. The rules come late and on their own: until they are here, or when they do not come, the
 * server's answers are all there is. True: it can be counted here.
 */
export function useCounting(): boolean {
  const { cart, counted, corrected } = useCart()
  const isKnown = counted || cart === null || (store.counter?.knows(cart) ?? false)
  useEffect(() => {
    const { key } = store
    if (!key || (isKnown && !corrected)) return
    let isLeft = false
    const load = async () => {
      const [{ counterOf }, counting] = await Promise.all([import('./count.ts'), readCounting(key)])
      if (!isLeft) store.countWith(counterOf(counting, () => performance.now()))
    }
    void load().catch(() => undefined)
    return () => {
      isLeft = true
    }
  }, [isKnown, corrected])
  return isKnown
}
