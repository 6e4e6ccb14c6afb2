import {
  addLine,
  changeLine,
  dropCoupon,
  readCart,
  removeLine,
  sendTo,
  startCart,
  takeCoupon,
} from '../api/buy.ts'
import { CartStore, useCartOf, type CartState } from './cart-store.ts'

/** The basket of this device. */
export const cart = new CartStore({
  startCart,
  readCart,
  addLine,
  changeLine,
  removeLine,
  sendTo,
  takeCoupon,
  dropCoupon,
})

export const useCart = (): CartState => useCartOf(cart)
