export { importCategories, importProducts, IMPORT_CHUNK } from './import.ts'
export { bindClassKeeper } from './class-changes.ts'
export { productByHandle, variantByGtin, variantsBySku } from './find.ts'
export { searchProducts } from './search.ts'
export { NetContentSchema } from './net-content.ts'
export { catalogueOf, openCatalogue } from './model.ts'
export { routes } from './routes.ts'
export type {
  Attribute,
  CatalogueModel,
  Category,
  ImportedProduct,
  Locale,
  Option,
  OptionValue,
  Picture,
  Product,
  TaxLetter,
  Variant,
  Words,
} from './types.ts'
