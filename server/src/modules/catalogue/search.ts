import type { ReadContext } from '#platform/context'
import { exactVariant, matchDocuments, nearestWords } from './store.ts'
import type { Locale } from './types.ts'
import { editDistance, stem, wordsOf } from './words.ts'

/** Words of a question that are looked at; the rest is ignored. */
const MAX_WORDS = 8
/** Letters that a stem needs to stand for words that begin with it. */
const MIN_PREFIX = 4
/** Products that one question can find; nobody pages through more. */
export const MAX_FOUND = 1_000
/** Letters that may be wrong in a short and in a long word. */
const SHORT_WORD = 5
const MAX_ERRORS_SHORT = 1
const MAX_ERRORS_LONG = 2

export interface Found {
  /** Best first, at most `MAX_FOUND`. */
  readonly handles: readonly string[]
  /** What was looked for instead of a mistyped question; null when it was found as asked. */
  readonly corrected: string | null
}

/**
 * Active products for a person's question: every word must occur, in any form, or begin a word that occurs; a SKU or a GTIN
 * finds its product. When nothing fits, each unknown word is replaced by the nearest known ones.
 */
export async function searchProducts(
  ctx: ReadContext,
  question: { q: string; locale: Locale },
): Promise<Found> {
  const { q, locale } = question
  const words = wordsOf(q).slice(0, MAX_WORDS)
  if (words.length === 0) return { handles: [], corrected: null }
  const whole = words.map((word) => [stem(word, locale)])
  const begun = words.map((word) => prefixOf(word, locale))
  const [byCode, found] = await Promise.all([
    exactVariant(ctx, q.trim()),
    matchDocuments(ctx, locale, { whole, begun }, MAX_FOUND),
  ])
  if (byCode !== undefined) return { handles: [byCode], corrected: null }
  if (found.length > 0) return { handles: found, corrected: null }
  return searchCorrected(ctx, words, locale)
}

/** A beginning that other words may share with this one; a short stem of a longer word would begin strangers ("butów" – "butelka"). */
function prefixOf(word: string, locale: Locale): string {
  const base = stem(word, locale)
  return base.length >= MIN_PREFIX ? base : word
}

async function searchCorrected(ctx: ReadContext, words: readonly string[], locale: Locale): Promise<Found> {
  const near = await nearestWords(ctx, locale, words)
  const chosen = words.map((word) => closest(word, near.get(word) ?? []))
  if (chosen.every((options) => options.length === 0)) return { handles: [], corrected: null }
  // A word that resembles nothing we know would find nothing: the others speak for it.
  const known = chosen.filter((options) => options.length > 0)
  const stems = known.map((options) => [...new Set(options.map((option) => option.stem))])
  const handles = await matchDocuments(ctx, locale, { whole: stems, begun: [] }, MAX_FOUND)
  return { handles, corrected: known.map((options) => options[0]?.word ?? '').join(' ') }
}

type Near = { word: string; stem: string }

/** Of the words that resemble this one, those with the fewest errors, if few enough. */
function closest(word: string, candidates: readonly Near[]): Near[] {
  const allowed = word.length <= SHORT_WORD ? MAX_ERRORS_SHORT : MAX_ERRORS_LONG
  const measured = candidates.map((near) => ({ near, errors: editDistance(word, near.word) }))
  const fewest = Math.min(...measured.map(({ errors }) => errors))
  return fewest > allowed ? [] : measured.filter(({ errors }) => errors === fewest).map(({ near }) => near)
}
