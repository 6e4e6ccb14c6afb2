import { createI18n, type Locale, type Messages } from '@splot/ui'
import type { pl as account } from './account/pl.ts'
import type { pl as browse } from './browse/pl.ts'
import type { pl as buy } from './buy/pl.ts'
import type { pl as cards } from './cards/pl.ts'
import type { pl as orders } from './orders/pl.ts'
import type { Part } from './parts.ts'
import type { pl } from './pl.ts'

type Spoken = Messages<typeof pl & typeof browse & typeof buy & typeof cards & typeof orders & typeof account>

// Each part of each language is a file that a visitor loads only when she speaks it and reads such a page; it is put in here. That the
// languages match is a type error in words.test.ts.
const spoken: { [L in Locale]: object } = { pl: {}, en: {} }

const files: Readonly<Record<Part | 'all', { readonly [L in Locale]: () => Promise<object> }>> = {
  all: {
    pl: async () => (await import('./pl.ts')).pl,
    en: async () => (await import('./en.ts')).en,
  },
  account: {
    pl: async () => (await import('./account/pl.ts')).pl,
    en: async () => (await import('./account/en.ts')).en,
  },
  browse: {
    pl: async () => (await import('./browse/pl.ts')).pl,
    en: async () => (await import('./browse/en.ts')).en,
  },
  buy: {
    pl: async () => (await import('./buy/pl.ts')).pl,
    en: async () => (await import('./buy/en.ts')).en,
  },
  cards: {
    pl: async () => (await import('./cards/pl.ts')).pl,
    en: async () => (await import('./cards/en.ts')).en,
  },
  orders: {
    pl: async () => (await import('./orders/pl.ts')).pl,
    en: async () => (await import('./orders/en.ts')).en,
  },
}

const needed = new Set<Part | 'all'>(['all'])
let speaking: Locale = 'pl'

/** Loads a language. Call it before anything is said in it: at the start, and before the language changes. */
export async function speak(locale: Locale): Promise<void> {
  speaking = locale
  await Promise.all([...needed].map((part) => load(locale, part)))
}

/** Loads what a page says, in the language that is spoken and in each that will be. */
export async function alsoSay(parts: readonly Part[]): Promise<void> {
  for (const part of parts) needed.add(part)
  await Promise.all(parts.map((part) => load(speaking, part)))
}

async function load(locale: Locale, part: Part | 'all'): Promise<void> {
  Object.assign(spoken[locale], await files[part][locale]())
}

// A language is looked up when something is first said in it, which is after `speak` and `alsoSay`.
export const { useT, translator } = createI18n(spoken as Spoken)
