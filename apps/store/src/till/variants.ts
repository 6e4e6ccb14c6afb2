import { ProblemError } from '@splot/client'
import { optionsInOrder, type Locale } from '@splot/ui'
import type { Variant } from '../api/types.ts'
import { api, ask, kept } from '../house.ts'
import { priceNow } from './prices.ts'
import { articleInRange } from './range.ts'
import type { Article } from './sale.ts'

/** After this a known article (its name, what promotions ask) is asked for again, behind its line. What it costs the till knows itself. */
const FRESH_MS = 5 * 60_000

export type Found =
  | { readonly state: 'found'; readonly article: Article }
  | { readonly state: 'unknown' }
  | { readonly state: 'no_price'; readonly sku: string; readonly name: string }
  | { readonly state: 'no_network' }
  | { readonly state: 'failed'; readonly error: unknown }

const seen = new Map<string, { article: Article; at: number }>()

/** The article behind a label, at today's price of this counter: from memory or from this device at once, else from the server. */
export async function articleByGtin(gtin: string, locale: Locale): Promise<Found> {
  const id = `${locale}:${gtin}`
  const known = seen.get(id) ?? (await fromDevice(id))
  const fetching = () =>
    askFor(id, ask(api.GET('/v1/variants/by-gtin/{gtin}', { params: { path: { gtin }, query: { locale } } })))
  if (!known) {
    const found = await fetching()
    return found.state === 'no_network' ? fromRange(gtin, locale) : found
  }
  seen.set(id, known)
  if (Date.now() - known.at > FRESH_MS) void fetching()
  return atTodaysPrice(known.article)
}

/** A label that this till has never seen, while nobody answers: what is kept of the whole range, at the price that is published. */
async function fromRange(gtin: string, locale: Locale): Promise<Found> {
  const article = await articleInRange(gtin, locale).catch(() => undefined)
  const found = article && atTodaysPrice(article, false)
  return !found || found.state === 'no_price' ? { state: 'no_network' } : found
}

/** The article with that SKU, chosen by hand. */
export const articleBySku = (sku: string, locale: Locale): Promise<Found> =>
  askFor(null, ask(api.GET('/v1/variants/{sku}', { params: { path: { sku }, query: { locale } } })), locale)

/** A gift that promotions owe, by its SKU: from what this device keeps of the range, so that no network is needed, else from the server. Null: it cannot be sold here now. */
export async function articleOwed(sku: string, locale: Locale): Promise<Article | null> {
  const known = await articleInRange(sku, locale).catch(() => undefined)
  const kept = known && atTodaysPrice(known, false)
  const found = kept?.state === 'found' ? kept : await articleBySku(sku, locale)
  return found.state === 'found' ? found.article : null
}

async function askFor(id: string | null, answer: Promise<Variant>, locale?: Locale): Promise<Found> {
  try {
    const variant = await answer
    const article = articleOf(variant)
    remember(id ?? `${locale}:${variant.gtin}`, article)
    return atTodaysPrice(article, variant.price !== null)
  } catch (error) {
    if (!(error instanceof ProblemError)) return { state: 'no_network' }
    return error.problem.status === 404 ? { state: 'unknown' } : { state: 'failed', error }
  }
}

/** With what is published for this counter; until that has come, with what the server said (`isPriced`: it said something). */
function atTodaysPrice(article: Article, isPriced = true): Found {
  const price = priceNow(article, 1, new Date())
  const { sku, name } = article
  if (price === null || (price === undefined && !isPriced)) return { state: 'no_price', sku, name }
  if (price === undefined) return { state: 'found', article }
  const { unitMinor: minor, taxLetter, taxPpm } = price
  return { state: 'found', article: { ...article, price: { ...article.price, minor }, taxLetter, taxPpm } }
}

/** What a till needs of a variant. */
export const articleOf = (variant: Variant): Article => ({
  sku: variant.sku,
  gtin: variant.gtin,
  name: variant.name,
  options: optionsInOrder(variant.options)
    .map(({ label }) => label)
    .join(', '),
  // Without a price nobody sees the zero: `atTodaysPrice`.
  price: variant.price ?? { minor: 0, currency: 'PLN' },
  ...(variant.reducedPrice &&
    variant.lowestPrice && {
      reduced: {
        minor: variant.reducedPrice.minor,
        // Without it nothing is announced.
        beforeMinor: (variant.before ?? variant.reducedPrice).minor,
        lowestMinor: variant.lowestPrice.minor,
        ...(variant.beforeFirst && { beforeFirst: true }),
      },
    }),
  ...(variant.netContent && { netContent: variant.netContent }),
  picture: variant.picture?.url ?? null,
  product: variant.handle,
  categories: variant.categories,
  attributes: variant.attributes,
  taxLetter: variant.taxRate,
  taxPpm: variant.taxPpm ?? 0,
})

function remember(id: string, article: Article): void {
  const at = Date.now()
  seen.set(id, { article, at })
  // A full disk costs speed, never a sale.
  kept.articles.put(id, article, at).catch(() => {})
}

async function fromDevice(id: string): Promise<{ article: Article; at: number } | undefined> {
  try {
    const row = await kept.articles.get(id)
    // Only `remember` writes here; an older version of it did not know what promotions ask.
    const article = row?.article as Partial<Article> | undefined
    return row && article?.categories ? { article: row.article as Article, at: row.at } : undefined
  } catch {
    return undefined
  }
}
