import { optionText, type Locale } from '@splot/ui'
import type { Read } from '../api/types.ts'
import { api, ask, kept, signedInPerson } from '../house.ts'
import { inTurn } from './keep-fresh.ts'
import type { Article } from './sale.ts'

/** The name under which it is kept which range this device has, and when it asked last. Older builds kept one under `range` that knew no SKUs. */
const RANGE = 'range with skus'
/** New articles reach a shelf some days after the catalogue, and 80,000 of them are 2.7 MB: the range is asked for again this often. */
const AGAIN_MS = 6 * 60 * 60_000
/** Somebody changes the catalogue while a walk goes on: it begins anew, this often. */
const MAX_WALKS = 3

type Page = Read<'/v1/till-articles'>
type Product = Page['products'][number]

interface KnownRange {
  readonly version: string
  /** Epoch ms. */
  readonly askedAt: number
}

/** Reads what every label stands for, so that a till sells what it has never seen without a network. Without an answer what is kept counts on. */
export const refreshRange = inTurn(async () => {
  if (!signedInPerson()) return
  try {
    // Written below only.
    const known = (await kept.read(RANGE)) as KnownRange | undefined
    if (known && Date.now() - known.askedAt < AGAIN_MS) return
    const version = await walk(known?.version)
    // Also of a catalogue that never stood still: a walk is large, and the labels that came are kept.
    await kept.write(RANGE, { version: version ?? '', askedAt: Date.now() })
  } catch {
    // No network, nobody who may sell, or no room: labels that were seen are still read.
  }
})

/** Walks through all pages of one version and keeps them; answers it, or undefined when the catalogue never stood still. */
async function walk(have: string | undefined): Promise<string | undefined> {
  for (let tries = 0; tries < MAX_WALKS; tries += 1) {
    const first = await pageOf({ ...(have !== undefined && { have }) })
    if (first.version === have) return have
    let page = first
    await keep(page)
    while (page.next !== null) {
      page = await pageOf({ cursor: page.next })
      if (page.version !== first.version) break
      await keep(page)
    }
    if (page.version !== first.version) continue
    await kept.range.keepOnly(first.version)
    return first.version
  }
  return undefined
}

const pageOf = (query: { have?: string; cursor?: string }): Promise<Page> =>
  ask(api.GET('/v1/till-articles', { params: { query } }))

/** What is kept of a product, with the currency in which its articles are sold. */
interface KeptProduct extends Product {
  readonly currency: string
}

const keep = ({ products, version, currency }: Page): Promise<void> =>
  kept.range.put(
    products.map((product) => ({
      handle: product.handle,
      codes: product.articles.flatMap(({ gtin, sku }) => [gtin, sku]),
      version,
      product: { ...product, currency } satisfies KeptProduct,
    })),
  )

/** The article of a label or a SKU, from what is kept of the whole range; its price is another book's. */
export async function articleInRange(code: string, locale: Locale): Promise<Article | undefined> {
  // Written by `keep` only.
  const product = (await kept.range.find(code)) as KeptProduct | undefined
  const article = product?.articles.find(({ gtin, sku }) => gtin === code || sku === code)
  return product && article && articleFrom(product, article, locale)
}

/** An article of the range as the till needs it. */
const articleFrom = (
  { handle, name, categories, currency }: KeptProduct,
  { sku, gtin, options, attributes, taxLetter, netContent }: Product['articles'][number],
  locale: Locale,
): Article => ({
  sku,
  gtin,
  name: name[locale],
  options: optionText(options, locale),
  price: { minor: 0, currency },
  ...(netContent && { netContent: netContent as NonNullable<Article['netContent']> }),
  picture: null,
  product: handle,
  categories,
  attributes,
  taxLetter,
  taxPpm: 0,
})
