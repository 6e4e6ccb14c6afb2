import { Type, type Static } from 'typebox'
import { LocaleSchema, RawJson, route, SkuSchema, type AnyRoute } from '#platform/http'
import { catalogueOf } from './model.ts'
import { NetContentSchema } from './net-content.ts'
import { importNetContents, MAX_NET_CONTENTS, setNetContents } from './set-net-contents.ts'
import { setPerishable } from './set-perishable.ts'
import type { CatalogueModel, Category, Locale } from './types.ts'

const CategoryNode = Type.Cyclic(
  {
    Category: Type.Object({
      handle: Type.String(),
      name: Type.String(),
      productCount: Type.Integer({ description: 'Active products here and in every category below' }),
      children: Type.Array(Type.Ref('Category')),
    }),
  },
  'Category',
)
type Node = Static<typeof CategoryNode>

/** Characters of a file. */
const MAX_CSV_LENGTH = 400_000
const closed = { additionalProperties: false } as const
const CountSchema = Type.Object({ rows: Type.Integer() })
const writing = {
  tag: 'catalogue',
  audience: ['staff', 'machine'],
  permission: 'catalogue.write',
  everywhere: true,
  power: 'write',
} as const

export const routes: AnyRoute[] = [
  route({
    method: 'GET',
    path: '/v1/categories',
    summary: 'List the categories as a tree, with how many products each holds',
    tag: 'catalogue',
    audience: ['visitor', 'customer', 'staff', 'device', 'machine'],
    permission: null,
    power: 'read',
    schema: {
      query: Type.Object({ locale: Type.Optional(LocaleSchema) }),
      response: { 200: Type.Object({ items: Type.Array(CategoryNode) }) },
    },
    handle: async (ctx, { query }) => new RawJson(treeText(catalogueOf(ctx), query.locale ?? 'pl')),
  }),
  route({
    method: 'PUT',
    path: '/v1/variants/net-contents',
    summary: 'Say what packs hold, as their labels do',
    description:
      'Where it stands, a price per unit stands beside every price; null: it is sold as one thing, a set or a pair. All rows or none: 422 `catalogue.rows_invalid` lists errors as `/rows/<index>/…`.',
    ...writing,
    schema: {
      body: Type.Object(
        {
          rows: Type.Array(
            Type.Object({ sku: SkuSchema, netContent: Type.Union([NetContentSchema, Type.Null()]) }, closed),
            { minItems: 1, maxItems: MAX_NET_CONTENTS },
          ),
        },
        closed,
      ),
      response: { 200: CountSchema },
    },
    handle: async (ctx, { body }) => ({
      rows: await setNetContents(
        ctx,
        body.rows.map((row, index) => ({ pointer: `/rows/${index}`, ...row })),
      ),
    }),
  }),
  route({
    method: 'POST',
    path: '/v1/variants/net-contents/imports',
    summary: 'Say what packs hold by a file',
    description:
      'Columns `sku`, `amount` and `unit` (g, kg, ml, l, m, m2, piece); a row with neither amount nor unit takes the content away. All rows or none: errors as `/csv/<row>/<column>`, rows as a spreadsheet counts them.',
    ...writing,
    schema: {
      body: Type.Object({ csv: Type.String({ minLength: 1, maxLength: MAX_CSV_LENGTH }) }, closed),
      response: { 200: CountSchema },
    },
    handle: async (ctx, { body }) => ({ rows: await importNetContents(ctx, body.csv) }),
  }),
  route({
    method: 'PUT',
    path: '/v1/products/:handle/perishable',
    summary: 'Say whether a product spoils or expires soon',
    description: 'It decides which price must stand beside a reduced one. 404 `catalogue.product_not_found`.',
    ...writing,
    schema: {
      params: Type.Object({ handle: Type.String({ maxLength: 120 }) }),
      body: Type.Object({ perishable: Type.Boolean() }, closed),
      response: { 200: Type.Object({ perishable: Type.Boolean() }) },
    },
    handle: async (ctx, { params, body }) => {
      await setPerishable(ctx, params.handle, body.perishable)
      return body
    },
  }),
]

const texts = new WeakMap<CatalogueModel, { version: number; byLocale: Map<Locale, string> }>()

/** The tree as JSON; the menu is on every page, and counting thousands of products for each is a waste. */
function treeText(catalogue: CatalogueModel, locale: Locale): string {
  let known = texts.get(catalogue)
  if (known?.version !== catalogue.version()) {
    known = { version: catalogue.version(), byLocale: new Map() }
    texts.set(catalogue, known)
  }
  let text = known.byLocale.get(locale)
  if (text === undefined) {
    text = JSON.stringify({ items: categoryTree(catalogue, locale) })
    known.byLocale.set(locale, text)
  }
  return text
}

/** The tree in the order of positions; counted from memory. */
function categoryTree(catalogue: CatalogueModel, locale: Locale): Node[] {
  const direct = new Map<string, number>()
  for (const { category } of catalogue.products()) direct.set(category, (direct.get(category) ?? 0) + 1)
  const byParent = Map.groupBy(catalogue.categories(), (category) => category.parent)
  const nodeOf = (category: Category): Node => {
    const children = (byParent.get(category.handle) ?? []).map(nodeOf)
    const below = children.reduce((sum, child) => sum + child.productCount, 0)
    return {
      handle: category.handle,
      name: category.name[locale],
      productCount: (direct.get(category.handle) ?? 0) + below,
      children,
    }
  }
  return (byParent.get(null) ?? []).map(nodeOf)
}
