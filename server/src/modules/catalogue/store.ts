import type { ProductId, Sku } from '@splot/kernel'
import type { NetContent } from '@splot/rules'
import type { ReadContext } from '#platform/context'
import type { Attribute, Category, Locale, Option, Picture, TaxLetter } from './types.ts'

/** Known words looked at for each mistyped one. */
const MAX_NEAR_WORDS = 30
/** Trigram likeness below which a word is no candidate. */
const MIN_LIKENESS = 0.3

export type ProductRow = {
  id: ProductId
  handle: string
  kind: string
  brand: string
  category: string
  attributes: Attribute[]
  options: Option[]
  tax_rate: TaxLetter
  perishable: boolean
  active: boolean
  created_at: Date
}
export type TextRow = { product_id: ProductId; locale: Locale; name: string; description: string }
export type VariantRow = {
  sku: Sku
  gtin: string
  product_id: ProductId
  options: Record<string, string>
  active: boolean
  net_content: NetContent | null
}
export type MediaRow = { product_id: ProductId; url: string; alt: Picture['alt']; colour: string | null }

/** Products with everything that belongs to them, in order of arrival; `handles: null` reads the whole range. */
export async function readProducts(ctx: ReadContext, handles: readonly string[] | null) {
  const [products, texts, variants, media] = await Promise.all([
    ctx.query<ProductRow>(
      `select id, handle, kind, brand, category, attributes, options, tax_rate, perishable, active, created_at
         from catalogue.product where $1::text[] is null or handle = any($1) order by id`,
      [handles],
    ),
    ctx.query<TextRow>(
      `select t.product_id, t.locale, t.name, t.description
         from catalogue.product_text t join catalogue.product p on p.id = t.product_id
        where $1::text[] is null or p.handle = any($1)`,
      [handles],
    ),
    ctx.query<VariantRow>(
      `select v.sku, v.gtin, v.product_id, v.options, v.active,
              case when v.net_amount is not null then
                jsonb_build_object('amount', v.net_amount, 'unit', v.net_unit) end as net_content
         from catalogue.variant v join catalogue.product p on p.id = v.product_id
        where $1::text[] is null or p.handle = any($1) order by v.product_id, v.position`,
      [handles],
    ),
    ctx.query<MediaRow>(
      `select m.product_id, m.url, m.alt, m.colour
         from catalogue.media m join catalogue.product p on p.id = m.product_id
        where $1::text[] is null or p.handle = any($1) order by m.product_id, m.position`,
      [handles],
    ),
  ])
  return { products, texts, variants, media }
}

/** Handles of the products that own any of these SKUs or GTINs. */
export const handlesOf = (
  ctx: ReadContext,
  by: { skus: readonly string[]; gtins: readonly string[] },
): Promise<{ handle: string }[]> =>
  ctx.query(
    `select distinct p.handle from catalogue.variant v join catalogue.product p on p.id = v.product_id
      where v.sku = any($1) or v.gtin = any($2)`,
    [by.skus, by.gtins],
  )

export const readCategories = (ctx: ReadContext): Promise<Category[]> =>
  ctx.query<{ [Field in keyof Category]: Category[Field] }>(
    `select c.handle, c.parent, c.position, jsonb_object_agg(t.locale, t.name) as name
       from catalogue.category c join catalogue.category_text t on t.handle = c.handle
      group by c.handle order by c.position, c.handle`,
  )

/** The active product whose variant has exactly this SKU or GTIN. */
export async function exactVariant(ctx: ReadContext, code: string): Promise<string | undefined> {
  const [row] = await ctx.query<{ handle: string }>(
    `select p.handle from catalogue.variant v join catalogue.product p on p.id = v.product_id
      where (v.sku = $1 or v.gtin = $1) and v.active and p.active limit 1`,
    [code],
  )
  return row?.handle
}

/** A question in stems: per word those that may stand for it, and the beginning that may too. */
export interface Stems {
  readonly whole: readonly (readonly string[])[]
  readonly begun: readonly string[]
}

/**
 * Handles of active products that contain, for every word, one of its stems or a word that begins like it. Products with the
 * very words come first, by weight (name, then brand, category and options, then description).
 */
export async function matchDocuments(
  ctx: ReadContext,
  locale: Locale,
  { whole, begun }: Stems,
  limit: number,
): Promise<string[]> {
  // Stems are plain letters and digits (words.ts), so they cannot be mistaken for operators.
  const exact = whole.map((stems) => `(${stems.join(' | ')})`).join(' & ')
  const wide = whole
    .map((stems, at) => `(${[...stems, ...(begun[at] === undefined ? [] : [`${begun[at]}:*`])].join(' | ')})`)
    .join(' & ')
  const rows = await ctx.query<{ handle: string }>(
    `select p.handle
       from catalogue.search_document d join catalogue.product p on p.id = d.product_id
      where d.locale = $1 and d.document @@ $2::tsquery and p.active
      order by d.document @@ $3::tsquery desc, ts_rank('{0.05, 0.1, 0.4, 1}', d.document, $3::tsquery) desc,
               ts_rank('{0.05, 0.1, 0.4, 1}', d.document, $2::tsquery) desc, p.id
      limit $4`,
    [locale, wide, exact, limit],
  )
  return rows.map((row) => row.handle)
}

/** Known words that share trigrams with each of `words`, likeliest first. */
export async function nearestWords(
  ctx: ReadContext,
  locale: Locale,
  words: readonly string[],
): Promise<Map<string, { word: string; stem: string }[]>> {
  const rows = await ctx.query<{ asked: string; word: string; stem: string }>(
    `select asked.word as asked, near.word, near.stem
       from unnest($2::text[]) as asked(word),
            lateral (select w.word, w.stem, similarity(w.word, asked.word) as likeness
                       from catalogue.search_word w
                      where w.locale = $1 and w.word % asked.word
                      order by likeness desc, w.word limit ${MAX_NEAR_WORDS}) as near
      where near.likeness >= ${MIN_LIKENESS}
      order by near.likeness desc`,
    [locale, [...new Set(words)]],
  )
  return Map.groupBy(rows, (row) => row.asked)
}
