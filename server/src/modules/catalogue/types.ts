import type { ProductId, Sku } from '@splot/kernel'
import type { NetContent } from '@splot/rules'

export type Locale = 'pl' | 'en'
export const LOCALES = ['pl', 'en'] as const satisfies readonly Locale[]

/** A text in the languages of the screens. */
export type Words = Readonly<Record<Locale, string>>

/** Letter of a VAT rate; what it amounts to on a day is known to pricing. */
export type TaxLetter = 'A' | 'B' | 'C' | 'D'

export interface OptionValue {
  readonly code: string
  readonly label: Words
  /** `#rrggbb`, colours only. */
  readonly hex?: string
}

/** Something that variants of one product differ by, with its values in the order of the screens. */
export interface Option {
  readonly code: string
  readonly name: Words
  readonly values: readonly OptionValue[]
}

export interface Attribute {
  readonly code: string
  readonly name: Words
  readonly values: readonly { readonly code: string; readonly label: Words }[]
}

export interface Picture {
  readonly url: string
  readonly alt: Words
  /** Code of the colour it shows; null shows every variant. */
  readonly colour: string | null
}

/** One thing that can be sold, with what a basket, an order line or a till needs to name it. */
export interface Variant {
  readonly sku: Sku
  readonly gtin: string
  readonly productId: ProductId
  readonly handle: string
  readonly name: Words
  /** By option code: `{ colour: { code, label, hex }, size: { code, label } }`. */
  readonly options: Readonly<Record<string, OptionValue>>
  readonly taxRate: TaxLetter
  readonly picture: Picture | null
  /** Null: it is sold as one thing, a set or a pair, and has no price per unit. */
  readonly netContent: NetContent | null
  /** It spoils or expires soon. */
  readonly perishable: boolean
  /** False once it is no longer sold; it stays readable for old orders. */
  readonly active: boolean
}

export interface Product {
  readonly id: ProductId
  readonly handle: string
  readonly kind: string
  readonly brand: string
  readonly category: string
  readonly text: Readonly<Record<Locale, { readonly name: string; readonly description: string }>>
  readonly attributes: readonly Attribute[]
  readonly options: readonly Option[]
  readonly pictures: readonly Picture[]
  readonly variants: readonly Variant[]
  readonly taxRate: TaxLetter
  readonly active: boolean
  readonly createdAt: Date
}

export interface Category {
  readonly handle: string
  readonly parent: string | null
  readonly name: Words
  readonly position: number
}

export interface ImportedProduct {
  readonly handle: string
  readonly kind: string
  readonly brand: string
  readonly category: string
  readonly text: Product['text']
  readonly attributes: readonly Attribute[]
  readonly options: readonly Option[]
  readonly variants: readonly {
    readonly sku: string
    readonly gtin: string
    /** Value code by option code. */
    readonly options: Readonly<Record<string, string>>
    /** Where a price per unit must stand beside the price. */
    readonly netContent?: NetContent
  }[]
  readonly pictures: readonly Picture[]
  readonly taxRate: TaxLetter
  /** It spoils or expires soon; default: it does not. */
  readonly perishable?: boolean
  readonly weightGrams?: number
}

/** The whole range in memory, refreshed by `catalogue.changed`; all of it synchronous, inactive variants included. */
export interface CatalogueModel {
  readonly variant: (sku: string) => Variant | undefined
  readonly variantByGtin: (gtin: string) => Variant | undefined
  readonly product: (handle: string) => Product | undefined
  /** Active products in order of arrival. */
  readonly products: () => readonly Product[]
  readonly categories: () => readonly Category[]
  /** Handles of the category and everything below it; undefined when there is no such category. */
  readonly categoryWithin: (handle: string) => ReadonlySet<string> | undefined
  /** The category and every one above it, nearest first; empty for an unknown one. */
  readonly categoriesAbove: (handle: string) => readonly string[]
  /** Called with the handles that changed, after the model shows them. */
  readonly onChange: (handler: (handles: readonly string[]) => void) => void
  readonly version: () => number
}
