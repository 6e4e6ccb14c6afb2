import type { Locale } from './types.ts'

/** Shorter stems would make strangers of the same family: "but" and "butelka" are apart by more than an ending. */
const MIN_STEM = 3
/** Endings of Polish nouns and adjectives after folding, longest first. */
const POLISH_ENDING =
  /(?:iego|iemu|iami|iach|iom|iow|iej|iem|ego|emu|ami|ach|ymi|imi|ych|ich|owi|ii|om|ow|em|ej|ym|im|ie|ia|iu|[aeiouy])$/
/** The vowel that comes and goes: sukienek – sukienki, sweter – swetry, krzeseł – krzesło. */
const MOVING_E = /([^aeiouy])e([klnrc])$/

/** Lower case, without accents: "Żółta Łąka" becomes "zolta laka", the way people type on a phone. */
export const fold = (text: string): string =>
  text.toLowerCase().replaceAll('ł', 'l').normalize('NFD').replace(/\p{M}/gu, '')

/** The folded words of a text, in order. */
export const wordsOf = (text: string): string[] => fold(text).match(/[a-z0-9]+/g) ?? []

/**
 * What forms of one word have in common, good enough to find goods: our own short list of endings, not a dictionary. Takes
 * a folded word; the same rules are applied to documents and to questions, so that errors meet.
 */
export const stem = (word: string, locale: Locale): string =>
  /\d/.test(word) ? word : locale === 'pl' ? polishStem(word) : englishStem(word)

function polishStem(word: string): string {
  const ending = POLISH_ENDING.exec(word)?.[0] ?? ''
  const base = word.length - ending.length >= MIN_STEM ? word.slice(0, word.length - ending.length) : word
  return base.length > MIN_STEM ? base.replace(MOVING_E, '$1$2') : base
}

function englishStem(word: string): string {
  if (word.length <= MIN_STEM || word.endsWith('ss')) return word
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:[sx]|ch|sh)es$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}

/** Insertions, deletions, changes and swaps of neighbours between two words (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let best = Math.min(change, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1)
      }
      row.push(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] ?? 0
}
