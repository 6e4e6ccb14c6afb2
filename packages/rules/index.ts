export { basketTotals, vatBetween, type BasketTotals, type TaxedPart, type VatShare } from './basket.ts'
export type * from './promotions/types.ts'
export { compileRules, needsCode, type CompiledRules } from './promotions/compile.ts'
export { normaliseCode, readUniqueCode, signsOfBits } from './promotions/coupon-code.ts'
export { mayBePaidWith } from './promotions/conditions/tender.ts'
export { priceBasket } from './promotions/price-basket.ts'
export {
  resolvePrice,
  type PriceEntry,
  type PriceException,
  type PriceScope,
  type ResolvedPrice,
} from './prices/resolve-price.ts'
export {
  exceptionsInForce,
  priceFromBook,
  spansInForce,
  type ExceptionTerms,
  type ListTerms,
  type PriceBook,
  type PricedSpan,
  type PriceSpan,
  type RevisedException,
} from './prices/price-book.ts'
export {
  lowestPriceBefore,
  omnibusRules,
  reductionOf,
  strictestRule,
  type OmnibusRule,
  type PresentedPrice,
  type Reduction,
} from './prices/omnibus.ts'
export { contentUnits, unitPrice, type NetContent, type UnitPrice } from './prices/unit-price.ts'
export { rateOn, type TaxRate } from './tax/rate.ts'
export { isInUnion, taxCountry, unionCountries, type Sale, type Seller } from './tax/place.ts'
export { netFromGross } from './tax/net.ts'
export { readNip } from './tax/nip.ts'
export { amountText, type WordsLocale } from './words/amount.ts'
export { piecesText } from './words/pieces-text.ts'
export { wordsOf, type Explained } from './words/words-of.ts'
export {
  keepBasket,
  recompute,
  type KeptBasket,
  type ReturnedPieces,
  type Returning,
  type ReturnRefund,
} from './promotions/recompute.ts'
export { publicRules } from './promotions/public-rules.ts'
export { faultsOf, promotionFaults, type Fault } from './promotions/faults.ts'
