export type * from './types.ts'
export * from './limits.ts'
export { openCarts, cartPortsOf, type CartOptions } from './ports.ts'
export { createCart } from './create.ts'
export { addLine, changeLine, removeLine, replaceHolds } from './change.ts'
export { closeCartOf } from './close-cart.ts'
export { cartById, cartOfCustomer } from './find.ts'
export { joinGuestCart, type GuestCart } from './join.ts'
export { goodsOf, worldAt } from './as-rules-see.ts'
export { readQuote, type Quote } from './quote.ts'
export { couponRefused, dropCoupon } from './coupons.ts'
export { addCard, cardsTotal, forgetCardsJob, removeCard } from './gift-cards.ts'
export { isHeld } from './holds.ts'
export { idFor } from './ids.ts'
export { lockCarts, markOrdered } from './order.ts'
export {
  priceCart,
  priceGoods,
  shopperOf,
  STRANGER,
  waysOf,
  type AsOf,
  type PricedCart,
  type PricedGoods,
  type PricedLine,
} from './price.ts'
export { SHIPPING_TAX_LETTER } from './shipping.ts'
export { notServed, serveCountry } from './delivery/serve.ts'
export { sentLater, type Later } from './later.ts'
export { chosen as chosenDelivery, showDiscount } from './show.ts'
export { ChosenDeliverySchema } from './delivery/wire.ts'
export type { ChosenDelivery } from './delivery/types.ts'
export { accessOf, routes, shownCart } from './routes.ts'
export { CartHeadersSchema, CartSchema, CouponCodeSchema, DiscountSchema, LaterSchema } from './schemas.ts'
