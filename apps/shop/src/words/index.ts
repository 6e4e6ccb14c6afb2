import { createI18n, type Locale, type Messages } from '@splot/ui'
import type { en } from './en.ts'
import type { pl } from './pl.ts'

type Polish = typeof pl
/** A key that only English has is a type error here; one that it lacks is one where `spoken` takes it. */
type Extra = Exclude<Paths<typeof en>, Paths<Polish>>
type Paths<T, P extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${P}${K}` : Paths<T[K], `${P}${K}.`>
}[keyof T & string]
const nothingExtra: [Extra] extends [never] ? true : Extra = true

// Each language is a file of its own that a visitor loads only when she speaks it; `speak` puts it in.
const spoken: { -readonly [L in Locale]?: Messages<Polish>[L] } = {}

/** Loads a language; call it before anything is said in it. */
export async function speak(locale: Locale): Promise<void> {
  if (spoken[locale] || !nothingExtra) return
  if (locale === 'pl') spoken.pl = (await import('./pl.ts')).pl
  else spoken.en = (await import('./en.ts')).en
}

// `speak` comes first: entry-client.tsx and entry-server.tsx wait for it, and so does the switch of language.
export const { useT, translator } = createI18n(spoken as Messages<Polish>)
