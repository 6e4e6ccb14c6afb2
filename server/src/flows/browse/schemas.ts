import { Type } from 'typebox'
import { NetContentSchema } from '#modules/catalogue'
import { BEFORE_FIRST, PricePerUnitSchema } from '#modules/pricing'
import { InstantSchema, LocaleSchema, MoneySchema, SkuSchema, UuidSchema } from '#platform/http'

/** Products on a page of a list, unless asked otherwise, and at most. */
export const DEFAULT_LISTING = 24
export const MAX_LISTING = 96
/** Pieces beyond this are not counted out to the public: "10" means ten or more. */
export const MAX_SHOWN = 10
/** Values of one filter. */
const MAX_VALUES = 30

const Codes = Type.Array(Type.String({ maxLength: 64 }), { maxItems: MAX_VALUES })
const MinorQuery = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

export const ListingQuery = Type.Object({
  category: Type.Optional(
    Type.String({ maxLength: 120, description: 'handle; everything below it counts too' }),
  ),
  q: Type.Optional(Type.String({ maxLength: 200, description: 'words in any form, a SKU or a GTIN' })),
  colour: Type.Optional(Codes),
  size: Type.Optional(Codes),
  kind: Type.Optional(Type.String({ maxLength: 64 })),
  minPrice: Type.Optional(MinorQuery),
  maxPrice: Type.Optional(MinorQuery),
  store: Type.Optional(Type.String({ format: 'uuid', description: 'only what this place has now' })),
  inStock: Type.Optional(Type.Boolean({ description: 'only what can be had somewhere now' })),
  sort: Type.Optional(
    Type.Union([
      Type.Literal('relevance'),
      Type.Literal('price'),
      Type.Literal('-price'),
      Type.Literal('newest'),
    ]),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LISTING, default: DEFAULT_LISTING })),
  cursor: Type.Optional(
    Type.String({ maxLength: 400, description: 'opaque; from `next` of the page before' }),
  ),
  locale: Type.Optional(LocaleSchema),
})

const PictureSchema = Type.Object({
  url: Type.String(),
  alt: Type.String(),
  colour: Type.Union([Type.String(), Type.Null()]),
})
const ColourSchema = Type.Object({
  code: Type.String(),
  label: Type.String(),
  hex: Type.Optional(Type.String()),
})
const CodeOrNull = Type.Union([Type.String(), Type.Null()])
const Shown = Type.Integer({
  minimum: 0,
  maximum: MAX_SHOWN,
  description: `${MAX_SHOWN} means ${MAX_SHOWN} or more`,
})

/** Beside a price that is presented as reduced. */
const reductionFields = {
  reducedPrice: Type.Optional(
    Type.Object(MoneySchema.properties, { description: 'with promotions for everybody' }),
  ),
  before: Type.Optional(
    Type.Object(MoneySchema.properties, {
      description:
        'the regular price; missing: what is asked is not below the lowest price, so nothing is announced',
    }),
  ),
  lowestPrice: Type.Optional(
    Type.Object(MoneySchema.properties, {
      description: 'the lowest of the 30 days before the reduction; must stand beside it',
    }),
  ),
  beforeFirst: Type.Optional(Type.Boolean({ description: BEFORE_FIRST })),
  percentOff: Type.Optional(Type.Integer({ description: 'off the lowest price; missing: say none' })),
}

const cardFields = {
  handle: Type.String(),
  name: Type.String(),
  brand: Type.String(),
  category: Type.String(),
  price: Type.Object({ from: MoneySchema, to: MoneySchema }),
  ...reductionFields,
  pricePerUnit: Type.Optional(PricePerUnitSchema),
  pictures: Type.Array(PictureSchema),
  colours: Type.Array(ColourSchema),
  sizes: Type.Array(Type.Object({ code: Type.String(), label: Type.String(), available: Type.Boolean() })),
  available: Type.Boolean({ description: 'some variant can be had somewhere' }),
  online: Type.Boolean({ description: 'some variant can be shipped' }),
}

export const ProductCardSchema = Type.Object({
  ...cardFields,
  stores: Type.Integer({ description: 'stores that have some variant for pickup' }),
  variants: Type.Array(
    Type.Object({ sku: SkuSchema, colour: CodeOrNull, size: CodeOrNull, available: Shown }),
  ),
})

export const ListingSchema = Type.Object({
  items: Type.Array(ProductCardSchema),
  facets: Type.Object({
    category: Type.Array(Type.Object({ handle: Type.String(), name: Type.String(), count: Type.Integer() })),
    colour: Type.Array(Type.Object({ ...ColourSchema.properties, count: Type.Integer() })),
    size: Type.Array(Type.Object({ code: Type.String(), label: Type.String(), count: Type.Integer() })),
    price: Type.Union([Type.Object({ min: Type.Integer(), max: Type.Integer() }), Type.Null()]),
  }),
  total: Type.Integer(),
  next: Type.Union([Type.String(), Type.Null()]),
  corrected: Type.Union([Type.String(), Type.Null()], {
    description: 'the words that were looked for when the question seemed mistyped',
  }),
})

export const ProductPageSchema = Type.Object({
  ...cardFields,
  description: Type.String(),
  attributes: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
  options: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      values: Type.Array(ColourSchema),
    }),
  ),
  variants: Type.Array(
    Type.Object({
      sku: SkuSchema,
      gtin: Type.String(),
      colour: CodeOrNull,
      size: CodeOrNull,
      price: MoneySchema,
      ...reductionFields,
      pricePerUnit: Type.Optional(PricePerUnitSchema),
      netContent: Type.Optional(NetContentSchema),
      priceReasons: Type.Optional(
        Type.Array(Type.String(), { description: 'why it differs from the price list' }),
      ),
      available: Shown,
      online: Shown,
      stores: Type.Record(Type.String(), Type.Integer({ minimum: 1, maximum: MAX_SHOWN }), {
        description: 'pieces by location id; a store that has none is missing',
      }),
    }),
  ),
  stores: Type.Array(
    Type.Object({
      id: UuidSchema,
      code: Type.String(),
      name: Type.String(),
      city: Type.String(),
      address: Type.Object({
        street: Type.String(),
        postcode: Type.String(),
        city: Type.String(),
        country: Type.String(),
      }),
      openNow: Type.Boolean(),
      readyBy: Type.Union([InstantSchema, Type.Null()]),
    }),
    { description: 'every store with pickup, by city and name' },
  ),
  asOf: InstantSchema,
})

export const VariantSchema = Type.Object({
  sku: SkuSchema,
  gtin: Type.String(),
  name: Type.String(),
  handle: Type.String(),
  options: Type.Array(
    Type.Object({
      code: Type.String(),
      value: Type.String(),
      label: Type.String(),
      hex: Type.Optional(Type.String()),
    }),
  ),
  categories: Type.Array(Type.String(), { description: 'its own and those above it: what promotions ask' }),
  attributes: Type.Record(Type.String(), Type.String(), {
    description: 'value codes by attribute or option code: what promotions ask',
  }),
  price: Type.Union([MoneySchema, Type.Null()]),
  ...reductionFields,
  pricePerUnit: Type.Optional(PricePerUnitSchema),
  netContent: Type.Optional(NetContentSchema),
  perishable: Type.Optional(Type.Literal(true, { description: 'it spoils or expires soon' })),
  taxRate: Type.Union([Type.Literal('A'), Type.Literal('B'), Type.Literal('C'), Type.Literal('D')]),
  taxPpm: Type.Union([Type.Integer(), Type.Null()]),
  picture: Type.Union([Type.Object({ url: Type.String(), alt: Type.String() }), Type.Null()]),
  available: Type.Integer({ minimum: 0, maximum: MAX_SHOWN }),
  active: Type.Boolean(),
})
