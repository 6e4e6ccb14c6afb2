export { basketTotals, type BasketTotals, type TotalledLine, type VatShare } from './basket.ts'
export type * from './promotions/types.ts'
