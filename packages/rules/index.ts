export { basketTotals, type BasketTotals, type TotalledLine, type VatShare } from './basket.ts'
