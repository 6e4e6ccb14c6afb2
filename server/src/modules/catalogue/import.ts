import { Refusal, invariant, isGtin, newId, type ProductId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { askClassKeeper, productsOfOtherClass } from './class-changes.ts'
import { indexProducts } from './index-products.ts'
import { checkNetContent } from './net-content.ts'
import type { Category, ImportedProduct } from './types.ts'

/** Most products that one call may bring: keeps its transaction below half a second. */
export const IMPORT_CHUNK = 100

/** Adds categories, or renames and moves those whose handle exists. Publishes `catalogue.categories_changed`. */
export async function importCategories(ctx: WriteContext, categories: readonly Category[]): Promise<void> {
  const names = categories.flatMap(({ handle, name }) =>
    Object.entries(name).map(([locale, text]) => ({ handle, locale, name: text })),
  )
  await Promise.all([
    ctx.query(
      `insert into catalogue.category (handle, parent, position)
       select handle, parent, position from jsonb_to_recordset($1::jsonb) as c(handle text, parent text, position int)
       on conflict (handle) do update set parent = excluded.parent, position = excluded.position`,
      [JSON.stringify(categories)],
    ),
    ctx.query(
      `insert into catalogue.category_text (handle, locale, name)
       select handle, locale, name from jsonb_to_recordset($1::jsonb) as t(handle text, locale text, name text)
       on conflict (handle, locale) do update set name = excluded.name`,
      [JSON.stringify(names)],
    ),
  ])
  emit(ctx, {
    type: 'catalogue.categories_changed',
    subject: 'catalogue',
    data: { handles: categories.map((category) => category.handle) },
  })
}

/**
 * Adds products, or replaces those whose handle exists, in a handful of statements whatever their number (at most
 * `IMPORT_CHUNK`). Ids stay; a variant that is missing from its product becomes inactive. Refuses with
 * `catalogue.unknown_category`, `catalogue.bad_gtin`, `catalogue.bad_net_content`, `catalogue.named_twice`, `catalogue.sku_taken` or `catalogue.gtin_taken`, and with what the keeper of VAT classes says (`class-changes.ts`). Publishes
 * `catalogue.changed` with the handles.
 */
export async function importProducts(ctx: WriteContext, products: readonly ImportedProduct[]): Promise<void> {
  invariant(products.length <= IMPORT_CHUNK, `at most ${IMPORT_CHUNK} products at a time`)
  checkCodes(products)
  await checkAgainstStored(ctx, products)
  const changed = await productsOfOtherClass(ctx, products)
  const ids = await upsertProducts(ctx, products)
  const idOf = (handle: string): ProductId => {
    const id = ids.get(handle)
    invariant(id, `product ${handle} was just written`)
    return id
  }
  await Promise.all([
    writeTexts(ctx, products, idOf),
    writeVariants(ctx, products, idOf),
    writeMedia(ctx, products, idOf),
    indexProducts(ctx, products, idOf),
  ])
  await askClassKeeper(ctx, changed)
  emit(ctx, {
    type: 'catalogue.changed',
    subject: 'catalogue',
    data: { handles: products.map((product) => product.handle) },
  })
}

function checkCodes(products: readonly ImportedProduct[]): void {
  const seen = new Set<string>()
  const once = (kind: string, code: string) => {
    const name = `${kind} ${code}`
    if (seen.has(name)) {
      throw new Refusal(
        'invalid',
        'catalogue.named_twice',
        `The ${name} occurs twice in one import. Send it once.`,
      )
    }
    seen.add(name)
  }
  for (const { handle, variants } of products) {
    once('handle', handle)
    for (const { sku, gtin, netContent } of variants) {
      if (!isGtin(gtin)) {
        throw new Refusal(
          'invalid',
          'catalogue.bad_gtin',
          `${gtin} of ${sku} (${handle}) is no GTIN: check its digits.`,
        )
      }
      if (netContent) checkNetContent(sku, netContent)
      once('SKU', sku)
      once('GTIN', gtin)
    }
  }
}

async function checkAgainstStored(ctx: WriteContext, products: readonly ImportedProduct[]): Promise<void> {
  const variants = products.flatMap(({ handle, variants: own }) =>
    own.map((variant) => ({ handle, ...variant })),
  )
  const [taken] = await ctx.query<{ sku: string; gtin: string; by: string; same_sku: boolean }>(
    `select asked.sku, asked.gtin, p.handle as by, v.sku = asked.sku as same_sku
       from unnest($1::text[], $2::text[], $3::text[]) as asked(handle, sku, gtin)
       join catalogue.variant v on v.sku = asked.sku or v.gtin = asked.gtin
       join catalogue.product p on p.id = v.product_id
      where (v.sku = asked.sku and p.handle <> asked.handle) or (v.gtin = asked.gtin and v.sku <> asked.sku) limit 1`,
    [variants.map((v) => v.handle), variants.map((v) => v.sku), variants.map((v) => v.gtin)],
  )
  if (!taken) return
  throw taken.same_sku
    ? new Refusal(
        'conflict',
        'catalogue.sku_taken',
        `The SKU ${taken.sku} belongs to ${taken.by}. A SKU never changes its product.`,
      )
    : new Refusal(
        'conflict',
        'catalogue.gtin_taken',
        `The GTIN ${taken.gtin} belongs to another variant of ${taken.by}.`,
      )
}

async function upsertProducts(
  ctx: WriteContext,
  products: readonly ImportedProduct[],
): Promise<Map<string, ProductId>> {
  const rows = await ctx.query<{ id: ProductId; handle: string }>(
    `insert into catalogue.product
       (id, handle, kind, brand, category, attributes, options, tax_rate, perishable, weight_grams, created_at, updated_at)
     select p.id, p.handle, p.kind, p.brand, c.handle, p.attributes, p.options, p."taxRate",
            coalesce(p.perishable, false), p."weightGrams", $2, $2
       from jsonb_to_recordset($1::jsonb)
            as p(id uuid, handle text, kind text, brand text, category text, attributes jsonb, options jsonb,
                 "taxRate" text, perishable boolean, "weightGrams" int)
       join catalogue.category c on c.handle = p.category
      order by p.handle collate "C"
     on conflict (handle) do update set
       kind = excluded.kind, brand = excluded.brand, category = excluded.category, attributes = excluded.attributes,
       options = excluded.options, tax_rate = excluded.tax_rate, perishable = excluded.perishable, weight_grams = excluded.weight_grams, active = true,
       updated_at = excluded.updated_at
     returning id, handle`,
    [
      JSON.stringify(
        products.map((product) => ({
          id: newId<'product'>(),
          handle: product.handle,
          kind: product.kind,
          brand: product.brand,
          category: product.category,
          attributes: product.attributes,
          options: product.options,
          taxRate: product.taxRate,
          perishable: product.perishable,
          weightGrams: product.weightGrams,
        })),
      ),
      ctx.now,
    ],
  )
  const ids = new Map(rows.map((row) => [row.handle, row.id]))
  const homeless = products.find((product) => !ids.has(product.handle))
  if (homeless) {
    throw new Refusal(
      'unprocessable',
      'catalogue.unknown_category',
      `There is no category "${homeless.category}", which ${homeless.handle} asks for. Import categories first.`,
    )
  }
  return ids
}

type IdOf = (handle: string) => ProductId

async function writeTexts(
  ctx: WriteContext,
  products: readonly ImportedProduct[],
  idOf: IdOf,
): Promise<void> {
  const texts = products.flatMap(({ handle, text }) =>
    Object.entries(text).map(([locale, words]) => ({ id: idOf(handle), locale, ...words })),
  )
  await ctx.query(
    `insert into catalogue.product_text (product_id, locale, name, description)
     select id, locale, name, description
       from jsonb_to_recordset($1::jsonb) as t(id uuid, locale text, name text, description text)
     on conflict (product_id, locale) do update set name = excluded.name, description = excluded.description`,
    [JSON.stringify(texts)],
  )
}

async function writeVariants(
  ctx: WriteContext,
  products: readonly ImportedProduct[],
  idOf: IdOf,
): Promise<void> {
  const variants = products.flatMap(({ handle, variants: own }) =>
    own.map((variant, position) => ({ ...variant, id: idOf(handle), position })),
  )
  await Promise.all([
    // Locked by their SKUs before: some are written, and others that are missing become inactive.
    ctx.query(
      `select from catalogue.variant where product_id = any($1::uuid[]) or sku = any($2::text[]) order by sku for update`,
      [products.map((product) => idOf(product.handle)), variants.map((variant) => variant.sku)],
    ),
    ctx.query(
      `insert into catalogue.variant (sku, gtin, product_id, position, options, net_amount, net_unit)
       select sku, gtin, id, position, options, ("netContent"->>'amount')::numeric, "netContent"->>'unit'
         from jsonb_to_recordset($1::jsonb)
              as v(sku text, gtin text, id uuid, position int, options jsonb, "netContent" jsonb)
        order by sku collate "C"
       on conflict (sku) do update set
         gtin = excluded.gtin, position = excluded.position, options = excluded.options, active = true,
         net_amount = excluded.net_amount, net_unit = excluded.net_unit`,
      [JSON.stringify(variants)],
    ),
    ctx.query(
      `update catalogue.variant set active = false
        where product_id = any($1::uuid[]) and active and not (sku = any($2::text[]))`,
      [products.map((product) => idOf(product.handle)), variants.map((variant) => variant.sku)],
    ),
  ])
}

async function writeMedia(
  ctx: WriteContext,
  products: readonly ImportedProduct[],
  idOf: IdOf,
): Promise<void> {
  const media = products.flatMap(({ handle, pictures }) =>
    pictures.map((picture, position) => ({ ...picture, id: idOf(handle), position })),
  )
  await Promise.all([
    ctx.query(`delete from catalogue.media where product_id = any($1::uuid[])`, [
      products.map((product) => idOf(product.handle)),
    ]),
    ctx.query(
      `insert into catalogue.media (product_id, position, url, alt, colour)
       select id, position, url, alt, colour
         from jsonb_to_recordset($1::jsonb) as m(id uuid, position int, url text, alt jsonb, colour text)`,
      [JSON.stringify(media)],
    ),
  ])
}
