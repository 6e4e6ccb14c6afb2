import type { WordsLocale } from './amount.ts'

/** "1 sztukę", "2 sztuki", "5 sztuk": Polish nouns have a form for one, for 2–4 (without 12–14) and for the rest. */
export function piecesText(pieces: number, locale: WordsLocale, one: 'sztuka' | 'sztukę' = 'sztukę'): string {
  if (locale === 'en') return pieces === 1 ? '1 item' : `${pieces} items`
  if (pieces === 1) return `1 ${one}`
  const [unit, ten] = [pieces % 10, pieces % 100]
  return unit >= 2 && unit <= 4 && (ten < 12 || ten > 14) ? `${pieces} sztuki` : `${pieces} sztuk`
}
