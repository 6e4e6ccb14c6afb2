import { createI18n, defineMessages } from '@splot/ui'
import { en } from './en.ts'
import { pl } from './pl.ts'

export const { useT, translator } = createI18n(defineMessages(pl, en))

type Table = keyof typeof pl

/**
 * The word for a code that the API sent (a state, a kind, a role), or the code itself when it is newer than this build.
 * Texts with arguments are never looked up here.
 */
export function wordOf(locale: 'pl' | 'en', table: Table, code: string): string {
  // Codes come from outside, so the key may be missing: that is what the fallback is for.
  const words = (locale === 'pl' ? pl : en)[table] as Readonly<Record<string, string>>
  return words[code] ?? code
}
