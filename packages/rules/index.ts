export { basketTotals, type BasketTotals, type TotalledLine, type VatShare } from './basket.ts'
export type * from './promotions/types.ts'
export { compileRules, type CompiledRules } from './promotions/compile.ts'
export { priceBasket } from './promotions/price-basket.ts'
