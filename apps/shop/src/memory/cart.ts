import { addLine, changeLine, readCart, removeLine, startCart } from '../api/buy.ts'
import { CartStore, useCartOf, type CartState } from './cart-store.ts'

/** The basket of this device. */
export const cart = new CartStore({ startCart, readCart, addLine, changeLine, removeLine })

export const useCart = (): CartState => useCartOf(cart)
