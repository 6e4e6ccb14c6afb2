export { importPrices, openPriceList } from './import.ts'
export { PRICE_CHUNK } from './limits.ts'
export { pricesFor } from './prices.ts'
export { openPrices, pricesOf } from './model.ts'
export { bindPricing } from './surroundings.ts'
export { routes } from './routes.ts'
export type {
  ImportedPrice,
  PriceListId,
  PriceModel,
  PriceScope,
  SellingPrice,
  Surroundings,
  TaxLetter,
} from './types.ts'
