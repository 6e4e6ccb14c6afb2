import { addCard, removeCard, startEmptyCart, type CardWish } from '../api/cards.ts'
import type { Cart } from '../api/types.ts'
import { isOver } from './cart-store.ts'
import { cart as store } from './cart.ts'

/** Puts a gift card into the basket of this device, starting one when there is none. @throws ProblemError the API's "no" */
export const putCardIn = (wish: CardWish): Promise<Cart> =>
  store.change(async () => {
    const { key } = store
    if (key) {
      try {
        return await addCard(key, wish)
      } catch (problem) {
        if (!isOver(problem)) throw problem
        store.forget()
      }
    }
    const { id, token = '' } = await startEmptyCart()
    store.memory.set({ id, token })
    return addCard({ id, token }, wish)
  })

export const takeCardOut = (cardId: string): Promise<Cart> =>
  store.change(() => removeCard(store.needKey(), cardId))
