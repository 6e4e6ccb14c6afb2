export { importPrices, openPriceList, PRICE_CHUNK } from './import.ts'
export { pricesFor } from './prices.ts'
export { openPrices, pricesOf } from './model.ts'
export type { ImportedPrice, PriceModel, PriceScope, SellingPrice, TaxLetter } from './types.ts'
