import type { ProductId } from '@splot/kernel'
import type { WriteContext } from '#platform/context'
import { readCategories } from './store.ts'
import { LOCALES, type ImportedProduct, type Locale } from './types.ts'
import { stem, wordsOf } from './words.ts'

type Document = { id: ProductId; locale: Locale; name: string; about: string; description: string }

/**
 * Writes the search documents of products. Weights: A the name; B brand, category, options and attributes; D the
 * description. Names of categories are taken as they are now: a renamed category is found by its products' next import.
 */
export async function indexProducts(
  ctx: WriteContext,
  products: readonly ImportedProduct[],
  idOf: (handle: string) => ProductId,
): Promise<void> {
  const categories = new Map((await readCategories(ctx)).map((category) => [category.handle, category]))
  const words = new Map<string, { locale: Locale; word: string; stem: string }>()
  const stems = (text: string, locale: Locale, remember: boolean): string =>
    wordsOf(text)
      .map((word) => {
        const base = stem(word, locale)
        if (remember) words.set(`${locale} ${word}`, { locale, word, stem: base })
        return base
      })
      .join(' ')
  const documents: Document[] = products.flatMap((product) =>
    LOCALES.map((locale) => ({
      id: idOf(product.handle),
      locale,
      name: stems(product.text[locale].name, locale, true),
      about: stems(aboutOf(product, categories.get(product.category)?.name[locale], locale), locale, true),
      description: stems(product.text[locale].description, locale, false),
    })),
  )
  await Promise.all([writeDocuments(ctx, documents), writeWords(ctx, [...words.values()])])
}

/** Colours, sizes and attributes that people search by. */
function aboutOf(product: ImportedProduct, category: string | undefined, locale: Locale): string {
  const used = new Set(product.variants.flatMap((variant) => Object.values(variant.options)))
  return [
    product.brand,
    category,
    ...product.options.flatMap((option) =>
      option.values.filter((value) => used.has(value.code)).map((value) => value.label[locale]),
    ),
    ...product.attributes.flatMap((attribute) => attribute.values.map((value) => value.label[locale])),
  ].join(' ')
}

const writeDocuments = (ctx: WriteContext, documents: readonly Document[]) =>
  ctx.query(
    `insert into catalogue.search_document (product_id, locale, document)
     select id, locale, setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', about), 'B')
                        || setweight(to_tsvector('simple', description), 'D')
       from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) as d(id, locale, name, about, description)
     on conflict (product_id, locale) do update set document = excluded.document`,
    [
      documents.map((d) => d.id),
      documents.map((d) => d.locale),
      documents.map((d) => d.name),
      documents.map((d) => d.about),
      documents.map((d) => d.description),
    ],
  )

/** Sorted, so that two imports at once take their locks in one order. */
const writeWords = (ctx: WriteContext, words: { locale: Locale; word: string; stem: string }[]) =>
  ctx.query(
    `insert into catalogue.search_word (locale, word, stem)
     select locale, word, stem from unnest($1::text[], $2::text[], $3::text[]) as w(locale, word, stem)
      order by locale, word collate "C"
     on conflict (locale, word) do update set stem = excluded.stem where search_word.stem <> excluded.stem`,
    [words.map((w) => w.locale), words.map((w) => w.word), words.map((w) => w.stem)],
  )
