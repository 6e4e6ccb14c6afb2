/** One line of the command palette. */
export type Found = Readonly<{ id: string; group: string; label: string; hint?: string; run: () => void }>

/** Lower case without Polish marks, so that `lodz` finds Łódź. */
export const plain = (text: string): string =>
  text.toLowerCase().replaceAll('ł', 'l').normalize('NFD').replaceAll(/\p{M}/gu, '')

/** The lines in which every word of the query begins a word, or stands somewhere; those that begin with it first. */
export function matching<T extends Readonly<{ label: string; hint?: string }>>(
  query: string,
  lines: readonly T[],
): T[] {
  const words = plain(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...lines]
  const first = words[0] ?? ''
  return lines
    .map((line) => ({ line, text: plain(`${line.label} ${line.hint ?? ''}`) }))
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .sort((a, b) => Number(b.text.startsWith(first)) - Number(a.text.startsWith(first)))
    .map(({ line }) => line)
}

/** Digits as order numbers are shown: `100 000 017`. */
const isSpokenNumber = (text: string): boolean => /^\d{3}(\s\d{3})?\s\d{1,3}$/.test(text)

/** What a query could be: the beginning of an order's number, a SKU, or words. */
export function kindOf(query: string): 'order' | 'sku' | 'words' {
  const text = query.trim().replace(/^#/, '')
  if (isSpokenNumber(text)) return 'order'
  if (/^\d{1,9}$/.test(text)) return 'order'
  if (/^[A-Z0-9]+(-[A-Z0-9]+)+$/i.test(text)) return 'sku'
  return 'words'
}

/** The next choice up or down, round the ends. */
export const moved = (index: number, by: number, count: number): number =>
  count === 0 ? 0 : (index + by + count) % count
