import { createHash } from 'node:crypto'
import { Type, type Static } from 'typebox'
import { cartPortsOf, goodsOf } from '#modules/carts'
import { catalogueOf, type CatalogueModel } from '#modules/catalogue'
import {
  compressed,
  decodeCursor,
  encodeCursor,
  PageQuery,
  route,
  WordsSchema,
  type AnyRoute,
} from '#platform/http'

/** Products of one page: some 8,000 articles, 100 kB on the wire. */
const PAGE = 1_000

/** What the range was at a count of its changes. */
const versions = new WeakMap<CatalogueModel, { readonly count: number; readonly version: string }>()

/** By what is in it: processes that hold the same range call it the same, and each counts the changes for itself. */
function versionOf(catalogue: CatalogueModel): string {
  const count = catalogue.version()
  const known = versions.get(catalogue)
  if (known?.count === count) return known.version
  const hash = createHash('sha256')
  for (const product of catalogue.products()) hash.update(JSON.stringify(product))
  const version = hash.digest('base64url')
  versions.set(catalogue, { count, version })
  return version
}

const ArticleSchema = Type.Object({
  sku: Type.String(),
  gtin: Type.String(),
  options: Type.Record(Type.String(), WordsSchema, {
    description: 'what the value of each option is called',
  }),
  attributes: Type.Record(Type.String(), Type.String(), {
    description: 'value code by attribute or option code: what promotions ask',
  }),
  taxLetter: Type.String(),
  netContent: Type.Optional(Type.Object({ amount: Type.Number(), unit: Type.String() })),
})
const RangeSchema = Type.Object({
  version: Type.String({ description: 'of the catalogue; all pages of one walk have the same' }),
  currency: Type.String(),
  products: Type.Array(
    Type.Object({
      handle: Type.String(),
      name: WordsSchema,
      categories: Type.Array(Type.String(), { description: 'its category and those above it' }),
      articles: Type.Array(ArticleSchema),
    }),
  ),
  next: Type.Union([Type.String(), Type.Null()]),
})

const range = route({
  method: 'GET',
  path: '/v1/till-articles',
  summary:
    'Read every article that is sold, so that a till reads labels which it has never seen without a network',
  description:
    'What a label stands for, and what promotions ask of it; prices come with `GET /v1/prices/snapshot`. With `have`, the version that the till has, nothing comes while that is the newest. Another version on a later page: begin anew. Compressed for whoever takes gzip.',
  tag: 'tills',
  audience: ['staff', 'machine'],
  permission: 'till.sell',
  power: 'read',
  schema: {
    query: Type.Object(
      { have: Type.Optional(Type.String({ maxLength: 100 })), cursor: PageQuery.cursor },
      { additionalProperties: false },
    ),
    headers: Type.Object({ 'accept-encoding': Type.Optional(Type.String({ maxLength: 400 })) }),
    response: { 200: RangeSchema },
  },
  handle: async (ctx, { query, headers }) => {
    const catalogue = catalogueOf(ctx)
    const version = versionOf(catalogue)
    const from = Number(decodeCursor(query.cursor, ['digits'])[0] ?? 0)
    const isNew = query.have !== version
    const page = isNew ? catalogue.products().slice(from, from + PAGE) : []
    const body: Static<typeof RangeSchema> = {
      version,
      currency: cartPortsOf(ctx).currency(ctx.actor.channel.code),
      products: page.map((product) => ({
        handle: product.handle,
        name: { pl: product.text.pl.name, en: product.text.en.name },
        categories: [...catalogue.categoriesAbove(product.category)],
        articles: product.variants
          .filter(({ active }) => active)
          .map((variant) => ({
            sku: variant.sku,
            gtin: variant.gtin,
            options: Object.fromEntries(
              Object.entries(variant.options).map(([code, { label }]) => [code, label]),
            ),
            attributes: { ...goodsOf(catalogue, variant, product).attributes },
            taxLetter: variant.taxRate,
            ...(variant.netContent && { netContent: variant.netContent }),
          })),
      })),
      next: page.length === PAGE ? encodeCursor([from + PAGE]) : null,
    }
    const headersOut = { 'cache-control': 'private, no-store', vary: 'accept-encoding' }
    return compressed(JSON.stringify(body), headers['accept-encoding'], headersOut)
  },
})

export const routes: AnyRoute[] = [range]
