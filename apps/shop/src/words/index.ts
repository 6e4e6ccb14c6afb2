import { createI18n, type Locale, type Messages } from '@splot/ui'
import type { pl } from './pl.ts'

type Spoken = Messages<typeof pl>

// Each language is a file that a visitor loads only when she speaks it; `speak` puts it in here. That the two files match is
// a type error in words.test.ts.
const spoken: { -readonly [L in Locale]?: Spoken[L] } = {}

/** Loads a language. Call it before anything is said in it: at the start, and before the language changes. */
export async function speak(locale: Locale): Promise<void> {
  if (locale === 'pl') spoken.pl ??= (await import('./pl.ts')).pl
  else spoken.en ??= (await import('./en.ts')).en
}

// A language is looked up when something is first said in it, which is after `speak`.
export const { useT, translator } = createI18n(spoken as Spoken)
