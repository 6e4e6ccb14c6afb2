export * from './states.ts'
export type * from './types.ts'
export { insertOrders } from './insert.ts'
export { claimFirst, retryNotFirst } from './first.ts'
export { moveOrders } from './move.ts'
export { addReturned } from './returned.ts'
export { awaitedLines, insertAwaited, recordAwaited, type AwaitedLine } from './awaited.ts'
export { cancelPieces, dropDelivery, substitutePieces } from './change-lines.ts'
export {
  lockOrders,
  ordersById,
  orderIdByNumber,
  orderByCart,
  ordersOfCustomer,
  listOrders,
  numbersOf,
  overdueOrders,
  hasBought,
  pricingOf,
} from './find.ts'
export { isOrderNumber } from './number.ts'
export { orderTimeline } from './timeline.ts'
export { orderToken, orderTokenFits } from './token.ts'
